"""What is known of an uploaded file, of its readings, and of imports that are under way.

The bytes lie on disk; `files.storage` knows where.
"""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from config.nul_safe import NulSafeEncoder
from engine.results import Column, FileFormat


class Format(models.TextChoices):
    CSV = "csv", "CSV"
    PARQUET = "parquet", "Parquet"


class Reading(models.Model):
    """How a file was read into a table: with which options, and what came out."""

    version = models.PositiveIntegerField(default=1, help_text="Counts the readings of a file from 1.")
    options = models.JSONField(
        default=dict, blank=True, encoder=NulSafeEncoder, help_text="What a person decided about the reading."
    )
    row_count = models.BigIntegerField()
    columns = models.JSONField(
        encoder=NulSafeEncoder, help_text="[[name, DuckDB type], …] in the file's order."
    )
    import_report = models.JSONField(default=dict, encoder=NulSafeEncoder)

    class Meta:
        abstract = True

    @property
    def table_columns(self) -> tuple[Column, ...]:
        return tuple(Column(name, type_) for name, type_ in self.columns)


class File(Reading):
    """The one file of a session, with its current reading."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField("sessions_app.Session", on_delete=models.CASCADE, related_name="file")
    filename = models.CharField(max_length=255, help_text="The name it was uploaded under.")
    format = models.CharField(max_length=16, choices=Format.choices)
    size_bytes = models.BigIntegerField()
    stored_bytes = models.BigIntegerField(help_text="The original and all columnar copies together.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(condition=Q(row_count__gt=0), name="file_has_rows"),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="file_has_bytes"),
        )

    def __str__(self) -> str:
        return self.filename


class EarlierReading(Reading):
    """A reading that a later one replaced. Its copy stays on disk for the executions that ran on it."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="earlier_readings")
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("file", "version")
        constraints = (
            models.UniqueConstraint(fields=("file", "version"), name="earlier_reading_version_unique"),
        )

    def __str__(self) -> str:
        return f"{self.file} (version {self.version})"


class ImportJob(models.Model):
    """An import that is watched from outside: an upload in the background, or a re-import.

    An upload's session exists once its job is completed; until then `session_id` is only promised.
    """

    class Kind(models.TextChoices):
        UPLOAD = "upload", "Upload"
        REIMPORT = "reimport", "Re-import"

    class Status(models.TextChoices):
        QUEUED = "queued", "Queued"
        PROCESSING = "processing", "Processing"
        COMPLETED = "completed", "Completed"
        FAILED = "failed", "Failed"

    UNFINISHED = (Status.QUEUED, Status.PROCESSING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_jobs")
    session_id = models.UUIDField(
        default=uuid.uuid4, help_text="The session it makes, or whose file it reads."
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=16, choices=Format.choices)
    size_bytes = models.BigIntegerField()
    estimated_rows = models.BigIntegerField(null=True)
    estimated_columns = models.PositiveIntegerField(null=True)
    options = models.JSONField(default=dict, blank=True, encoder=NulSafeEncoder)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    process = models.CharField(
        max_length=64,
        blank=True,
        help_text="The process that answers for it (config.liveness); empty while any worker may take it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("session_id",), name="import_job_of_session"),)
        constraints = (
            models.UniqueConstraint(
                fields=("session_id",),
                condition=Q(status__in=("queued", "processing")),
                name="import_job_one_per_session",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="import_job_progress_percent"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.filename}"

    @property
    def file_format(self) -> FileFormat:
        return cast("FileFormat", self.format)

    @property
    def is_finished(self) -> bool:
        return self.status not in self.UNFINISHED

    @property
    def file_info(self) -> dict[str, Any]:
        return {
            "filename": self.filename,
            "size": self.size_bytes,
            "estimated_rows": self.estimated_rows,
            "estimated_columns": self.estimated_columns,
        }
