"""Reading the audit trail."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from analysis.models import Execution


class ExecutionNotFound(Exception):
    """The session has no such execution."""


def execution_get(*, session_id: UUID, execution_id: UUID) -> Execution:
    try:
        return Execution.objects.get(session_id=session_id, pk=execution_id)
    except Execution.DoesNotExist as error:
        raise ExecutionNotFound from error


def execution_list(
    *,
    session_id: UUID,
    limit: int,
    before: UUID | None = None,
    kind: str | None = None,
    turn_id: UUID | None = None,
    failed: bool | None = None,
    data_version: int | None = None,
) -> QuerySet[Execution]:
    """The session's executions without their rows, newest first; `before` continues a listing.

    Raises ExecutionNotFound when `before` is none of them.
    """
    executions = Execution.objects.filter(session_id=session_id).defer("rows", "details")
    executions = executions.order_by("-created_at", "-id")
    if before is not None:
        last = execution_get(session_id=session_id, execution_id=before)
        executions = executions.filter(
            Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, id__lt=last.id)
        )
    if failed is not None:
        executions = executions.exclude(error="") if failed else executions.filter(error="")
    wanted = {"kind": kind, "turn_id": turn_id, "data_version": data_version}
    given = {name: value for name, value in wanted.items() if value is not None}
    return executions.filter(**given)[:limit]
