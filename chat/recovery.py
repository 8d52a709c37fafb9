"""Closing turns that died with their process, so that nothing is lost and the session goes on.

What such a turn had published is in its event log: the text that was never stored is stored now,
and an `error` and the one `done` are appended, where a client that resumes finds them.
"""

from __future__ import annotations

import logging
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import transaction

from chat import event_log
from chat.event_log import Frame
from chat.events import Done, Error, Event, encode
from chat.models import Message, Turn
from chat.publisher import broadcast
from chat.services import message_create, turn_finish
from config.liveness import is_alive
from files import storage

logger = logging.getLogger(__name__)

_RESTARTED = Error("The server was restarted while it answered. Ask again.", "server_restarted")


async def close_dead_turn(session_id: UUID) -> bool:
    """Close the session's running turn if its process is dead. True when the session is free now."""
    turn = await Turn.objects.filter(session_id=session_id, status=Turn.Status.RUNNING).afirst()
    if turn is None:
        return True
    if is_alive(turn.process):
        return False
    await _close(turn)
    return True


async def close_dead_turns() -> int:
    """Close every turn whose process is dead; returns how many. Run at each start."""
    closed = 0
    async for turn in Turn.objects.filter(status=Turn.Status.RUNNING):
        if not is_alive(turn.process):
            await _close(turn)
            closed += 1
    if closed:
        logger.warning("Closed %d turn(s) that died with their process", closed)
    return closed


async def _close(turn: Turn) -> None:
    for frame in await database_sync_to_async(_record_end)(turn):
        await broadcast(turn.session_id, frame)


def _record_end(turn: Turn) -> list[Frame]:
    """Store the end of a dead turn; returns the frames that its log lacked. Safe to repeat."""
    path = storage.event_log_path(turn.session_id, turn.pk)
    frames = event_log.read(path)
    if frames and frames[-1]["event"] == Done.name:
        turn_finish(turn.pk, status=Turn.Status(frames[-1]["data"]["status"]))
        return []
    with transaction.atomic():
        if not turn_finish(turn.pk, status=Turn.Status.FAILED, error_code=_RESTARTED.code):
            return []
        _store_lost_text(turn, frames)
        message_create(turn, type=Message.Type.ERROR, text=_RESTARTED.message, error_code=_RESTARTED.code)
        end = _end_frames(turn, last_seq=frames[-1]["seq"] if frames else 0)
        if storage.session_dir(turn.session_id).exists():
            event_log.append(path, end)
    return end


def _store_lost_text(turn: Turn, frames: list[Frame]) -> None:
    texts: dict[str, str] = {}
    for frame in frames:
        if frame["event"] == "text":
            identifier = frame["data"]["message_id"]
            texts[identifier] = texts.get(identifier, "") + frame["data"]["text"]
    stored = {str(pk) for pk in Message.objects.filter(turn=turn).values_list("pk", flat=True)}
    for identifier, text in texts.items():
        if identifier not in stored:
            message_create(turn, pk=UUID(identifier), text=text)


def _end_frames(turn: Turn, *, last_seq: int) -> list[Frame]:
    events: list[Event] = [_RESTARTED, Done(turn_id=str(turn.pk), status="failed")]
    return [
        encode(event, seq=last_seq + offset, turn_id=str(turn.pk)) for offset, event in enumerate(events, 1)
    ]
