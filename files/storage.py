"""Where a session's files lie, and how they come and go.

    DATA_DIR/{session_id}/original.csv|parquet   as it was uploaded, never changed
    DATA_DIR/{session_id}/data.duckdb            the columnar copy that every query reads
    DATA_DIR/{session_id}/preview.json           the first rows, JSON-safe
    DATA_DIR/{session_id}/turns/{turn_id}.jsonl  the events of each turn
    DATA_DIR/incoming/{process id}/{session_id}/ an upload that is not a session yet

A user's file name is never part of a path.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from config.liveness import LOCK_NAME, dead_folders, process_folder


def session_dir(session_id: UUID) -> Path:
    return Path(settings.DATA_DIR) / str(session_id)


def database_path(session_id: UUID) -> Path:
    """The columnar copy. It may be gone: the engine then raises DataMissing."""
    return session_dir(session_id) / "data.duckdb"


def event_log_path(session_id: UUID, turn_id: UUID) -> Path:
    return session_dir(session_id) / "turns" / f"{turn_id}.jsonl"


def read_preview(session_id: UUID) -> list[dict[str, Any]] | None:
    """The preview rows, or None when the session's files are gone from disk."""
    try:
        rows: list[dict[str, Any]] = json.loads((session_dir(session_id) / "preview.json").read_bytes())[
            "rows"
        ]
    except FileNotFoundError:
        return None
    return rows


def staging_dir(session_id: UUID) -> Path:
    """Where an upload is prepared; `publish` turns it into the session's folder."""
    return process_folder() / str(session_id)


def publish(session_id: UUID) -> None:
    """Give a prepared upload its final place, in one step of the file system."""
    staging_dir(session_id).rename(session_dir(session_id))


def discard(session_id: UUID) -> None:
    """Remove what an upload that failed has left, prepared or published."""
    for path in (staging_dir(session_id), session_dir(session_id)):
        shutil.rmtree(path, ignore_errors=True)


def delete_session(session_id: UUID) -> int:
    """Remove a session's folder; returns the bytes it held. Gone already counts as done."""
    path = session_dir(session_id)
    size = size_of(path)
    shutil.rmtree(path, ignore_errors=True)
    return size


def session_folders() -> Iterator[tuple[UUID, Path]]:
    """Every folder in DATA_DIR whose name is a session id."""
    for path in sorted(Path(settings.DATA_DIR).iterdir()):
        try:
            identifier = UUID(path.name)
        except ValueError:
            continue
        if path.is_dir():
            yield identifier, path


def abandoned_uploads() -> Iterator[Path]:
    """What processes that died had in their incoming folders."""
    for folder in dead_folders():
        yield from (path for path in sorted(folder.iterdir()) if path.name != LOCK_NAME)


def remove_dead_folders() -> None:
    """Remove the incoming folders of processes that died, with what is in them."""
    for folder in dead_folders():
        shutil.rmtree(folder, ignore_errors=True)


def size_of(path: Path) -> int:
    """Bytes of a file or of everything below a folder; 0 when it is gone."""
    if path.is_file():
        return path.stat().st_size
    total = 0
    for entry in path.rglob("*"):
        try:
            total += entry.stat().st_size if entry.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def free_bytes() -> int:
    return shutil.disk_usage(settings.DATA_DIR).free
