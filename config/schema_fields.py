"""Serializer fields that tell the OpenAPI document more than the ones of the framework."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field({"type": ["string", "number", "boolean"]})
class ValueField(serializers.JSONField):
    """A value that isn't nested: dates and numbers that a double can't hold are strings."""


@extend_schema_field({"type": ["string", "number", "boolean", "null"]})
class NullableValueField(serializers.JSONField):
    """Such a value, or none."""
