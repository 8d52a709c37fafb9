"""Where a session's files lie, and how they come and go.

    DATA_DIR/{session_id}/original.csv|parquet   as it was uploaded, never changed
    DATA_DIR/{session_id}/data.duckdb            the columnar copy that every query reads
    DATA_DIR/{session_id}/preview.json           the first rows, JSON-safe
    DATA_DIR/{session_id}/profile.json           the profile, once somebody asked for it
    DATA_DIR/{session_id}/v2/…                   copy, preview, profile of the second reading, and so on
    DATA_DIR/{session_id}/turns/{turn_id}.jsonl  the events of each turn
    DATA_DIR/incoming/{process id}/{id}/         what is not a session, or not a reading, yet
    DATA_DIR/queued/{job_id}                     an upload that waits for whichever process takes it

A user's file name is never part of a path.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from config.liveness import LOCK_NAME, dead_folders, process_folder
from engine.disk_usage import bytes_below


def session_dir(session_id: UUID) -> Path:
    return Path(settings.DATA_DIR) / str(session_id)


def reading_dir(session_id: UUID, version: int) -> Path:
    """Where the copy and the preview of a reading lie. The first one lies beside the original."""
    folder = session_dir(session_id)
    return folder if version == 1 else folder / f"v{version}"


def database_path(session_id: UUID, version: int) -> Path:
    """The columnar copy. It may be gone: the engine then raises DataMissing."""
    return reading_dir(session_id, version) / "data.duckdb"


def original_path(session_id: UUID, file_format: str) -> Path:
    return session_dir(session_id) / f"original.{file_format}"


def queued_path(job_id: UUID) -> Path:
    return Path(settings.QUEUED_DIR) / str(job_id)


def event_log_path(session_id: UUID, turn_id: UUID) -> Path:
    return session_dir(session_id) / "turns" / f"{turn_id}.jsonl"


def read_preview(session_id: UUID, version: int) -> list[dict[str, Any]] | None:
    """The preview rows, or None when the session's files are gone from disk."""
    try:
        shown = json.loads((reading_dir(session_id, version) / "preview.json").read_bytes())
    except FileNotFoundError:
        return None
    rows: list[dict[str, Any]] = shown["rows"]
    return rows


def read_profile(session_id: UUID, version: int) -> dict[str, Any] | None:
    """The kept profile of a reading, or None when there is none."""
    try:
        document: dict[str, Any] = json.loads(_profile_path(session_id, version).read_bytes())
    except FileNotFoundError:
        return None
    return document


def write_profile(session_id: UUID, version: int, document: dict[str, Any]) -> None:
    """Keep a profile, in one step of the file system. Raises OSError, also when the session is gone."""
    path = _profile_path(session_id, version)
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        unfinished.write_text(json.dumps(document, allow_nan=False, separators=(",", ":")), encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _profile_path(session_id: UUID, version: int) -> Path:
    return reading_dir(session_id, version) / "profile.json"


def staging_dir(identifier: UUID) -> Path:
    """Where a session or a reading is prepared before it is published."""
    return process_folder() / str(identifier)


def read_progress(identifier: UUID) -> int:
    """How far the import that works in the staging folder is, in percent; 0 while nothing is known."""
    try:
        return int((staging_dir(identifier) / "progress").read_text(encoding="ascii") or 0)
    except FileNotFoundError:
        return 0


def stage_upload(spooled: Path, session_id: UUID, file_format: str) -> Path:
    """Move a spooled upload to where it becomes a session: a rename on the same disk."""
    folder = staging_dir(session_id)
    folder.mkdir(mode=0o700)
    return spooled.rename(folder / f"original.{file_format}")


def publish_session(session_id: UUID) -> None:
    """Give a prepared session its final place, in one step of the file system."""
    staging_dir(session_id).rename(session_dir(session_id))


def publish_reading(prepared: UUID, session_id: UUID, version: int) -> None:
    """Put a prepared reading into the session's folder, in one step of the file system.

    A folder of that name is left of a process that died before its transaction was committed.
    """
    target = reading_dir(session_id, version)
    shutil.rmtree(target, ignore_errors=True)
    staging_dir(prepared).rename(target)


def discard(*folders: Path) -> None:
    """Remove what an import that failed has left, prepared or published.

    Its worker may still be about to die: under another name it can't put anything into the folder.
    """
    for folder in folders:
        doomed = process_folder() / uuid4().hex
        with suppress(FileNotFoundError):
            folder.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)


def delete_session(session_id: UUID) -> int:
    """Remove a session's folder; returns the bytes it held. Gone already counts as done."""
    path = session_dir(session_id)
    size = size_of(path)
    discard(path)
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


def later_readings(folder: Path) -> Iterator[Path]:
    """The folders of a session's second and later readings."""
    return (path for path in sorted(folder.glob("v*")) if path.name[1:].isdecimal())


def abandoned_uploads() -> Iterator[Path]:
    """What processes that died had in their incoming folders."""
    for folder in dead_folders():
        with suppress(FileNotFoundError):  # a server that starts has removed it
            yield from (path for path in sorted(folder.iterdir()) if path.name != LOCK_NAME)


def remove_dead_folders() -> None:
    """Remove the incoming folders of processes that died, with what is in them."""
    for folder in dead_folders():
        shutil.rmtree(folder, ignore_errors=True)


def size_of(path: Path) -> int:
    """Bytes of a file or of everything below a folder; 0 when it is gone."""
    try:
        return path.stat().st_size if path.is_file() else bytes_below(path)
    except FileNotFoundError:
        return 0


def free_bytes() -> int:
    return shutil.disk_usage(settings.DATA_DIR).free
