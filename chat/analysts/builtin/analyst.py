"""The analyst without a model: reads the question by rule, asks the data, tells what came back."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

from chat.analysts.base import AnalystEvent, AnalystRequest, Finish, Toolbox
from chat.analysts.builtin import replies
from chat.analysts.builtin.analysis import analyse
from chat.analysts.builtin.answering import answer
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import figure
from chat.analysts.builtin.intent import Intent
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.reader import Reader, is_sql
from chat.analysts.builtin.profile import Profiler
from chat.analysts.builtin.requests.form import read_form
from chat.analysts.builtin.requests.parts import Part, read_parts
from chat.analysts.builtin.rowunits import with_row_unit
from chat.analysts.builtin.running import query_failed
from chat.analysts.builtin.speech import say
from chat.analysts.builtin.suggestions import suggest
from chat.analysts.builtin.values import load_index, look_up
from chat.events import Error, Status, Usage

MAX_TITLE = 60
HISTORY = 8
_log = logging.getLogger(__name__)


class BuiltinAnalyst:
    """Implements `chat.analysts.base.Analyst`; holds no state, so one instance serves everybody."""

    name = "builtin"

    async def run(self, request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
        """Never raises: what goes wrong ends the turn with an `Error` event."""
        try:
            async for event in _answer(request, tools):
                yield event
        except Exception:
            _log.exception("The built-in analyst failed")
            yield Error(
                "Something went wrong while I worked on this. Please ask in another way.", "analyst_failed"
            )

    async def title(self, request: AnalystRequest, answer: str) -> tuple[str | None, Usage]:
        """The question itself, shortened; None for an automatic analysis."""
        flat = " ".join((request.question or "").split()).rstrip("?. ")
        if not flat or answer.startswith(("Hello!", "You're welcome")):
            return None, Usage()
        title = flat[:1].upper() + flat[1:]
        return (title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1].rstrip() + "…"), Usage()


async def _answer(request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    question = request.question
    if question is not None and is_sql(question):
        flow = _own_query(question, request, tools)
    elif question is not None:
        flow = _question(question, request, tools)
    else:
        flow = analyse(request, tools)
    async for event in flow:
        yield event


async def _question(question: str, request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    yield Status("Looking at the columns…")
    form, asked = read_form(question)
    earlier = [
        turn.question for turn in request.history[-HISTORY:] if turn.question and not is_sql(turn.question)
    ]
    profiler = Profiler(request.data, tools)
    spoken = " ".join([question, *earlier])[:5_000]
    table = await with_row_unit(await profiler.table(spoken), tools, spoken)
    parts = await _read(asked, earlier, table, tools)
    talk = parts[0].request.reading.small_talk
    if talk or not question.strip():
        for event in say(replies.small_talk(talk or Tag.HELP, table)):
            yield event
        yield Finish(suggest(table))
        return
    async for event in answer(parts, form, table, tools):
        yield event


async def _read(question: str, earlier: list[str], table: Table, tools: Toolbox) -> tuple[Part, ...]:
    """Read the earlier questions in order, then this one on top of what they asked."""
    index = await load_index(table, tools)
    reader = Reader(table, index)
    unknown = [word for text in [question, *earlier] for word in reader.unread_words(text[:1_000])]
    await look_up(table, tools, index, unknown)
    reader = Reader(table, index)
    previous: Intent | None = None
    for text in earlier:
        previous = read_parts(reader, read_form(text)[1], previous)[-1].intent or previous
    return read_parts(reader, question, previous)


async def _own_query(question: str, request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    """SQL from the person: run as it is, its rows shown."""
    yield Status("Running your query…")
    outcome = await tools.generate_query(question.strip().rstrip(";"))
    if outcome.result is None:
        for event in query_failed(outcome):
            yield event
    else:
        yield outcome.event
        rows = outcome.result.rows
        single = len(rows) == 1 and len(rows[0]) == 1
        text = f"Your query returned **{figure(rows[0][0])}**." if single else "The rows are in the table."
        text = text if rows else "Your query returned no rows."
        cut = "The result was too large to show in full." if outcome.result.truncated else ""
        for event in say([text, cut]):
            yield event
    yield Finish(("how many rows are there?", "missing values", "what columns are there?"))
