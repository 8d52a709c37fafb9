"""The audit trail: one row for whatever touched a session's data."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from config.nul_safe import NulSafeEncoder


class Execution(models.Model):
    """Something that ran over the data, with what it returned. Written once, never changed."""

    class Kind(models.TextChoices):
        QUERY = "query", "Query"
        PLOT = "plot", "Chart"
        PLAN = "plan", "Plan"
        STATISTIC = "statistic", "Statistic"
        PROFILE = "profile", "Profile"
        IMPORT = "import", "Import"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("sessions_app.Session", on_delete=models.CASCADE, related_name="executions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="On whose behalf it ran.",
    )
    turn_id = models.UUIDField(null=True, db_index=True, help_text="The turn that ran it.")
    data_version = models.PositiveIntegerField(default=1, help_text="The reading of the file it ran on.")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    plan = models.JSONField(null=True, encoder=NulSafeEncoder, help_text="The plan, where one was given.")
    sql = models.TextField(blank=True)
    columns = models.JSONField(default=list, encoder=NulSafeEncoder, help_text="[[name, DuckDB type], …]")
    rows = models.JSONField(
        default=list, encoder=NulSafeEncoder, help_text="The rows that came back, within the limits."
    )
    total_rows = models.BigIntegerField(null=True, help_text="Of the whole result; empty when not counted.")
    truncated = models.BooleanField(default=False)
    filtered_rows = models.BigIntegerField(
        null=True, help_text="Rows of the file that a plan's filters let through."
    )
    details = models.JSONField(
        null=True,
        encoder=NulSafeEncoder,
        help_text="Of a statistic: n, missing values, assumptions, conventions, further tables.",
    )
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

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows as objects keyed by column name, as the API shows them."""
        names = self.column_names
        return [dict(zip(names, row, strict=True)) for row in self.rows]
