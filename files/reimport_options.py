"""The body of a re-import: which decisions a person may make, checked before anything is read."""

from __future__ import annotations

import codecs
from typing import Any

from rest_framework import serializers

from engine.import_options import ImportOptions

_MOST_TEXTS = 100


class ReimportSerializer(serializers.Serializer[Any]):
    """Every field may be left out, or null: the reader then decides by itself."""

    encoding = serializers.CharField(required=False, allow_null=True, max_length=40)
    delimiter = serializers.CharField(
        required=False, allow_null=True, trim_whitespace=False, min_length=1, max_length=1
    )
    quote = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, trim_whitespace=False, max_length=1
    )
    header = serializers.BooleanField(required=False, allow_null=True)
    skip_lines = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    null_values = serializers.ListField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=200),
        required=False,
        allow_null=True,
        max_length=_MOST_TEXTS,
    )
    decimal = serializers.ChoiceField(choices=(".", ","), required=False, allow_null=True)
    thousands = serializers.ChoiceField(
        choices=(".", ",", " ", "'", ""), required=False, allow_null=True, allow_blank=True
    )
    date_format = serializers.CharField(required=False, allow_null=True, max_length=50)
    types = serializers.DictField(child=serializers.CharField(max_length=40), required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        """A misspelt field would silently do nothing: refuse it by name."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            known = ", ".join(self.fields)
            raise serializers.ValidationError(
                dict.fromkeys(unknown, f"There is no such option. There are: {known}.")
            )
        return super().to_internal_value(data)

    def validate_encoding(self, name: str | None) -> str | None:
        try:
            return name and codecs.lookup(name).name
        except (LookupError, ValueError):
            raise serializers.ValidationError(
                "This encoding is not known. Examples: utf-8, windows-1252, utf-16, shift_jis."
            ) from None

    def validate_types(self, types: dict[str, str] | None) -> dict[str, str]:
        return types or {}

    def options(self) -> ImportOptions:
        """The decisions, once `is_valid` was called."""
        return ImportOptions.from_json(dict(self.validated_data))
