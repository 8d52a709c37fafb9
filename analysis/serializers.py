"""Shapes of the audit trail."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from analysis.models import Execution

MAX_SQL_CHARACTERS = 20_000


class ExecutionSummarySerializer(serializers.ModelSerializer[Execution]):
    """An execution without its rows. `error` and `error_code` are null when it succeeded."""

    plan = serializers.DictField(allow_null=True, read_only=True)
    columns = serializers.SerializerMethodField()
    column_types = serializers.SerializerMethodField()
    is_error = serializers.BooleanField(read_only=True)
    error = serializers.SerializerMethodField()
    error_code = serializers.SerializerMethodField()

    class Meta:
        model = Execution
        fields: tuple[str, ...] = (
            "id",
            "kind",
            "user_id",
            "turn_id",
            "data_version",
            "engine_version",
            "plan",
            "sql",
            "columns",
            "column_types",
            "total_rows",
            "filtered_rows",
            "truncated",
            "elapsed_ms",
            "is_error",
            "error",
            "error_code",
            "created_at",
        )
        read_only_fields = fields

    def get_columns(self, execution: Execution) -> list[str]:
        return execution.column_names

    def get_column_types(self, execution: Execution) -> dict[str, str]:
        return dict(execution.columns)

    def get_error(self, execution: Execution) -> str | None:
        return execution.error or None

    def get_error_code(self, execution: Execution) -> str | None:
        return execution.error_code or None


class ExecutionSerializer(ExecutionSummarySerializer):
    """An execution with the rows that came back, within the limits, and a statistic's details."""

    result = serializers.ListField(child=serializers.DictField(), source="records", read_only=True)
    row_count = serializers.SerializerMethodField()
    details = serializers.JSONField(read_only=True)

    class Meta(ExecutionSummarySerializer.Meta):
        fields = (*ExecutionSummarySerializer.Meta.fields, "result", "row_count", "details")

    def get_row_count(self, execution: Execution) -> int:
        return len(execution.rows)


class RunResultSerializer(ExecutionSerializer):
    """What was run just now; `chart` is a plan's complete Vega-Lite specification, or null."""

    chart = serializers.DictField(allow_null=True, read_only=True)

    class Meta(ExecutionSerializer.Meta):
        fields = (*ExecutionSerializer.Meta.fields, "chart")


class ExecutionQuerySerializer(serializers.Serializer[Any]):
    limit = serializers.IntegerField(min_value=1, max_value=500, default=100)
    before = serializers.UUIDField(required=False, help_text="The last execution of the page before.")
    kind = serializers.ChoiceField(choices=Execution.Kind.choices, required=False)
    turn_id = serializers.UUIDField(required=False)
    failed = serializers.BooleanField(required=False, allow_null=True, default=None)
    data_version = serializers.IntegerField(required=False, min_value=1)


class RunSerializer(serializers.Serializer[Any]):
    """A query of one's own or a plan: one of the two."""

    sql = serializers.CharField(
        max_length=MAX_SQL_CHARACTERS,
        required=False,
        help_text="One statement that reads; the file is the table data.",
    )
    plan = serializers.DictField(required=False, help_text="An execution plan (docs/plans.md).")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Send either sql or plan.", code="sql_or_plan")
        return attrs
