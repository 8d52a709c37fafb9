"""Messages as a client restores them: with the fields of the event that first showed them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from chat.events import QueryFinished
from chat.models import Message, Turn
from chat.tools import query_finished


class MessageSerializer(serializers.ModelSerializer[Message]):
    """`{id, role, type, text, plot_data, grounding, created_at, turn_id}`, and a query's rows and SQL."""

    turn_status = serializers.ChoiceField(
        choices=Turn.Status.choices, source="turn.status", read_only=True, help_text="How its turn stands."
    )

    class Meta:
        model = Message
        fields = (
            "id",
            "role",
            "type",
            "text",
            "plot_data",
            "grounding",
            "created_at",
            "turn_id",
            "turn_status",
            "execution_id",
            "error_code",
        )
        read_only_fields = fields
        extra_kwargs = {"plot_data": {"allow_null": True}, "grounding": {"allow_null": True}}

    def to_representation(self, instance: Message) -> dict[str, Any]:
        data: dict[str, Any] = super().to_representation(instance)
        if instance.type == Message.Type.QUERY_RESULT and instance.execution is not None:
            data |= _result_fields(query_finished(instance.execution))
            data["rows_seen"] = instance.rows_seen
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
        "kind",
        "plan",
        "details",
        "error",
    )
    return {name: getattr(event, name) for name in names}


class AskSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(
        trim_whitespace=False, help_text="The question; `__auto_analyze__` explores the file."
    )


class AnswerSerializer(serializers.Serializer[Any]):
    """A turn from its question to its end, with what `done` says on the socket."""

    turn_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Turn.Status.choices)
    messages = MessageSerializer(many=True)
    follow_ups = serializers.ListField(child=serializers.CharField())
    usage = serializers.DictField(child=serializers.IntegerField())
    grounding = serializers.JSONField(allow_null=True)


class ExportQuerySerializer(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=("html", "markdown", "json", "sql", "csv"), default="html")
    execution = serializers.UUIDField(required=False, help_text="For csv: the execution whose rows it has.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["format"] == "csv" and "execution" not in attrs:
            sentence = "A CSV file holds the rows of one execution: name it in `execution`."
            raise serializers.ValidationError({"execution": sentence}, code="execution_missing")
        return attrs
