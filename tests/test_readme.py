"""The README's walk-through is pasted, as a newcomer would paste it, and has to work."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.server import ROOT, ServerProcess


def walk_through(server: ServerProcess) -> str:
    text = (ROOT / "README.md").read_text()
    section = text.split("## A walk-through")[1].split("\n## ")[0]
    script = "\n".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))
    return script.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}").replace(
        ".venv/bin/python", sys.executable
    )


def test_the_walk_through_works_when_pasted(server: ServerProcess) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", walk_through(server)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "sales.csv** has" in done.stdout
    assert done.stdout.count("[done]") == 3
    assert done.stdout.count("[plot]") >= 3
    assert "[error]" not in done.stdout
    assert done.stdout.rstrip().endswith("204")
