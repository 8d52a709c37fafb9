"""Serve a script from a JSON file, for a server or browser test in another process.

    python -m tests.scripted_claude script.json --port 8899

The file is a list of steps, each a list of parts: a string is text, `{"use": name, "input": {…}}` a
tool call; `{"status": 529}` in place of a list is an HTTP error. `{"model": "haiku", "steps": […]}`
holds steps for one model. With `--repeat` the steps are served over and over. The address is the
first line of the output.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path
from typing import Any

from tests.scripted_claude.script import Part, Step, answer, for_model, http_error, use
from tests.scripted_claude.server import ScriptedClaude


def _part(raw: Any) -> Part | str:
    return raw if isinstance(raw, str) else use(raw["use"], raw.get("input", {}))


def _step(raw: Any) -> Step:
    return http_error(raw["status"]) if isinstance(raw, dict) else answer(*(_part(part) for part in raw))


def load(server: ScriptedClaude, raw_steps: list[Any], *, repeat: bool) -> None:
    """Script the server with what the JSON file holds."""
    keyed = [raw for raw in raw_steps if isinstance(raw, dict) and "steps" in raw]
    for raw in keyed:
        server.script(*map(_step, raw["steps"]), when=for_model(raw["model"]), repeat=repeat)
    server.script(*(_step(raw) for raw in raw_steps if raw not in keyed), repeat=repeat)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.scripted_claude")
    parser.add_argument("script", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--repeat", action="store_true")
    options = parser.parse_args(arguments)
    server = ScriptedClaude(options.port)
    load(server, json.loads(options.script.read_text("utf-8")), repeat=options.repeat)
    with server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
