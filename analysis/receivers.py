"""Imports belong to the audit trail too; files announce them without knowing of it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from analysis.models import Execution
from analysis.recording import engine_version
from files.models import File
from files.signals import reading_ended


@receiver(reading_ended, dispatch_uid="record_import")
def record_import(
    *, file: File, options: dict[str, Any], elapsed_ms: float, error: str, error_code: str, **_: Any
) -> None:
    """One execution per reading: what was asked of the reader, what it found or why it refused."""
    found = {} if error else {"columns": file.columns, "total_rows": file.row_count, "truncated": True}
    Execution.objects.create(
        session_id=file.session_id,
        user_id=file.session.user_id,
        kind=Execution.Kind.IMPORT,
        data_version=file.version,
        plan=options or None,
        elapsed_ms=elapsed_ms,
        error=error,
        error_code=error_code,
        engine_version=engine_version(),
        **found,
    )
