"""Shapes of the audit trail."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from analysis.models import Execution


class ExecutionSummarySerializer(serializers.ModelSerializer[Execution]):
    """An execution without its rows. `error` and `error_code` are null when it succeeded."""

    columns = serializers.SerializerMethodField()
    column_types = serializers.SerializerMethodField()
    is_error = serializers.BooleanField()
    error = serializers.SerializerMethodField()
    error_code = serializers.SerializerMethodField()

    class Meta:
        model = Execution
        fields: tuple[str, ...] = (
            "id",
            "kind",
            "turn_id",
            "data_version",
            "engine_version",
            "sql",
            "columns",
            "column_types",
            "total_rows",
            "truncated",
            "elapsed_ms",
            "is_error",
            "error",
            "error_code",
            "created_at",
        )

    def get_columns(self, execution: Execution) -> list[str]:
        return execution.column_names

    def get_column_types(self, execution: Execution) -> dict[str, str]:
        return dict(execution.columns)

    def get_error(self, execution: Execution) -> str | None:
        return execution.error or None

    def get_error_code(self, execution: Execution) -> str | None:
        return execution.error_code or None


class ExecutionSerializer(ExecutionSummarySerializer):
    """An execution with the rows that came back, within the limits."""

    result = serializers.SerializerMethodField()
    row_count = serializers.SerializerMethodField()

    class Meta(ExecutionSummarySerializer.Meta):
        fields = (*ExecutionSummarySerializer.Meta.fields, "result", "row_count")

    def get_result(self, execution: Execution) -> list[dict[str, Any]]:
        names = execution.column_names
        return [dict(zip(names, row, strict=True)) for row in execution.rows]

    def get_row_count(self, execution: Execution) -> int:
        return len(execution.rows)


class ExecutionQuerySerializer(serializers.Serializer[Any]):
    limit = serializers.IntegerField(min_value=1, max_value=500, default=100)
    before = serializers.UUIDField(required=False, help_text="The last execution of the page before.")
    kind = serializers.ChoiceField(choices=Execution.Kind.choices, required=False)
    turn_id = serializers.UUIDField(required=False)
    failed = serializers.BooleanField(required=False, allow_null=True, default=None)
    data_version = serializers.IntegerField(required=False, min_value=1)


class RunSerializer(serializers.Serializer[Any]):
    sql = serializers.CharField(
        max_length=20_000, help_text="One statement that reads; the file is the table data."
    )
