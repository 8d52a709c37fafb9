"""The audit trail over HTTP: read it, and run a query of one's own into it."""

from __future__ import annotations

from uuid import UUID

from asgiref.sync import async_to_sync
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from analysis import selectors, services
from analysis.serializers import (
    ExecutionQuerySerializer,
    ExecutionSerializer,
    ExecutionSummarySerializer,
    RunSerializer,
)
from config.api_errors import ApiError, field_error
from sessions_app.ownership import owned_session

_STATUS_OF_CODE = {"data_missing": 410, "worker_crashed": 503}


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

    @extend_schema(request=RunSerializer, responses={201: ExecutionSerializer})
    def post(self, request: Request, session_id: str) -> Response:
        """Run one SELECT over the session's data. It is recorded, also when it fails."""
        session = owned_session(request, session_id)
        body = RunSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        dataset = services.dataset_of(session.file)
        execution, _ = async_to_sync(services.execute_query)(dataset=dataset, sql=body.validated_data["sql"])
        if execution.is_error:
            status = _STATUS_OF_CODE.get(execution.error_code, 400)
            raise ApiError(status, execution.error, execution.error_code)
        return Response(ExecutionSerializer(execution).data, status=201)


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
