"""Ending a server the hard way, and proof that nothing of it is left that could write."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.server import ServerProcess

_WORKERS_END_WITHIN_SECONDS = 5.0
_POLL_SECONDS = 0.0005


def wait_for(
    condition: Callable[[], bool], what: str, *, seconds: float = 30.0, pause: float = _POLL_SECONDS
) -> None:
    """Look again and again until `condition` holds, with `pause` seconds in between."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(pause)


def descendants(pid: int) -> list[int]:
    """The children of a process, theirs, and so on."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for path in lists for child in path.read_text().split()]
    return [*children, *(further for child in children for further in descendants(child))]


def kill_everything(server: ServerProcess) -> None:
    """What a power cut does: server and workers end at once."""
    workers = descendants(server.pid)
    kill_all([server.pid, *workers])
    _assert_gone(server, workers)


def kill_server_alone(server: ServerProcess) -> None:
    """What the kernel does when memory runs out: the workers have to notice by themselves."""
    workers = descendants(server.pid)
    kill_all([server.pid])
    _assert_gone(server, workers)


def kill_all(pids: list[int]) -> None:
    """kill -9, one right after the other."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _assert_gone(server: ServerProcess, workers: list[int]) -> None:
    server.kill()
    ended = f"the end of all workers {workers}"
    wait_for(lambda: not any(map(_runs, workers)), ended, seconds=_WORKERS_END_WITHIN_SECONDS)
    assert not _holders(server.data_dir), "a process still has files of the data folder open"


def _runs(pid: int) -> bool:
    """A zombie doesn't: it only waits for whoever inherited it to take note."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _holders(folder: Path) -> list[Path]:
    """Open descriptors, of whatever process, below `folder`; those of this process (a look) aside."""
    found = []
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            inside = descriptor.readlink().is_relative_to(folder)
            if inside and int(descriptor.parts[2]) != os.getpid():
                found.append(descriptor)
    return found
