"""The upload endpoint."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import current_user
from accounts.throttles import UploadPerUser
from config.api_errors import ApiError
from files import services
from files.serializers import FileSerializer, UploadedSerializer, UploadSerializer


class UploadView(APIView):
    parser_classes = (MultiPartParser,)
    throttle_classes = (UploadPerUser,)

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses={201: UploadedSerializer})
    def post(self, request: Request) -> Response:
        """Upload a CSV or Parquet file; it becomes a new session."""
        try:
            upload = request.FILES.get("file")
            if upload is None:
                raise ApiError(400, "Send the file as the multipart field “file”.", "file_missing")
            session = services.session_create(user=current_user(request), upload=upload)
        except services.UploadRefused as error:
            raise ApiError(error.status, str(error), error.code) from error
        finally:
            # Django removes spooled files only after the answer has gone out.
            for spooled in request.FILES.values():
                spooled.close()
        body = {"session_id": str(session.pk), "file": FileSerializer(session.file).data}
        return Response(body, status=201)
