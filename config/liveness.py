"""Which server processes are alive: each has a folder with a file that it keeps locked.

A turn names the process that runs it, and an upload is prepared in its process's folder. When the
process dies, however it dies, the kernel drops the lock, so whoever looks next knows at once that
the work is orphaned. No clock and no heartbeat is involved.

    DATA_DIR/incoming/{process id}/.lock    held while the process lives
    DATA_DIR/incoming/{process id}/…        uploads that are not a session yet
"""

from __future__ import annotations

import fcntl
import math
import os
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

LOCK_NAME = ".lock"


@cache
def _claimed(pid: int) -> str:
    """The id of this process; `pid` makes a fork claim its own."""
    identifier = uuid.uuid4().hex
    folder = _folder(identifier)
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)  # until the process ends; never closed on purpose
    return identifier


def process_id() -> str:
    """The id of this server process: 32 hexadecimal characters, new with each start."""
    return _claimed(os.getpid())


def process_folder() -> Path:
    """Where this process prepares uploads."""
    return _folder(process_id())


def is_alive(identifier: str) -> bool:
    """Whether the process that claimed `identifier` still runs."""
    try:
        descriptor = os.open(_folder(identifier) / LOCK_NAME, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def dead_folders() -> Iterator[Path]:
    """Folders of processes that run no more."""
    for path in sorted(Path(settings.INCOMING_DIR).iterdir()):
        if path.is_dir() and not is_alive(path.name):
            yield path


def _folder(identifier: str) -> Path:
    return Path(settings.INCOMING_DIR) / identifier


def oldest_start() -> float:
    """When the longest-running server process started, as a timestamp; infinite while none runs."""
    folders = (path for path in Path(settings.INCOMING_DIR).iterdir() if path.is_dir())
    return min(
        ((path / LOCK_NAME).stat().st_mtime for path in folders if is_alive(path.name)), default=math.inf
    )
