"""Shapes of the session endpoints."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from chat.serializers import MessageSerializer
from files.serializers import FileSerializer
from sessions_app.models import Session


class StringField(serializers.CharField):
    """Takes strings only: DRF's own field would turn a number into one."""

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class SessionSummarySerializer(serializers.ModelSerializer[Session]):
    filename = serializers.CharField(source="file.filename", read_only=True)
    row_count = serializers.IntegerField(source="file.row_count", read_only=True)

    class Meta:
        model = Session
        fields = ("id", "title", "created_at", "updated_at", "filename", "row_count")
        read_only_fields = fields


class RenameSerializer(serializers.Serializer[Any]):
    title = StringField(max_length=Session._meta.get_field("title").max_length)


class SessionDetailSerializer(serializers.Serializer[Any]):
    """Everything a client needs to restore the session: file, messages, and the turn still running."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    file = FileSerializer()
    messages = MessageSerializer(many=True)
    running_turn_id = serializers.UUIDField(allow_null=True)
    follow_ups = serializers.ListField(
        child=serializers.CharField(), help_text="Suggested by the latest answer that has ended."
    )


class SessionListQuerySerializer(serializers.Serializer[Any]):
    limit = serializers.IntegerField(min_value=1, max_value=500, default=100)
    before = serializers.CharField(required=False, help_text="A session id or an ISO 8601 moment.")
