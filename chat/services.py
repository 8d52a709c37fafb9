"""Writing the conversation: turns are claimed and finished, messages recorded. Synchronous ORM code."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet, Subquery
from django.utils import timezone

from analysis.datasets import Dataset, dataset_of
from chat.analysts.base import AnalystRequest, DataCard
from chat.events import Usage
from chat.grounding import FileFacts, Grounding
from chat.models import Message, Turn
from chat.selectors import history
from chat.turn_ledger import TurnLedger
from config.liveness import process_id
from config.nul_safe import nul_safe
from files import storage
from files.models import File
from sessions_app.models import Session

logger = logging.getLogger(__name__)

_SAMPLE_ROWS = 20
_READ_ANEW = (
    "The file was read again with other options: this is version {} of its data, and results of earlier"
    " turns may be of an earlier version."
)


class TurnBusy(Exception):
    """The session is answering already."""


class SessionGone(Exception):
    """The session was deleted meanwhile."""


def turn_claim(*, session_id: UUID, question: str | None, analyst: str) -> Turn:
    """Begin a turn and record the person's message. Raises TurnBusy or SessionGone.

    The database's constraint settles who comes first when two messages arrive at once.
    """
    try:
        with transaction.atomic():
            turn = Turn.objects.create(
                session_id=session_id,
                question=question,
                analyst=analyst,
                process=process_id(),
            )
            if question is not None:
                message_create(turn, role=Message.Role.USER, text=question)
            return turn
    except IntegrityError as error:
        if Turn.objects.filter(session_id=session_id, status=Turn.Status.RUNNING).exists():
            raise TurnBusy from error
        raise SessionGone from error


def turn_finish(
    turn_id: UUID,
    *,
    status: Turn.Status,
    usage: Usage | None = None,
    follow_ups: tuple[str, ...] = (),
    error_code: str = "",
) -> bool:
    """Close a running turn; False when somebody else has closed it already."""
    usage = usage or Usage()
    closed = Turn.objects.filter(pk=turn_id, status=Turn.Status.RUNNING).update(
        status=status,
        finished_at=timezone.now(),
        error_code=error_code,
        follow_ups=list(follow_ups),
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_input_tokens=usage.cache_read_input_tokens,
        cache_creation_input_tokens=usage.cache_creation_input_tokens,
    )
    return closed == 1


def message_create(
    turn: Turn, *, role: Message.Role = Message.Role.ASSISTANT, text: str = "", **fields: Any
) -> Message:
    """Record a message at the end of the session's conversation."""
    with transaction.atomic():
        last = Message.objects.filter(session_id=turn.session_id).aggregate(last=Max("position"))["last"]
        message = Message.objects.create(
            session_id=turn.session_id,
            turn=turn,
            role=role,
            position=(last or 0) + 1,
            text=nul_safe(text),
            **fields,
        )
        Session.objects.filter(pk=turn.session_id).update(updated_at=timezone.now())
        return message


def message_ground(message_id: UUID, grounding: Grounding) -> None:
    """Record where the figures of a text come from."""
    Message.objects.filter(pk=message_id).update(grounding=grounding.as_document())


def turn_basis(turn: Turn) -> tuple[AnalystRequest, Dataset, TurnLedger]:
    """All that an analyst is told before it runs anything, the data it is about, and its ledger.

    A turn keeps to the reading of the file that was current when it began.
    """
    file = File.objects.select_related("session").get(session_id=turn.session_id)
    card = _data_card(turn.session_id, file.version)
    request = AnalystRequest(question=turn.question, data=card, history=history(turn))
    return request, dataset_of(file), _ledger(turn, request)


def _ledger(turn: Turn, request: AnalystRequest) -> TurnLedger:
    card = request.data
    facts = FileFacts(
        row_count=card.row_count,
        column_count=len(card.columns),
        column_names=tuple(column.name for column in card.columns),
        filename=card.filename,
        import_notes=card.import_notes,
    )
    questions = [*(past.question for past in request.history), request.question]
    return TurnLedger(
        session_id=turn.session_id, facts=facts, persons_words=[q for q in questions if q is not None]
    )


@lru_cache(maxsize=128)
def _data_card(session_id: UUID, version: int) -> DataCard:
    """A reading never changes, and parsing a wide preview takes longer than a small query."""
    file = File.objects.get(session_id=session_id, version=version)
    sample = (storage.read_preview(session_id, version) or [])[:_SAMPLE_ROWS]
    notes = file.import_report.get("notes", ())
    return DataCard(
        filename=file.filename,
        row_count=file.row_count,
        columns=file.table_columns,
        sample_rows=tuple(sample),
        import_notes=tuple(notes) if version == 1 else (_READ_ANEW.format(version), *notes),
    )


def wants_title(session_id: UUID) -> bool:
    """Whether the session still goes by its file's name, and nobody chose that."""
    return _untitled(session_id).exists()


def session_entitle(session_id: UUID, title: str) -> bool:
    """Give the session a title of the server's own; False when it got another one meanwhile.

    The row itself is asked, in the statement that changes it: a person may have named the session
    while a model was thinking.
    """
    named = _untitled(session_id).update(title=nul_safe(title)[:255], updated_at=timezone.now())
    return named == 1


def _untitled(session_id: UUID) -> QuerySet[Session]:
    filename = File.objects.filter(session_id=session_id).values("filename")
    return Session.objects.filter(pk=session_id, titled_by_person=False, title=Subquery(filename))
