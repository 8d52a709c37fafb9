"""The profile over HTTP."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from analysis.datasets import dataset_of
from analysis.profiles.serializers import ProfileQuerySerializer, ProfileSerializer
from analysis.profiles.services import profile_get
from config.api_errors import ApiError
from sessions_app.ownership import owned_session

_STATUS_OF_CODE = {"data_missing": 410, "worker_crashed": 503}


class ProfileView(APIView):
    @extend_schema(parameters=[ProfileQuerySerializer], responses=ProfileSerializer)
    def get(self, request: Request, session_id: str) -> HttpResponseBase:
        """What every column holds and what is odd about the file; computed once, then kept."""
        session = owned_session(request, session_id)
        query = ProfileQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        execution, document = async_to_sync(profile_get)(
            dataset=dataset_of(session.file), columns=tuple(query.validated_data["columns"])
        )
        if document is None:
            status = _STATUS_OF_CODE.get(execution.error_code, 400)
            raise ApiError(status, execution.error, execution.error_code)
        etag = f'"{execution.pk}"'
        response = Response(document, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
        return get_conditional_response(request._request, etag=etag, response=response) or response
