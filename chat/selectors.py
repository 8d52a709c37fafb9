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

_ROWS_REMEMBERED = 5
_TURNS_REMEMBERED = 30
_QUERY = ("execution__sql", "execution__columns", "execution__total_rows", "execution__error")
# Taken out by the database: a thousand rows of each of many results would be parsed for nothing.
_FIRST_ROWS = tuple(f"execution__rows__{position}" for position in range(_ROWS_REMEMBERED))


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
        .order_by("-started_at")
        .values_list("pk", "question")[:_TURNS_REMEMBERED]
    )
    questions = dict(reversed(earlier))
    messages: dict[UUID, list[dict[str, Any]]] = {identifier: [] for identifier in questions}
    said = Message.objects.filter(turn__in=questions, role=Message.Role.ASSISTANT).order_by("position")
    for message in said.values("turn_id", "type", "text", *_QUERY, *_FIRST_ROWS):
        messages[message["turn_id"]].append(message)
    return tuple(_past_turn(question, messages[pk]) for pk, question in questions.items() if messages[pk])


def _past_turn(question: str | None, messages: list[dict[str, Any]]) -> PastTurn:
    return PastTurn(
        question=question,
        answers=tuple(m["text"] for m in messages if m["type"] == Message.Type.TEXT),
        queries=tuple(_past_query(m) for m in messages if m["type"] == Message.Type.QUERY_RESULT),
        plot_titles=tuple(m["text"] for m in messages if m["type"] == Message.Type.PLOT),
    )


def _past_query(message: dict[str, Any]) -> PastQuery:
    rows = (message[name] for name in _FIRST_ROWS)
    return PastQuery(
        sql=message["execution__sql"],
        columns=tuple(name for name, _ in message["execution__columns"]),
        rows=tuple(tuple(row) for row in rows if row is not None),
        total_rows=message["execution__total_rows"],
        error=message["execution__error"] or None,
    )
