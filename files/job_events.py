"""What the sockets of a session hear of an import."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from config.channel_layer import send_to_group
from files.models import File, ImportJob
from sessions_app.groups import session_group

logger = logging.getLogger(__name__)

_SENTENCES = {
    ImportJob.Status.QUEUED: "Waiting for other imports.",
    ImportJob.Status.PROCESSING: "Reading the file.",
}


@dataclass(frozen=True, slots=True)
class FileProgress:
    """The file is being read, or waits for its turn. `progress` in percent."""

    name: ClassVar[str] = "file_progress"
    job_id: str
    session_id: str
    status: str
    progress: int
    message: str


@dataclass(frozen=True, slots=True)
class FileMetadata:
    filename: str
    version: int
    row_count: int
    column_count: int


@dataclass(frozen=True, slots=True)
class FileComplete:
    """The file is read: its session can be loaded. `metadata` is None when it was deleted already."""

    name: ClassVar[str] = "file_complete"
    job_id: str
    session_id: str
    status: str
    metadata: FileMetadata | None


@dataclass(frozen=True, slots=True)
class FileFailed:
    """The file can't be read, in words a person can act on. `code` is stable."""

    name: ClassVar[str] = "file_error"
    job_id: str
    session_id: str
    status: str
    error: str
    code: str


FileEvent = FileProgress | FileComplete | FileFailed


def job_event(job: ImportJob) -> dict[str, Any]:
    """The frame for the state that the job is in; it belongs to no turn."""
    event = _event(job)
    return {"event": event.name, "data": asdict(event), "seq": None, "turn_id": None}


def _event(job: ImportJob) -> FileEvent:
    about = {"job_id": str(job.pk), "session_id": str(job.session_id), "status": job.status}
    if job.status == ImportJob.Status.COMPLETED:
        return FileComplete(**about, metadata=_metadata(job))
    if job.status == ImportJob.Status.FAILED:
        return FileFailed(**about, error=job.error, code=job.error_code)
    message = _SENTENCES[ImportJob.Status(job.status)]
    return FileProgress(**about, progress=job.progress, message=message)


def _metadata(job: ImportJob) -> FileMetadata | None:
    file = File.objects.filter(session_id=job.session_id).first()
    if file is None:
        return None
    return FileMetadata(
        filename=file.filename,
        version=file.version,
        row_count=file.row_count,
        column_count=len(file.columns),
    )


def announce(job: ImportJob) -> None:
    """Send the job's state to every socket of its session. For synchronous callers.

    The job's row is what counts: an import doesn't fail because nobody could be told.
    """
    try:
        send_to_group(session_group(job.session_id), "session.event", frame=job_event(job))
    except Exception:
        logger.exception("Import job %s could not be announced", job.pk)
