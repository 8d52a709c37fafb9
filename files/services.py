"""An upload becomes a session: check, import, record, and leave nothing behind when it fails."""

from __future__ import annotations

import errno
import logging
import uuid
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from accounts.models import User
from config.engine import get_engine
from config.nul_safe import nul_safe
from engine.errors import DiskFull, EngineError
from engine.results import FileFormat, ImportResult
from files import storage
from files.models import File
from sessions_app.models import Session

logger = logging.getLogger(__name__)

EXTENSIONS: dict[str, FileFormat] = {".csv": "csv", ".parquet": "parquet", ".pq": "parquet"}


class UploadRefused(Exception):
    """The upload can't become a session. `status` is the HTTP status, `code` the stable code."""

    def __init__(self, status: int, message: str, code: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def check_room(needed_bytes: int) -> None:
    """Raise UploadRefused (507) when the disk can't take so much and keep its reserve."""
    if storage.free_bytes() < needed_bytes + settings.DISK_RESERVE_BYTES:
        raise UploadRefused(
            507, "The server's disk has no room for this file. Tell its operator.", "disk_full"
        )


def session_create(*, user: User, upload: TemporaryUploadedFile) -> Session:
    """Import the upload and record it as a new session of `user`.

    The order makes a crash harmless: everything is prepared in the incoming folder, which no row
    names; the folder is moved inside the transaction that makes the rows. Raises UploadRefused.
    """
    filename, file_format = _check(upload)
    session_id = uuid.uuid4()
    try:
        result = _import(session_id, upload, file_format)
        return _record(user, session_id, filename, file_format, upload.size or 0, result)
    except OSError as error:
        storage.discard(session_id)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UploadRefused(
                507, "The server's disk is full; nothing was kept. Tell its operator.", "disk_full"
            ) from error
        raise
    except EngineError as error:
        storage.discard(session_id)
        raise UploadRefused(507 if isinstance(error, DiskFull) else 400, error.message, error.code) from error
    except BaseException:
        storage.discard(session_id)
        raise


def _check(upload: TemporaryUploadedFile) -> tuple[str, FileFormat]:
    filename = nul_safe(upload.name or "").strip()[-255:] or "upload"
    file_format = EXTENSIONS.get(Path(filename).suffix.lower())
    if file_format is None:
        raise UploadRefused(415, "Upload a .csv, .parquet or .pq file.", "unsupported_file_type")
    if not upload.size:
        raise UploadRefused(400, "The file is empty.", "file_empty")
    if upload.size > settings.MAX_UPLOAD_SIZE:
        raise too_large()
    check_room(upload.size)  # for the columnar copy; the file itself is on disk by now
    return filename, file_format


def too_large() -> UploadRefused:
    limit = settings.MAX_UPLOAD_SIZE
    text = f"{limit / 1024**3:g} GB" if limit >= 1024**3 else f"{limit:,} bytes"
    return UploadRefused(413, f"The file is larger than the limit of {text}.", "file_too_large")


def _import(session_id: UUID, upload: TemporaryUploadedFile, file_format: FileFormat) -> ImportResult:
    """Move the spooled upload to its place (a rename on the same disk), then let a worker read it."""
    target = storage.staging_dir(session_id)
    target.mkdir(mode=0o700)
    source = target / f"original.{file_format}"
    Path(upload.temporary_file_path()).rename(source)
    return get_engine().import_file(source, target, file_format).result()


def _record(
    user: User, session_id: UUID, filename: str, file_format: FileFormat, size: int, result: ImportResult
) -> Session:
    with transaction.atomic():
        session = Session.objects.create(id=session_id, user=user, title=filename)
        File.objects.create(
            session=session,
            filename=filename,
            format=file_format,
            size_bytes=size,
            stored_bytes=storage.size_of(storage.staging_dir(session_id)),
            row_count=result.row_count,
            columns=[[column.name, column.type] for column in result.columns],
            import_report=result.report,
        )
        storage.publish(session_id)
    logger.info(
        "Imported %d rows × %d columns into session %s", result.row_count, len(result.columns), session_id
    )
    return session
