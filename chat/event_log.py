"""The frames of one turn, appended to a file before anybody is sent them.

A client that lost its connection reads what it missed from here, in any process and after any
crash: what was published is on disk, in order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Frame = dict[str, Any]


def append(path: Path, frames: Iterable[Frame]) -> None:
    """Add frames in one write. Blocking: call it in a thread."""
    lines = "".join(json.dumps(frame, separators=(",", ":"), default=str) + "\n" for frame in frames)
    try:
        file = path.open("a", encoding="utf-8")
    except FileNotFoundError:
        path.parent.mkdir(exist_ok=True)  # not its parents: a deleted session stays deleted
        file = path.open("a", encoding="utf-8")
    with file:
        file.write(lines)


def read(path: Path, *, after: int = 0) -> list[Frame]:
    """The frames with `seq` greater than `after`, in order; empty when there is no log. Blocking."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    frames = [json.loads(line) for line in lines[:-1] if line]  # a line torn by a crash ends without \n
    return [frame for frame in frames if frame["seq"] > after]
