"""A session: one file and the conversation about it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Session(models.Model):
    """Made by an upload, never empty. Everything else of the conversation hangs on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=255)
    titled_by_person = models.BooleanField(
        default=False, help_text="The title is somebody's own: no automatic one replaces it."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, help_text="The last change or answer.")

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = (models.Index(fields=("user", "-created_at", "-id"), name="session_of_user_newest"),)

    def __str__(self) -> str:
        return self.title
