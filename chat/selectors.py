"""Reading the conversation."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from chat.analysts.base import PastQuery, PastTurn
from chat.events import Done, TurnStatus
from chat.models import Message, Turn

_ROWS_REMEMBERED = 20
_TURNS_REMEMBERED = 30


def session_messages(session_id: UUID) -> QuerySet[Message]:
    """The session's messages in order, with their turns and the executions behind them, in one query."""
    messages = Message.objects.filter(session_id=session_id)
    return messages.select_related("execution", "turn").order_by("position")


def running_turn(session_id: UUID) -> Turn | None:
    """The turn that answers in this session right now, or died while it did."""
    return Turn.objects.filter(session_id=session_id, status=Turn.Status.RUNNING).first()


def latest_follow_ups(session_id: UUID) -> list[str]:
    """What the session's latest turn that has ended suggests to ask next."""
    ended = Turn.objects.filter(session_id=session_id).exclude(status=Turn.Status.RUNNING)
    found: list[str] | None = ended.order_by("-started_at").values_list("follow_ups", flat=True).first()
    return found or []


def turn_in_session(session_id: UUID, turn_id: str) -> Turn | None:
    """A turn of this session, or None, also for an id that is no UUID."""
    try:
        return Turn.objects.filter(session_id=session_id, pk=UUID(turn_id)).first()
    except ValueError:
        return None


def turn_grounding(turn_id: UUID) -> dict[str, Any] | None:
    """What `done` says of a turn's figures: their counts, and each checked text's figures by message.

    None when no text of the turn was checked.
    """
    checked = Message.objects.filter(turn_id=turn_id, grounding__isnull=False).order_by("position")
    documents: dict[str, Any] = {str(pk): found for pk, found in checked.values_list("pk", "grounding")}
    if not documents:
        return None
    counts = Counter[str]()
    for document in documents.values():
        counts.update(document["counts"])
    figures = {message_id: document["figures"] for message_id, document in documents.items()}
    return {**counts, "messages": figures}


def done_of(turn_id: UUID) -> Done | None:
    """The `done` of a turn that has ended, as it was or would have been published; None when it is gone."""
    turn = Turn.objects.filter(pk=turn_id).first()
    if turn is None:
        return None
    return Done(
        turn_id=str(turn.pk),
        status=cast("TurnStatus", turn.status),
        follow_ups=tuple(turn.follow_ups),
        usage=turn.usage,
        grounding=turn_grounding(turn.pk),
    )


def turn_answer(turn_id: UUID) -> dict[str, Any] | None:
    """A turn with its messages and what its `done` says; None when it is gone."""
    done = done_of(turn_id)
    messages = (
        Message.objects.filter(turn_id=turn_id).select_related("execution", "turn").order_by("position")
    )
    return None if done is None else {**asdict(done), "messages": messages}


def history(turn: Turn) -> tuple[PastTurn, ...]:
    """The turns before `turn`, oldest first, in two queries. Turns that left no answer are left out."""
    earlier = (
        Turn.objects.filter(session_id=turn.session_id, started_at__lt=turn.started_at)
        .exclude(pk=turn.pk)
        .order_by("-started_at")[:_TURNS_REMEMBERED]
    )
    turns = {past.pk: past for past in reversed(earlier)}
    messages: dict[UUID, list[Message]] = {identifier: [] for identifier in turns}
    for message in session_messages(turn.session_id).filter(turn__in=turns, role=Message.Role.ASSISTANT):
        messages[message.turn_id].append(message)
    return tuple(_past_turn(past, messages[past.pk]) for past in turns.values() if messages[past.pk])


def _past_turn(turn: Turn, messages: list[Message]) -> PastTurn:
    return PastTurn(
        question=turn.question,
        answers=tuple(m.text for m in messages if m.type == Message.Type.TEXT),
        queries=tuple(_past_query(m) for m in messages if m.type == Message.Type.QUERY_RESULT),
        plot_titles=tuple(m.plot_data["title"] for m in messages if m.plot_data),
    )


def _past_query(message: Message) -> PastQuery:
    execution = message.execution
    assert execution is not None
    return PastQuery(
        sql=execution.sql,
        columns=tuple(execution.column_names),
        rows=tuple(tuple(row) for row in execution.rows[:_ROWS_REMEMBERED]),
        total_rows=execution.total_rows,
        error=execution.error or None,
    )
