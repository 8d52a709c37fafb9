"""The audit trail as an operator sees it: read, and run again to see that it says the same."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from analysis.models import Execution
from analysis.rerun import NotRepeatable, execution_rerun
from config.admin_tools import ReadOnlyAdmin, link

MAX_RERUNS = 20


@admin.register(Execution)
class ExecutionAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "kind",
        "session_link",
        "user",
        "short_sql",
        "total_rows",
        "truncated",
        "elapsed_ms",
        "error_code",
    )
    list_filter = ("kind", "truncated", "error_code", "created_at")
    search_fields = ("id", "turn_id", "sql", "session__id", "session__title", "session__user__email")
    list_select_related = ("session", "user")
    date_hierarchy = "created_at"
    actions = ("run_again",)

    @admin.display(description="Session")
    def session_link(self, execution: Execution) -> SafeString | str:
        return link(execution.session)

    @admin.display(description="SQL")
    def short_sql(self, execution: Execution) -> str:
        return execution.sql[:120]

    @admin.action(description="Run again and compare the results")
    def run_again(self, request: HttpRequest, queryset: QuerySet[Execution]) -> None:
        if queryset.count() > MAX_RERUNS:
            self.message_user(request, f"Choose {MAX_RERUNS} executions at most.", messages.ERROR)
            return
        for execution in queryset:
            self.message_user(request, *_told(execution, request.user.pk))


def _told(execution: Execution, user_id: object) -> tuple[str, int]:
    try:
        rerun = async_to_sync(execution_rerun)(execution=execution, user_id=user_id)
    except NotRepeatable as error:
        return f"{execution}: {error}", messages.WARNING
    except ObjectDoesNotExist:
        return f"{execution}: the data it ran on is gone.", messages.ERROR
    text = " ".join([f"{execution}: {rerun.summary}", *rerun.differences])
    return text, messages.SUCCESS if rerun.same else messages.ERROR
