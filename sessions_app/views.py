"""The session endpoints: translate HTTP to selectors and services and back."""

from __future__ import annotations

from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import current_user
from accounts.models import User
from chat.selectors import latest_follow_ups, running_turn, session_messages
from config.api_errors import ApiError, field_error
from files.job_queue import reimport, reimport_enqueue
from files.reimport_options import ReimportSerializer
from files.serializers import AcceptedSerializer, UploadedSerializer, uploaded
from files.services import UploadRefused
from files.views import PREFER, accepted, wants_async
from sessions_app import selectors, services
from sessions_app.models import Session
from sessions_app.ownership import owned_session
from sessions_app.serializers import (
    RenameSerializer,
    SessionDetailSerializer,
    SessionListQuerySerializer,
    SessionSummarySerializer,
)


class SessionListView(APIView):
    @extend_schema(parameters=[SessionListQuerySerializer], responses=SessionSummarySerializer(many=True))
    def get(self, request: Request) -> Response:
        """The user's sessions, newest first."""
        query = SessionListQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        before = _before(current_user(request), query.validated_data.get("before"))
        sessions = selectors.session_list(
            user=current_user(request), limit=query.validated_data["limit"], before=before
        )
        return Response(SessionSummarySerializer(sessions, many=True).data)


class SessionDetailView(APIView):
    @extend_schema(responses=SessionDetailSerializer)
    def get(self, request: Request, session_id: str) -> Response:
        """One session with its file, preview and messages: all that a restore needs."""
        session = owned_session(request, session_id)
        running = running_turn(session.pk)  # before the messages: if it ends in between, they are all there
        detail = {
            "id": session.pk,
            "title": session.title,
            "created_at": session.created_at,
            "updated_at": session.updated_at,
            "file": session.file,
            "running_turn_id": running.pk if running else None,
            "messages": session_messages(session.pk),
            "follow_ups": latest_follow_ups(session.pk),
        }
        return Response(SessionDetailSerializer(detail).data)

    @extend_schema(request=RenameSerializer, responses=SessionSummarySerializer)
    def patch(self, request: Request, session_id: str) -> Response:
        """Give the session another title."""
        session = owned_session(request, session_id)
        body = RenameSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.session_rename(session, body.validated_data["title"])
        return Response(SessionSummarySerializer(session).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: str) -> Response:
        """Delete the session: a running answer is stopped, rows and files are gone."""
        services.session_delete(owned_session(request, session_id))
        return Response(status=204)


class ReimportView(APIView):
    @extend_schema(
        parameters=[PREFER],
        request=ReimportSerializer,
        responses={200: UploadedSerializer, 202: AcceptedSerializer},
    )
    def post(self, request: Request, session_id: str) -> Response:
        """Read the session's CSV file again, with decisions of one's own; the conversation stays."""
        session = owned_session(request, session_id)
        body = ReimportSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            if wants_async(request):
                return accepted(reimport_enqueue(session=session, options=body.options()))
            reimport(session=session, options=body.options())
        except UploadRefused as error:
            raise ApiError(error.status, str(error), error.code) from error
        return Response(uploaded(owned_session(request, session_id).file))


def _before(user: User, raw: str | None) -> Session | datetime | None:
    if raw is None:
        return None
    moment = _moment(raw)
    if moment is not None:
        return moment
    try:
        return selectors.session_get(user=user, session_id=raw)
    except selectors.SessionNotFound as error:
        sentence = "This is neither the id of one of your sessions nor an ISO 8601 moment."
        raise field_error("before", [sentence], "invalid_before") from error


def _moment(raw: str) -> datetime | None:
    try:
        # An unescaped "+" of the offset arrives as a space.
        moment = parse_datetime(raw.replace(" ", "+", 1) if "T" in raw else raw)
    except ValueError:
        return None
    return make_aware(moment) if moment is not None and is_naive(moment) else moment
