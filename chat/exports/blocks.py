"""A conversation as a sequence of blocks: what every report format shows, in the order it was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chat.exports.cells import Cell, cell, heading
from chat.models import Message
from chat.selectors import session_messages
from sessions_app.models import Session

MAX_TABLE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Question:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown of the analyst. `unverified` are the figures in it that stand in no result."""

    markdown: str
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a result, with what it came from."""

    columns: list[Cell]
    rows: list[list[Cell]]
    note: str
    sql: str


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    spec: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    text: str


Block = Question | Text | Table | Chart | Problem


def blocks_of(session: Session) -> Iterator[Block]:
    """The session's conversation; an automatic analysis begins with a question of that name."""
    asked = None
    for message in session_messages(session.pk).select_related("turn"):
        if message.turn_id != asked:
            asked = message.turn_id
            yield Question(message.turn.question or "Automatic analysis")
        if message.role == Message.Role.ASSISTANT and (block := _block(message)):
            yield block


def _block(message: Message) -> Block | None:
    match message.type:
        case Message.Type.TEXT:
            return Text(message.text, _unverified(message))
        case Message.Type.PLOT if message.plot_data:
            return Chart(message.plot_data["title"], message.plot_data["vega_lite_spec"])
        case Message.Type.QUERY_RESULT:
            return _table(message)
        case Message.Type.ERROR:
            return Problem(message.text)
    return None


def _unverified(message: Message) -> tuple[str, ...]:
    figures = (message.grounding or {}).get("figures", ())
    return tuple(figure["text"] for figure in figures if figure["status"] == "unverified")


def _table(message: Message) -> Table | Problem | None:
    execution = message.execution
    if execution is None:
        return None
    if execution.is_error:
        return Problem(f"A query failed: {execution.error}")
    rows = [[cell(value) for value in row] for row in execution.rows[:MAX_TABLE_ROWS]]
    total = "an unknown number of" if execution.total_rows is None else f"{execution.total_rows:,}"
    note = f"{len(rows):,} of {total} rows · {execution.get_kind_display()} {execution.pk}"
    names = execution.column_names
    columns = [heading(name, (row[at] for row in rows)) for at, name in enumerate(names)]
    return Table(columns, rows, note, execution.sql)
