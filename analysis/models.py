"""The audit trail: one row for whatever touched a session's data."""

from __future__ import annotations

import uuid

from django.db import models

from config.nul_safe import NulSafeEncoder


class Execution(models.Model):
    """A query that ran, with what it returned. Written once, never changed."""

    class Kind(models.TextChoices):
        QUERY = "query", "Query"
        PLOT = "plot", "Chart"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("sessions_app.Session", on_delete=models.CASCADE, related_name="executions")
    turn_id = models.UUIDField(null=True, db_index=True, help_text="The turn that ran it.")
    data_version = models.PositiveIntegerField(default=1, help_text="The reading of the file it ran on.")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    sql = models.TextField()
    columns = models.JSONField(default=list, encoder=NulSafeEncoder, help_text="[[name, DuckDB type], …]")
    rows = models.JSONField(
        default=list, encoder=NulSafeEncoder, help_text="The rows that came back, within the limits."
    )
    total_rows = models.BigIntegerField(null=True, help_text="Of the whole result; empty when not counted.")
    truncated = models.BooleanField(default=False)
    elapsed_ms = models.FloatField()
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    engine_version = models.CharField(max_length=32, help_text="DuckDB's version.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("session", "-created_at"), name="execution_of_session"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_error(self) -> bool:
        return bool(self.error)

    @property
    def column_names(self) -> list[str]:
        return [name for name, _ in self.columns]
