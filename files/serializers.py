"""Shapes of the upload endpoint, and of `file` wherever it is shown."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from files import storage
from files.models import File


class FileSerializer(serializers.ModelSerializer[File]):
    """`{filename, row_count, column_count, columns, column_types, preview, size_bytes, import_report}`.

    `available` is false when the files are gone from disk; the preview is empty then.
    """

    column_count = serializers.SerializerMethodField()
    columns = serializers.SerializerMethodField()
    column_types = serializers.SerializerMethodField()
    preview = serializers.SerializerMethodField()
    available = serializers.SerializerMethodField()

    class Meta:
        model = File
        fields = (
            "filename",
            "format",
            "row_count",
            "column_count",
            "columns",
            "column_types",
            "preview",
            "size_bytes",
            "import_report",
            "available",
        )

    def get_column_count(self, file: File) -> int:
        return len(file.columns)

    def get_columns(self, file: File) -> list[str]:
        return [column.name for column in file.table_columns]

    def get_column_types(self, file: File) -> dict[str, str]:
        return {column.name: column.type for column in file.table_columns}

    def get_preview(self, file: File) -> list[dict[str, Any]]:
        return storage.read_preview(file.session_id) or []

    def get_available(self, file: File) -> bool:
        return storage.database_path(file.session_id).exists()


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(
        allow_empty_file=True, help_text="A .csv, .parquet or .pq file of at most MAX_UPLOAD_SIZE bytes."
    )


class UploadedSerializer(serializers.Serializer[Any]):
    session_id = serializers.UUIDField()
    file = FileSerializer()
