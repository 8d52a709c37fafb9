"""What the sockets of a session hear of an import."""

from __future__ import annotations

import logging
from typing import Any

from config.channel_layer import send_to_group
from files.models import File, ImportJob
from sessions_app.groups import session_group

logger = logging.getLogger(__name__)

_SENTENCES = {
    ImportJob.Status.QUEUED: "Waiting for other imports.",
    ImportJob.Status.PROCESSING: "Reading the file.",
}


def job_event(job: ImportJob) -> dict[str, Any]:
    """`{event, data}` for the state that the job is in: `file_progress`, `file_complete` or `file_error`."""
    data: dict[str, Any] = {"job_id": str(job.pk), "session_id": str(job.session_id), "status": job.status}
    if job.status == ImportJob.Status.COMPLETED:
        return {"event": "file_complete", "data": {**data, "metadata": _metadata(job)}}
    if job.status == ImportJob.Status.FAILED:
        return {"event": "file_error", "data": {**data, "error": job.error, "code": job.error_code}}
    message = _SENTENCES[ImportJob.Status(job.status)]
    return {"event": "file_progress", "data": {**data, "progress": job.progress, "message": message}}


def _metadata(job: ImportJob) -> dict[str, Any] | None:
    file = File.objects.filter(session_id=job.session_id).first()
    if file is None:  # deleted already
        return None
    size = {"row_count": file.row_count, "column_count": len(file.columns)}
    return {"filename": file.filename, "version": file.version, **size}


def announce(job: ImportJob) -> None:
    """Send the job's state to every socket of its session. For synchronous callers.

    The job's row is what counts: an import doesn't fail because nobody could be told.
    """
    try:
        send_to_group(session_group(job.session_id), "file.event", **job_event(job))
    except Exception:
        logger.exception("Import job %s could not be announced", job.pk)
