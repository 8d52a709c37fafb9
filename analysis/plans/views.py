"""Checking plans over HTTP."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from analysis.datasets import dataset_of
from analysis.plans.serializers import PlanCheckSerializer
from analysis.plans.services import plan_check
from config.api_errors import ApiError
from sessions_app.ownership import owned_session


class PlanValidateView(APIView):
    @extend_schema(request=OpenApiTypes.OBJECT, responses=PlanCheckSerializer)
    def post(self, request: Request, session_id: str) -> Response:
        """What is wrong with a plan, and the SQL it compiles to; nothing of it runs."""
        session = owned_session(request, session_id)
        if not isinstance(request.data, dict):
            raise ApiError(400, "Send the plan as a JSON object.", "not_an_object")
        check = async_to_sync(plan_check)(dataset=dataset_of(session.file), document=request.data)
        return Response(check.as_document())
