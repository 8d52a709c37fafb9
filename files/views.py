"""The upload endpoint, and what an import is doing."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import current_user
from accounts.throttles import UploadPerUser
from config.api_errors import ApiError
from files import job_queue, jobs, services
from files.models import ImportJob
from files.serializers import (
    AcceptedSerializer,
    JobSerializer,
    UploadedSerializer,
    UploadSerializer,
    uploaded,
)
from files.upload_handler import UPLOAD_KEY

PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="`respond-async`: answer 202 and read in the background.",
)


def wants_async(request: Request) -> bool:
    """Whether the client asks for an answer before the work is done (RFC 7240)."""
    preferences = request.headers.get("Prefer", "").lower().split(",")
    return any(each.split(";")[0].strip() == "respond-async" for each in preferences)


def accepted(job: ImportJob) -> Response:
    """202 with where to ask how it goes."""
    headers = {"Location": f"/api/status/{job.pk}", "Preference-Applied": "respond-async"}
    return Response(AcceptedSerializer(job).data, status=202, headers=headers)


class UploadView(APIView):
    parser_classes = (MultiPartParser,)
    throttle_classes = (UploadPerUser,)

    @extend_schema(
        parameters=[PREFER],
        request={"multipart/form-data": UploadSerializer},
        responses={201: UploadedSerializer, 202: AcceptedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Upload a CSV or Parquet file; it becomes a new session."""
        upload = _uploaded_file(request)
        if upload is None:
            raise ApiError(400, "Send the file as the multipart field “file”.", "file_missing")
        try:
            if wants_async(request):
                return accepted(job_queue.upload_enqueue(user=current_user(request), upload=upload))
            session = services.session_create(user=current_user(request), upload=upload)
        except services.UploadRefused as error:
            raise ApiError(error.status, str(error), error.code) from error
        finally:
            upload.close()  # before the answer goes out: a refused file is gone by then
        return Response(uploaded(session.file), status=201)


class StatusView(APIView):
    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, job_id: str) -> Response:
        """How far an import is, and what became of it."""
        job = _owned_job(request, job_id)
        jobs.job_close_if_dead(job)
        return Response(JobSerializer(job).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, job_id: str) -> Response:
        """Cancel an import that is still under way; nothing of it is kept."""
        jobs.job_cancel(_owned_job(request, job_id))
        return Response(status=204)


def _owned_job(request: Request, job_id: str) -> ImportJob:
    try:
        return ImportJob.objects.get(pk=UUID(job_id), user=current_user(request))
    except (ValueError, ImportJob.DoesNotExist) as error:
        raise NotFound("You have no import with this id.", code="job_not_found") from error


def _uploaded_file(request: Request) -> TemporaryUploadedFile | None:
    """What `files.body_gate` took out of the body; where it isn't in front, what Django did."""
    scope = getattr(request._request, "scope", {})
    upload: TemporaryUploadedFile | None
    upload = scope[UPLOAD_KEY] if UPLOAD_KEY in scope else request.FILES.get("file")
    return upload
