"""Shapes of the upload endpoint, and of `file` wherever it is shown."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from files import storage
from files.models import File, ImportJob


class FileSerializer(serializers.ModelSerializer[File]):
    """`{filename, row_count, column_count, columns, column_types, preview, size_bytes, import_report}`.

    `version` counts the readings of the file from 1; `options` are what was decided about the current
    one. `available` is false when the files are gone from disk; the preview is empty then.
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
            "version",
            "options",
            "available",
        )

    def get_column_count(self, file: File) -> int:
        return len(file.columns)

    def get_columns(self, file: File) -> list[str]:
        return [column.name for column in file.table_columns]

    def get_column_types(self, file: File) -> dict[str, str]:
        return {column.name: column.type for column in file.table_columns}

    def get_preview(self, file: File) -> list[dict[str, Any]]:
        return storage.read_preview(file.session_id, file.version) or []

    def get_available(self, file: File) -> bool:
        return storage.database_path(file.session_id, file.version).exists()


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(
        allow_empty_file=True, help_text="A .csv, .parquet or .pq file of at most MAX_UPLOAD_SIZE bytes."
    )


class UploadedSerializer(serializers.Serializer[Any]):
    session_id = serializers.UUIDField()
    file = FileSerializer()


def uploaded(file: File) -> dict[str, Any]:
    """`{session_id, file}`, as an upload and a re-import answer."""
    return {"session_id": str(file.session_id), "file": FileSerializer(file).data}


class FileInfoSerializer(serializers.Serializer[Any]):
    filename = serializers.CharField()
    size = serializers.IntegerField()
    estimated_rows = serializers.IntegerField(allow_null=True)
    estimated_columns = serializers.IntegerField(allow_null=True)


class AcceptedSerializer(serializers.ModelSerializer[ImportJob]):
    """What a client that sent `Prefer: respond-async` gets at once."""

    job_id = serializers.UUIDField(source="pk")
    file_info = FileInfoSerializer()

    class Meta:
        model = ImportJob
        fields = ("job_id", "session_id", "status", "file_info")


class JobSerializer(AcceptedSerializer):
    """The state of an import. `result` is there when it is completed, `error` and `code` when it failed."""

    result = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    code = serializers.SerializerMethodField()

    class Meta(AcceptedSerializer.Meta):
        fields = (*AcceptedSerializer.Meta.fields, "progress", "result", "error", "code")  # type: ignore[assignment]

    @extend_schema_field(UploadedSerializer(allow_null=True))
    def get_result(self, job: ImportJob) -> dict[str, Any] | None:
        if job.status != ImportJob.Status.COMPLETED:
            return None
        file = File.objects.filter(session_id=job.session_id).first()
        return uploaded(file) if file else None

    def get_error(self, job: ImportJob) -> str | None:
        return job.error or None

    def get_code(self, job: ImportJob) -> str | None:
        return job.error_code or None
