"""The conversation over plain HTTP: a whole turn for scripts, and a session to take away."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from chat import exports, frames
from chat.exports.html import CONTENT_SECURITY_POLICY
from chat.following import Following
from chat.models import Turn
from chat.selectors import turn_answer
from chat.serializers import AnswerSerializer, AskSerializer, ExportQuerySerializer
from chat.services import SessionGone, TurnBusy
from config.api_errors import ApiError
from sessions_app.ownership import owned_session

EVENT_STREAM = "text/event-stream"
_DELETED = {"detail": "The session was deleted while it answered.", "code": "session_not_found"}


class EventStreamRenderer(BaseRenderer):
    """Lets clients ask for server-sent events. It renders only what goes wrong before a stream begins."""

    media_type = EVENT_STREAM
    format = "sse"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return _server_sent("error", data).encode()


class AskView(APIView):
    renderer_classes = (JSONRenderer, EventStreamRenderer)

    @extend_schema(request=AskSerializer, responses={(200, "application/json"): AnswerSerializer})
    def post(self, request: Request, session_id: str) -> StreamingHttpResponse:
        """Ask and get the whole answer: as JSON when it is complete, or, with `Accept: text/event-stream`,
        event by event as on the socket. The turn goes on when the client hangs up."""
        session = owned_session(request, session_id)
        question = _question(request)
        try:
            following = async_to_sync(Following.ask)(session_id=session.pk, question=question)
        except TurnBusy as error:
            sentence = "An answer is still running. Wait for it or stop it."
            raise ApiError(409, sentence, "busy") from error
        except SessionGone as error:
            raise NotFound("You have no session with this id.", code="session_not_found") from error
        if request.accepted_renderer.media_type == EVENT_STREAM:
            return _streaming(_events(following), f"{EVENT_STREAM}; charset=utf-8")
        return _streaming(_answer(following), "application/json")


class FormatIsOurs(DefaultContentNegotiation):
    """Here `?format=` names an export, not one of DRF's renderers."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class ExportView(APIView):
    content_negotiation_class = FormatIsOurs

    @extend_schema(parameters=[ExportQuerySerializer], responses={(200, "*/*"): bytes})
    def get(self, request: Request, session_id: str) -> HttpResponse:
        """The session as a file: a report to read (html, markdown), all of it (json), its SQL, or the rows
        of one execution (csv)."""
        session = owned_session(request, session_id)
        query = ExportQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        try:
            export = exports.export_session(session, **query.validated_data)
        except exports.NothingToExport as error:
            raise ApiError(404, str(error), "nothing_to_export") from error
        headers = {
            "Content-Disposition": f'attachment; filename="{export.filename}"',
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        }
        return HttpResponse(export.content, content_type=export.content_type, headers=headers)


def _question(request: Request) -> str | None:
    body = AskSerializer(data=request.data)
    body.is_valid(raise_exception=True)
    try:
        return frames.question_of(body.validated_data["text"])
    except frames.FrameRefused as refusal:
        raise ApiError(400, refusal.message, refusal.code) from refusal


def _streaming(content: AsyncIterator[str], content_type: str) -> StreamingHttpResponse:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(content, content_type=content_type, headers=headers)


async def _events(following: Following) -> AsyncIterator[str]:
    async for frame in following.frames():
        yield _server_sent(frame["event"], frame, identifier=f"{frame['turn_id']}:{frame['seq']}")


async def _answer(following: Following) -> AsyncIterator[str]:
    async for _ in following.frames():
        pass
    yield await database_sync_to_async(_answer_of)(following.turn)


def _answer_of(turn: Turn) -> str:
    answer = turn_answer(turn.pk)
    body = _DELETED if answer is None else AnswerSerializer(answer).data
    return json.dumps(body, default=str)


def _server_sent(event: str, data: Any, identifier: str = "") -> str:
    """One event as the HTML standard frames it; JSON without line breaks needs one data line."""
    id_line = f"id: {identifier}\n" if identifier else ""
    return f"{id_line}event: {event}\ndata: {json.dumps(data, default=str)}\n\n"
