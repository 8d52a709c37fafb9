"""Imports that are watched from outside: queued, run with progress, cancelled, closed after a crash.

A job's row changes hands by conditional updates: whoever moves it from one status to the next
owns what follows, so that a worker, a cancellation and a clean-up never act on it together.
"""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError, wait
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.engine import get_engine
from config.liveness import is_alive, process_id
from engine.import_options import ImportOptions
from engine.results import ImportResult
from files import storage
from files.job_events import announce, job_event
from files.models import EarlierReading, File, ImportJob, Reading
from files.services import (
    UploadRefused,
    announce_reading,
    import_refused,
    reading_fields,
    session_record,
)
from sessions_app.models import Session

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 0.25
_CANCELLED = ("The import was cancelled.", "cancelled")
_RESTARTED = ("The server was restarted while it read the file. Send it again.", "server_restarted")
_INTERNAL = ("Something went wrong on the server. It was logged; try again.", "internal_error")


class JobEnded(Exception):
    """Somebody else has ended the job: it was cancelled, or its session was deleted."""


def job_run(job_id: UUID) -> None:
    """Do the work of a queued job. Errors end in its row; a job that was ended meanwhile is left alone."""
    claimed = ImportJob.objects.filter(pk=job_id, status=ImportJob.Status.QUEUED).update(
        status=ImportJob.Status.PROCESSING, process=process_id()
    )
    if not claimed:
        return
    job = ImportJob.objects.select_related("user").get(pk=job_id)
    try:
        announce(job)
        _import_upload(job) if job.kind == ImportJob.Kind.UPLOAD else _import_again(job)
    except JobEnded:
        logger.info("Import job %s was ended from outside", job.pk)
    except UploadRefused as refusal:
        _refuse(job, refusal)
    except CancelledError:  # the server shuts down
        job_fail(job, *_RESTARTED)
    except Exception:
        logger.exception("Import job %s failed", job.pk)
        job_fail(job, *_INTERNAL)
    else:
        job.status, job.progress = ImportJob.Status.COMPLETED, 100
        announce(job)


def _refuse(job: ImportJob, refusal: UploadRefused) -> None:
    """Close the job with the reader's words; a session that exists keeps them in its records."""
    file = File.objects.select_related("session").filter(session_id=job.session_id).first()
    if job_fail(job, str(refusal), refusal.code) and file is not None:
        waited = timezone.now() - job.created_at
        announce_reading(
            file,
            options=job.options,
            elapsed_ms=waited.total_seconds() * 1000,
            error=str(refusal),
            error_code=refusal.code,
        )


def job_fail(job: ImportJob, error: str, code: str) -> bool:
    """Close an unfinished job as failed; False when it was finished already."""
    failed = ImportJob.objects.filter(pk=job.pk, status__in=ImportJob.UNFINISHED).update(
        status=ImportJob.Status.FAILED, error=error, error_code=code, finished_at=timezone.now()
    )
    if failed:
        storage.queued_path(job.pk).unlink(missing_ok=True)
        job.status, job.error, job.error_code = ImportJob.Status.FAILED, error, code
        announce(job)
    return bool(failed)


def job_cancel(job: ImportJob) -> bool:
    """End an unfinished job; whoever works on it notices within a moment and leaves nothing behind."""
    return job_fail(job, *_CANCELLED)


def job_close_if_dead(job: ImportJob) -> None:
    """Close a job whose process died. A queued one that any worker may take is not dead."""
    if not job.is_finished and job.process and not is_alive(job.process):
        job_fail(job, *_RESTARTED)


def close_dead_jobs() -> int:
    """Close every job whose process is dead; returns how many. Run at each start."""
    unfinished = ImportJob.objects.filter(status__in=ImportJob.UNFINISHED).exclude(process="")
    dead = [job for job in unfinished if not is_alive(job.process)]
    return sum(job_fail(job, *_RESTARTED) for job in dead)


def forget_finished_jobs(*, older_than: timedelta) -> None:
    """Remove the rows of imports that ended so long ago; nobody asks for them any more."""
    ImportJob.objects.filter(finished_at__lt=timezone.now() - older_than).delete()


