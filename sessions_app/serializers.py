"""Shapes of the session endpoints."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from chat.serializers import MessageSerializer
from files.serializers import FileSerializer
from sessions_app.models import Session


class SessionSummarySerializer(serializers.ModelSerializer[Session]):
    filename = serializers.CharField(source="file.filename")
    row_count = serializers.IntegerField(source="file.row_count")

    class Meta:
        model = Session
        fields = ("id", "title", "created_at", "updated_at", "filename", "row_count")


class SessionDetailSerializer(serializers.Serializer[Any]):
    """Everything a client needs to restore the session: file, messages, and the turn still running."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    file = FileSerializer()
    messages = MessageSerializer(many=True)
    running_turn_id = serializers.UUIDField(allow_null=True)


class SessionListQuerySerializer(serializers.Serializer[Any]):
    limit = serializers.IntegerField(min_value=1, max_value=500, default=100)
    before = serializers.CharField(required=False, help_text="A session id or an ISO 8601 moment.")
