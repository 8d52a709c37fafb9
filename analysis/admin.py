"""The audit trail as an operator sees it."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString

from analysis.models import Execution
from config.admin_tools import ReadOnlyAdmin, link


@admin.register(Execution)
class ExecutionAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "kind",
        "session_link",
        "short_sql",
        "total_rows",
        "truncated",
        "elapsed_ms",
        "error_code",
    )
    list_filter = ("kind", "truncated", "error_code", "created_at")
    search_fields = ("id", "turn_id", "sql", "session__id", "session__title", "session__user__email")
    list_select_related = ("session",)
    date_hierarchy = "created_at"

    @admin.display(description="Session")
    def session_link(self, execution: Execution) -> SafeString | str:
        return link(execution.session)

    @admin.display(description="SQL")
    def short_sql(self, execution: Execution) -> str:
        return execution.sql[:120]
