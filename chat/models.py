"""The conversation: turns (a question and what it cost) and the messages they left."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from analysis.models import Execution
from chat.events import Usage
from config.nul_safe import NulSafeEncoder


class Turn(models.Model):
    """One question and its answer. At most one runs per session; the database holds that."""

    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        COMPLETED = "completed", "Completed"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("sessions_app.Session", on_delete=models.CASCADE, related_name="turns")
    question = models.TextField(null=True, help_text="Empty for an automatic analysis.")  # noqa: DJ001
    analyst = models.CharField(max_length=32)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.RUNNING)
    process = models.CharField(max_length=64, help_text="The server process that runs it (config.liveness).")
    error_code = models.CharField(max_length=64, blank=True)
    follow_ups = models.JSONField(default=list, encoder=NulSafeEncoder)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cache_read_input_tokens = models.PositiveIntegerField(default=0)
    cache_creation_input_tokens = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("session",), condition=Q(status="running"), name="turn_one_running_per_session"
            ),
        )

    def __str__(self) -> str:
        return (self.question or "Automatic analysis")[:80]

    @property
    def usage(self) -> Usage:
        return Usage(
            self.input_tokens,
            self.output_tokens,
            self.cache_read_input_tokens,
            self.cache_creation_input_tokens,
        )


class Message(models.Model):
    """One entry of the conversation as a client shows and restores it, ordered by `position`."""

    class Role(models.TextChoices):
        USER = "user", "User"
        ASSISTANT = "assistant", "Assistant"

    class Type(models.TextChoices):
        TEXT = "text", "Text"
        PLOT = "plot", "Plot"
        QUERY_RESULT = "query_result", "Query result"
        ERROR = "error", "Error"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("sessions_app.Session", on_delete=models.CASCADE, related_name="messages")
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="messages")
    position = models.PositiveIntegerField(help_text="Counts within the session from 1.")
    role = models.CharField(max_length=16, choices=Role.choices)
    type = models.CharField(max_length=16, choices=Type.choices, default=Type.TEXT)
    text = models.TextField(blank=True)
    plot_data = models.JSONField(
        null=True, encoder=NulSafeEncoder, help_text="{title, vega_lite_spec} of a plot, data inlined."
    )
    grounding = models.JSONField(
        null=True,
        encoder=NulSafeEncoder,
        help_text="{figures, counts} of a text: where each figure comes from. Empty when not checked.",
    )
    rows_seen = models.PositiveIntegerField(
        null=True, help_text="Of a result: the rows that the model has read. Empty when none was asked."
    )
    execution = models.ForeignKey(Execution, null=True, on_delete=models.CASCADE, related_name="messages")
    error_code = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("session", "position")
        constraints = (
            models.UniqueConstraint(fields=("session", "position"), name="message_position_unique"),
        )

    def __str__(self) -> str:
        return self.text[:80] or self.get_type_display()
