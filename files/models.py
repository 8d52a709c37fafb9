"""What is known of an uploaded file. Its bytes lie on disk; `files.storage` knows where."""

from __future__ import annotations

import uuid

from django.db import models

from config.nul_safe import NulSafeEncoder
from engine.results import Column


class File(models.Model):
    """The one file of a session, described when it was imported."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        PARQUET = "parquet", "Parquet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField("sessions_app.Session", on_delete=models.CASCADE, related_name="file")
    filename = models.CharField(max_length=255, help_text="The name it was uploaded under.")
    format = models.CharField(max_length=16, choices=Format.choices)
    size_bytes = models.BigIntegerField()
    stored_bytes = models.BigIntegerField(help_text="The original and the columnar copy together.")
    row_count = models.BigIntegerField()
    columns = models.JSONField(
        encoder=NulSafeEncoder, help_text="[[name, DuckDB type], …] in the file's order."
    )
    import_report = models.JSONField(default=dict, encoder=NulSafeEncoder)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(condition=models.Q(row_count__gt=0), name="file_has_rows"),
            models.CheckConstraint(condition=models.Q(size_bytes__gt=0), name="file_has_bytes"),
        )

    def __str__(self) -> str:
        return self.filename

    @property
    def table_columns(self) -> tuple[Column, ...]:
        return tuple(Column(name, type_) for name, type_ in self.columns)
