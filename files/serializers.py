"""Shapes of the upload endpoint, and of `file` wherever it is shown."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.schema_fields import ValueField
from files import storage
from files.models import File, ImportJob
from files.reimport_options import ReimportSerializer


class ProblemSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField(allow_null=True)
    row = serializers.IntegerField(required=False, help_text="Of the table, when a value became NULL.")
    reason = serializers.CharField()
    raw = serializers.CharField()


class SuspectSerializer(serializers.Serializer[Any]):
    value = ValueField()
    count = serializers.IntegerField()
    why = serializers.CharField()


class ImportedColumnSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.CharField()
    nulls = serializers.IntegerField()
    reason = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    null_markers = serializers.DictField(child=serializers.IntegerField())
    suspects = SuspectSerializer(many=True)


class DialectSerializer(serializers.Serializer[Any]):
    delimiter = serializers.CharField(allow_null=True, help_text="Null in a file of one column.")
    quote = serializers.CharField()
    escape = serializers.CharField()
    newline = serializers.CharField()


class HeaderSerializer(serializers.Serializer[Any]):
    present = serializers.BooleanField()
    line = serializers.IntegerField(allow_null=True)
    lines = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()


class ImportReportSerializer(serializers.Serializer[Any]):
    """Shape of the report, for the API's documentation; the document itself comes from the engine."""

    format = serializers.CharField()
    encoding = serializers.CharField(allow_null=True)
    dialect = DialectSerializer(allow_null=True)
    header = HeaderSerializer(allow_null=True)
    rows_read = serializers.IntegerField()
    rows_repaired = serializers.IntegerField()
    rows_rejected = serializers.IntegerField()
    values_set_null = serializers.IntegerField()
    problems = ProblemSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    columns = ImportedColumnSerializer(many=True)
    path = serializers.ChoiceField(choices=["fast", "careful"])


class FileSerializer(serializers.ModelSerializer[File]):
    """`{filename, row_count, column_count, columns, column_types, preview, size_bytes, import_report}`.

    `version` counts the readings of the file from 1; `options` are what was decided about the current
    one. `available` is false when the files are gone from disk; the preview is empty then.
    """

    column_count = serializers.SerializerMethodField()
    columns = serializers.SerializerMethodField()
    column_types = serializers.SerializerMethodField()
    preview = serializers.SerializerMethodField()
    import_report = serializers.SerializerMethodField()
    options = serializers.SerializerMethodField()
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
        read_only_fields = fields

    def get_column_count(self, file: File) -> int:
        return len(file.columns)

    def get_columns(self, file: File) -> list[str]:
        return [column.name for column in file.table_columns]

    def get_column_types(self, file: File) -> dict[str, str]:
        return {column.name: column.type for column in file.table_columns}

    def get_preview(self, file: File) -> list[dict[str, Any]]:
        return storage.read_preview(file.session_id, file.version) or []

    @extend_schema_field(ImportReportSerializer)
    def get_import_report(self, file: File) -> dict[str, Any]:
        report: dict[str, Any] = file.import_report
        return report

    @extend_schema_field(ReimportSerializer)
    def get_options(self, file: File) -> dict[str, Any]:
        options: dict[str, Any] = file.options
        return options

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

    job_id = serializers.UUIDField(source="pk", read_only=True)
    file_info = FileInfoSerializer(read_only=True)

    class Meta:
        model = ImportJob
        fields: tuple[str, ...] = ("job_id", "session_id", "status", "file_info")
        read_only_fields = fields


class JobSerializer(AcceptedSerializer):
    """The state of an import. `result` is there when it is completed, `error` and `code` when it failed."""

    result = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    code = serializers.SerializerMethodField()

    class Meta(AcceptedSerializer.Meta):
        fields = (*AcceptedSerializer.Meta.fields, "progress", "result", "error", "code")
        read_only_fields = fields

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
