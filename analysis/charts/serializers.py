"""Shapes of chart suggestions."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from analysis.charts.suggestions.services import DrawnSuggestion

DEFAULT_SUGGESTIONS = 6
MAX_SUGGESTIONS = 20


class SuggestionQuerySerializer(serializers.Serializer[Any]):
    columns = serializers.ListField(
        child=serializers.CharField(max_length=1_000, trim_whitespace=False),
        default=list,
        max_length=20,
        help_text="Columns that each chart shows at least one of; repeat the parameter for several.",
    )
    limit = serializers.IntegerField(min_value=1, max_value=MAX_SUGGESTIONS, default=DEFAULT_SUGGESTIONS)


class SuggestionSerializer(serializers.Serializer[Any]):
    """A chart with its rows inlined, ready for vega-embed; `plan` makes the same chart again."""

    title = serializers.CharField(source="suggestion.title")
    reason = serializers.CharField(source="suggestion.reason")
    score = serializers.SerializerMethodField()
    chart_type = serializers.CharField(source="suggestion.chart_type")
    columns = serializers.ListField(child=serializers.CharField(), source="suggestion.columns")
    sql = serializers.CharField()
    vega_lite_spec = serializers.DictField()
    plan = serializers.DictField(source="suggestion.plan")
    execution_id = serializers.UUIDField()

    def get_score(self, drawn: DrawnSuggestion) -> float:
        return round(drawn.suggestion.score, 3)


class SuggestionsSerializer(serializers.Serializer[Any]):
    """`reason` says why there are no suggestions, and is null when there are some."""

    suggestions = SuggestionSerializer(many=True)
    reason = serializers.CharField(allow_null=True)
