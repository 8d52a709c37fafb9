"""Shape of the profile, for the API's documentation; the document itself comes from the engine."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.schema_fields import NullableValueField, ValueField
from engine.profiling.columns import Meaning


class ProfileQuerySerializer(serializers.Serializer[Any]):
    columns = serializers.ListField(
        child=serializers.CharField(max_length=10_000, trim_whitespace=False),
        required=False,
        default=list,
        max_length=500,
        help_text="Only these columns, in this order; the whole file's when none is named.",
    )


@extend_schema_field({"type": ["number", "string"]})
class EdgeField(serializers.JSONField):
    """A number, or a date."""


class HistogramSerializer(serializers.Serializer[Any]):
    edges = serializers.ListField(
        child=EdgeField(), help_text="Ends of the bins, numbers or dates: one more than there are bins."
    )
    counts = serializers.ListField(child=serializers.IntegerField())


class ValueCountSerializer(serializers.Serializer[Any]):
    value = ValueField()
    count = serializers.IntegerField()
    share = serializers.FloatField(help_text="Of the rows with a value, from 0 to 1.")


class LengthsSerializer(serializers.Serializer[Any]):
    shortest = serializers.IntegerField()
    mean = serializers.FloatField()
    longest = serializers.IntegerField()


class OutliersSerializer(serializers.Serializer[Any]):
    low_fence = serializers.FloatField()
    high_fence = serializers.FloatField()
    count = serializers.IntegerField()
    share = serializers.FloatField()


class ColumnProfileSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.CharField(help_text="As stored: DuckDB's name of the type.")
    meaning = serializers.ChoiceField(choices=[meaning.value for meaning in Meaning], help_text="As meant.")
    reason = serializers.CharField(help_text="Why it has this meaning.")
    filled = serializers.IntegerField()
    nulls = serializers.IntegerField()
    null_share = serializers.FloatField()
    distinct = serializers.IntegerField(allow_null=True)
    uniqueness = serializers.FloatField(allow_null=True)
    minimum = NullableValueField()
    maximum = NullableValueField()
    mean = serializers.FloatField(allow_null=True)
    std = serializers.FloatField(allow_null=True, help_text="Of the sample (n − 1).")
    infinite = serializers.IntegerField(help_text="Infinities and NaN; all other figures leave them out.")
    quantiles = serializers.DictField(child=serializers.FloatField(), help_text="p5, p25, p50, p75, p95.")
    histogram = HistogramSerializer(allow_null=True)
    top_values = ValueCountSerializer(many=True)
    lengths = LengthsSerializer(allow_null=True)
    outliers = OutliersSerializer(allow_null=True)
    approximate = serializers.ListField(
        child=serializers.CharField(), help_text="Fields that are estimates or rest on the sample."
    )


class SampledSerializer(serializers.Serializer[Any]):
    rows = serializers.IntegerField()
    of = serializers.IntegerField()
    method = serializers.CharField()


class DuplicatesSerializer(serializers.Serializer[Any]):
    rows = serializers.IntegerField(help_text="Rows that repeat an earlier one.")
    share = serializers.FloatField()
    approximate = serializers.BooleanField()


class CandidateKeySerializer(serializers.Serializer[Any]):
    columns = serializers.ListField(child=serializers.CharField())
    proven = serializers.BooleanField(help_text="False when only a part of the values was compared.")


class RelationSerializer(serializers.Serializer[Any]):
    first = serializers.CharField()
    second = serializers.CharField()
    measure = serializers.ChoiceField(choices=["pearson", "correlation_ratio", "cramers_v"])
    value = serializers.FloatField()
    n = serializers.IntegerField()
    approximate = serializers.BooleanField()


class FindingSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    column = serializers.CharField(allow_null=True)
    sentence = serializers.CharField()
    sql = serializers.CharField(allow_null=True, help_text="A query that shows the rows.")


class FileFactsSerializer(serializers.Serializer[Any]):
    duplicates = DuplicatesSerializer(allow_null=True)
    constant_columns = serializers.ListField(child=serializers.CharField())
    candidate_keys = CandidateKeySerializer(many=True)
    relations = RelationSerializer(many=True)
    findings = FindingSerializer(many=True)


class ProfileSerializer(serializers.Serializer[Any]):
    execution_id = serializers.UUIDField(help_text="The recorded run that computed it.")
    data_version = serializers.IntegerField()
    row_count = serializers.IntegerField()
    column_count = serializers.IntegerField()
    sampled = SampledSerializer(allow_null=True)
    columns = ColumnProfileSerializer(many=True)
    file = FileFactsSerializer()
    elapsed_ms = serializers.FloatField()
