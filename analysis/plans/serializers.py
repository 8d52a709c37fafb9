"""Shapes of the answer about a plan, for the API's documentation; the plan's own is `model.Plan`."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class PlanProblemSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="The way to it in the plan: filters[0].column.")
    message = serializers.CharField(help_text="What is wrong, and what to change.")
    code = serializers.CharField()


class PlanCheckSerializer(serializers.Serializer[Any]):
    valid = serializers.BooleanField(help_text="Whether the plan runs as it is.")
    errors = PlanProblemSerializer(many=True)  # type: ignore[assignment]
    warnings = PlanProblemSerializer(many=True)
    sql = serializers.CharField(
        allow_null=True, help_text="The SQL it compiles to; null when it isn't valid."
    )
