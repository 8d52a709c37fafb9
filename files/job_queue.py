"""New imports: in the background for those who don't want to wait, or at once for a re-import."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction

from accounts.models import User
from config.liveness import process_id
from engine.import_options import ImportOptions
from engine.importing.estimate import estimate_csv
from files import storage
from files.jobs import job_run
from files.models import Format, ImportJob
from files.services import UploadRefused, check_room, upload_check
from files.tasks import run_import
from sessions_app.models import Session

_STATUS_OF_CODE = {"disk_full": 507, "internal_error": 500, "cancelled": 409, "server_restarted": 503}


def upload_enqueue(*, user: User, upload: TemporaryUploadedFile) -> ImportJob:
    """Queue the import of an upload, which becomes the session `job.session_id`. Raises UploadRefused."""
    filename, file_format = upload_check(upload)
    spooled = Path(upload.temporary_file_path())
    estimate = estimate_csv(spooled) if file_format == "csv" else None
    job = ImportJob(
        user=user,
        kind=ImportJob.Kind.UPLOAD,
        filename=filename,
        format=file_format,
        size_bytes=upload.size or 0,
        estimated_rows=estimate.rows if estimate else None,
        estimated_columns=estimate.columns if estimate else None,
        process=_answering_process(),
    )
    # The file first: a row whose file isn't there would fail in whoever takes it.
    spooled.rename(storage.queued_path(job.pk))
    try:
        job.save()
        return _enqueued(job)
    except BaseException:
        storage.queued_path(job.pk).unlink(missing_ok=True)
        raise


def reimport_enqueue(*, session: Session, options: ImportOptions) -> ImportJob:
    """Queue another reading of the session's original. Raises UploadRefused, also when one is under way."""
    return _enqueued(_reimport(session, options, process=_answering_process()))


def reimport(*, session: Session, options: ImportOptions) -> ImportJob:
    """Read the session's original again, now. Raises UploadRefused; the session is then as before."""
    job = _reimport(session, options, process=process_id())
    job_run(job.pk)
    ended = ImportJob.objects.filter(pk=job.pk).first()
    if ended is None:
        raise UploadRefused(404, "The session was deleted meanwhile.", "session_not_found")
    if ended.status == ImportJob.Status.FAILED:
        raise UploadRefused(_STATUS_OF_CODE.get(ended.error_code, 400), ended.error, ended.error_code)
    return ended


def _enqueued(job: ImportJob) -> ImportJob:
    """A job that nobody would ever take must not stay: it would keep others out."""
    try:
        run_import.enqueue(str(job.pk))
    except BaseException:
        ImportJob.objects.filter(pk=job.pk).delete()
        raise
    return job


def _reimport(session: Session, options: ImportOptions, *, process: str) -> ImportJob:
    file = session.file
    if file.format != Format.CSV:
        raise UploadRefused(
            400, "A Parquet file says itself how it is to be read; only CSV can be read anew.", "not_a_csv"
        )
    if not storage.original_path(session.pk, file.format).exists():
        raise UploadRefused(
            410, "The original file is gone from the server; upload it again.", "data_missing"
        )
    check_room(file.size_bytes)
    try:
        with transaction.atomic():
            return ImportJob.objects.create(
                user_id=session.user_id,
                session_id=session.pk,
                kind=ImportJob.Kind.REIMPORT,
                filename=file.filename,
                format=file.format,
                size_bytes=file.size_bytes,
                estimated_rows=file.row_count,
                estimated_columns=len(file.columns),
                options=options.as_json(),
                process=process,
            )
    except IntegrityError as error:
        raise UploadRefused(
            409, "This file is being read already. Wait for it, or cancel it.", "import_running"
        ) from error


def _answering_process() -> str:
    """Who answers for a queued job: this process, unless workers of their own take the queue."""
    return process_id() if settings.BACKGROUND_TASKS == "in_process" else ""
