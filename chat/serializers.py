"""Messages as a client restores them: with the fields of the event that first showed them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from chat.events import QueryFinished
from chat.models import Message
from chat.tools import query_finished


class MessageSerializer(serializers.ModelSerializer[Message]):
    """`{id, role, type, text, plot_data, created_at, turn_id}`, and a query's rows and SQL."""

    class Meta:
        model = Message
        fields = (
            "id",
            "role",
            "type",
            "text",
            "plot_data",
            "created_at",
            "turn_id",
            "execution_id",
            "error_code",
        )
        extra_kwargs = {"plot_data": {"allow_null": True}}

    def to_representation(self, instance: Message) -> dict[str, Any]:
        data: dict[str, Any] = super().to_representation(instance)
        if instance.type == Message.Type.QUERY_RESULT and instance.execution is not None:
            data |= _result_fields(query_finished(instance.execution))
        return data


def _result_fields(event: QueryFinished) -> dict[str, Any]:
    names = (
        "result",
        "is_error",
        "sql",
        "columns",
        "row_count",
        "total_rows",
        "truncated",
        "elapsed_ms",
        "data_version",
        "error",
    )
    return {name: getattr(event, name) for name in names}
