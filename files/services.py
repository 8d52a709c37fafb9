"""An upload becomes a session: check, import, record, and leave nothing behind when it fails."""

from __future__ import annotations

import errno
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
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
from files.signals import reading_ended
from sessions_app.models import Session

logger = logging.getLogger(__name__)

EXTENSIONS: dict[str, FileFormat] = {".csv": "csv", ".parquet": "parquet", ".pq": "parquet"}


class UploadRefused(Exception):
    """The file can't be taken or read. `status` is the HTTP status, `code` the stable code."""

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


def too_large() -> UploadRefused:
    limit = settings.MAX_UPLOAD_SIZE
    text = f"{limit / 1024**3:g} GB" if limit >= 1024**3 else f"{limit:,} bytes"
    return UploadRefused(413, f"The file is larger than the limit of {text}.", "file_too_large")


def upload_check(upload: TemporaryUploadedFile) -> tuple[str, FileFormat]:
    """The upload's name, safe to store, and its format. Raises UploadRefused."""
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


def session_create(*, user: User, upload: TemporaryUploadedFile) -> Session:
    """Import the upload and record it as a new session of `user`.

    The order makes a crash harmless: everything is prepared in the incoming folder, which no row
    names; the folder is moved inside the transaction that makes the rows. Raises UploadRefused.
    """
    filename, file_format = upload_check(upload)
    session_id = uuid.uuid4()
    with import_refused(storage.staging_dir(session_id), storage.session_dir(session_id)):
        source = storage.stage_upload(Path(upload.temporary_file_path()), session_id, file_format)
        result = get_engine().import_file(source, source.parent, file_format).result()
        return session_record(
            user=user,
            session_id=session_id,
            filename=filename,
            file_format=file_format,
            size_bytes=upload.size or 0,
            result=result,
        )


def session_record(
    *,
    user: User,
    session_id: UUID,
    filename: str,
    file_format: FileFormat,
    size_bytes: int,
    result: ImportResult,
) -> Session:
    """Make the rows of a prepared session and publish its folder, in one transaction."""
    with transaction.atomic():
        session = Session.objects.create(id=session_id, user=user, title=filename)
        file = File.objects.create(
            session=session,
            filename=filename,
            format=file_format,
            size_bytes=size_bytes,
            stored_bytes=storage.size_of(storage.staging_dir(session_id)),
            **reading_fields(result),
        )
        announce_reading(file, options=file.options, elapsed_ms=result.elapsed_ms)
        storage.publish_session(session_id)
    logger.info(
        "Imported %d rows × %d columns into session %s", result.row_count, len(result.columns), session_id
    )
    return session


def reading_fields(result: ImportResult) -> dict[str, object]:
    """What an import found out, as fields of a `Reading`."""
    return {
        "row_count": result.row_count,
        "columns": [[column.name, column.type] for column in result.columns],
        "import_report": result.report,
    }


def announce_reading(
    file: File, *, options: dict[str, Any], elapsed_ms: float, error: str = "", error_code: str = ""
) -> None:
    """Tell whoever keeps records that the file was read with these options, or could not be."""
    reading_ended.send(
        File, file=file, options=options, elapsed_ms=elapsed_ms, error=error, error_code=error_code
    )


@contextmanager
def import_refused(*folders: Path) -> Iterator[None]:
    """Whatever goes wrong inside removes `folders`; what a person can act on becomes UploadRefused."""
    try:
        yield
    except OSError as error:
        storage.discard(*folders)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UploadRefused(
                507, "The server's disk is full; nothing was kept. Tell its operator.", "disk_full"
            ) from error
        raise
    except EngineError as error:
        storage.discard(*folders)
        raise UploadRefused(507 if isinstance(error, DiskFull) else 400, error.message, error.code) from error
    except BaseException:
        storage.discard(*folders)
        raise
