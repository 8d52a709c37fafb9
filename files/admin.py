"""Files as an operator sees them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString

from config.admin_tools import ReadOnlyAdmin, link, readable_size
from files.models import File, ImportJob


@admin.register(File)
class FileAdmin(ReadOnlyAdmin):
    list_display = (
        "filename",
        "session_link",
        "format",
        "row_count",
        "column_count",
        "size",
        "stored",
        "created_at",
    )
    list_filter = ("format", "created_at")
    search_fields = ("id", "filename", "session__title", "session__user__email", "session__id")
    list_select_related = ("session",)

    @admin.display(description="Session")
    def session_link(self, file: File) -> SafeString | str:
        return link(file.session)

    @admin.display(description="Columns")
    def column_count(self, file: File) -> int:
        return len(file.columns)

    @admin.display(description="Uploaded", ordering="size_bytes")
    def size(self, file: File) -> str:
        return readable_size(file.size_bytes)

    @admin.display(description="On disk", ordering="stored_bytes")
    def stored(self, file: File) -> str:
        return readable_size(file.stored_bytes)


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnlyAdmin):
    list_display = ("filename", "user_link", "kind", "status", "progress", "size", "error", "created_at")
    list_filter = ("status", "kind", "created_at")
    search_fields = ("id", "filename", "user__email", "session_id")
    list_select_related = ("user",)

    @admin.display(description="User", ordering="user__email")
    def user_link(self, job: ImportJob) -> SafeString | str:
        return link(job.user)

    @admin.display(description="Uploaded", ordering="size_bytes")
    def size(self, job: ImportJob) -> str:
        return readable_size(job.size_bytes)