def import_of_session(user: User, session_id: UUID) -> ImportJob | None:
    """The user's import that makes this session, or reads its file again, right now."""
    job = ImportJob.objects.filter(session_id=session_id, user=user, status__in=ImportJob.UNFINISHED).first()
    if job is not None:
        job_close_if_dead(job)
    return None if job is None or job.is_finished else job


def current_job_event(job: ImportJob) -> dict[str, Any]:
    """The event for what the job is by now; one whose row is gone counts as cancelled."""
    job = ImportJob.objects.filter(pk=job.pk).first() or ImportJob(
        pk=job.pk,
        session_id=job.session_id,
        status=ImportJob.Status.FAILED,
        error=_CANCELLED[0],
        error_code=_CANCELLED[1],
    )
    return job_event(job)


def unfinished_uploads(user: User) -> int:
    """How many uploads of the user wait or are read in the background."""
    return user.import_jobs.filter(kind=ImportJob.Kind.UPLOAD, status__in=ImportJob.UNFINISHED).count()


def session_jobs_delete(session_id: UUID) -> None:
    """End what reads the session's file, and forget its imports."""
    jobs = ImportJob.objects.filter(session_id=session_id)
    for job in jobs.filter(status__in=ImportJob.UNFINISHED):
        job_cancel(job)
    jobs.delete()


def user_jobs_cancel(user: User) -> None:
    """End every import of the user; an upload among them never becomes a session."""
    for job in user.import_jobs.filter(status__in=ImportJob.UNFINISHED):
        job_cancel(job)


def _import_upload(job: ImportJob) -> None:
    session_id = job.session_id
    with import_refused(storage.staging_dir(session_id), storage.session_dir(session_id)):
        source = storage.stage_upload(storage.queued_path(job.pk), session_id, job.format)
        result = _watched(job, source, source.parent, session_id)
        with transaction.atomic():
            _complete(job)
            session_record(
                user=job.user,
                session_id=session_id,
                filename=job.filename,
                file_format=job.file_format,
                size_bytes=job.size_bytes,
                result=result,
            )


def _import_again(job: ImportJob) -> None:
    """Read the original into a new version. It lies in the process's folder until it is complete."""
    target = storage.staging_dir(job.pk)
    with import_refused(target):
        target.mkdir(mode=0o700)
        source = storage.original_path(job.session_id, job.format)
        result = _watched(job, source, target, job.pk)
        with transaction.atomic():
            _complete(job)
            _replace_reading(job, result)


def _replace_reading(job: ImportJob, result: ImportResult) -> None:
    file = (
        File.objects.select_for_update().select_related("session").filter(session_id=job.session_id).first()
    )
    if file is None:
        raise JobEnded
    names = [field.name for field in Reading._meta.get_fields()]
    EarlierReading.objects.create(file=file, **{name: getattr(file, name) for name in names})
    file.version += 1
    file.options = job.options
    file.stored_bytes += storage.size_of(storage.staging_dir(job.pk))
    for name, value in reading_fields(result).items():
        setattr(file, name, value)
    file.save()
    announce_reading(file, options=job.options, elapsed_ms=result.elapsed_ms)
    Session.objects.filter(pk=job.session_id).update(updated_at=timezone.now())
    storage.publish_reading(job.pk, job.session_id, file.version)


def _watched(job: ImportJob, source: Path, target: Path, staged: UUID) -> ImportResult:
    """Import and report progress. Raises JobEnded, having stopped the import, when the job was ended."""
    future = get_engine().import_file(source, target, job.file_format, ImportOptions.from_json(job.options))
    while not wait([future], _LOOK_SECONDS).done:
        percent = max(job.progress, storage.read_progress(staged))
        if not ImportJob.objects.filter(pk=job.pk, status=ImportJob.Status.PROCESSING).update(
            progress=percent
        ):
            future.cancel()
            raise JobEnded
        if percent != job.progress:
            job.progress = percent
            announce(job)
    return future.result()


def _complete(job: ImportJob) -> None:
    completed = ImportJob.objects.filter(pk=job.pk, status=ImportJob.Status.PROCESSING).update(
        status=ImportJob.Status.COMPLETED, progress=100, finished_at=timezone.now()
    )
    if not completed:
        raise JobEnded
