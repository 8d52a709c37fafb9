"""The audit trail over HTTP: read it, and run a query or plan of one's own into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from analysis import selectors
from analysis.datasets import Dataset, dataset_of
from analysis.models import Execution
from analysis.plans import Problem
from analysis.plans.services import execute_plan
from analysis.serializers import (
    ExecutionQuerySerializer,
    ExecutionSerializer,
    ExecutionSummarySerializer,
    RunResultSerializer,
    RunSerializer,
)
from analysis.services import Spec, execute_query
from config.api_errors import ApiError, field_error
from sessions_app.ownership import owned_session

_STATUS_OF_CODE = {"data_missing": 410, "worker_crashed": 503}


def _run_sql(dataset: Dataset, *, sql: str) -> dict[str, Any]:
    execution, _ = async_to_sync(execute_query)(dataset=dataset, sql=sql)
    return _shown(execution)


def _run_plan(dataset: Dataset, *, plan: dict[str, Any]) -> dict[str, Any]:
    run = async_to_sync(execute_plan)(dataset=dataset, document=plan)
    return _shown(run.execution, run.chart, run.check.errors)


def _shown(
    execution: Execution, chart: Spec | None = None, problems: Sequence[Problem] = ()
) -> dict[str, Any]:
    """The body of the answer. Raises ApiError with the recorded error when it failed."""
    if execution.is_error:
        status = _STATUS_OF_CODE.get(execution.error_code, 400)
        errors = {problem.field: [problem.message] for problem in problems}
        raise ApiError(status, execution.error, execution.error_code, errors)
    return {**ExecutionSerializer(execution).data, "chart": chart}


class ExecutionListView(APIView):
    @extend_schema(parameters=[ExecutionQuerySerializer], responses=ExecutionSummarySerializer(many=True))
    def get(self, request: Request, session_id: str) -> Response:
        """Everything that ran over the session's data, newest first, without rows."""
        session = owned_session(request, session_id)
        query = ExecutionQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        try:
            executions = selectors.execution_list(session_id=session.pk, **query.validated_data)
        except selectors.ExecutionNotFound as error:
            sentence = "This is not the id of an execution of this session."
            raise field_error("before", [sentence], "invalid_before") from error
        return Response(ExecutionSummarySerializer(executions, many=True).data)

    @extend_schema(request=RunSerializer, responses={201: RunResultSerializer})
    def post(self, request: Request, session_id: str) -> Response:
        """Run one SELECT, or a plan, over the session's data. It is recorded, also when it fails."""
        session = owned_session(request, session_id)
        body = RunSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        run = _run_plan if "plan" in body.validated_data else _run_sql
        return Response(run(dataset_of(session.file), **body.validated_data), status=201)


class ExecutionView(APIView):
    @extend_schema(responses=ExecutionSerializer)
    def get(self, request: Request, session_id: str, execution_id: UUID) -> Response:
        """One execution with the rows that came back."""
        session = owned_session(request, session_id)
        try:
            execution = selectors.execution_get(session_id=session.pk, execution_id=execution_id)
        except selectors.ExecutionNotFound as error:
            raise NotFound("This session has no such execution.", code="execution_not_found") from error
        return Response(ExecutionSerializer(execution).data)
