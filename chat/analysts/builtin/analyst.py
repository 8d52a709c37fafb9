"""The analyst without a model: reads the question by rule, asks the data, tells what came back."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from chat.analysts.base import AnalystEvent, AnalystRequest, Finish, QueryOutcome, Toolbox
from chat.analysts.builtin import overview, replies
from chat.analysts.builtin.answers import plan
from chat.analysts.builtin.answers.describe import duplicates_step
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import escape, figure, message
from chat.analysts.builtin.findings import findings
from chat.analysts.builtin.intent import Intent, Kind
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.reader import Reader, Reading, is_sql
from chat.analysts.builtin.profile import Profiler
from chat.analysts.builtin.rowunits import with_row_unit
from chat.analysts.builtin.speech import say
from chat.analysts.builtin.sql import resolve
from chat.analysts.builtin.step import Chart, Step, rows_of
from chat.analysts.builtin.suggestions import follow_ups, suggest
from chat.analysts.builtin.values import load_index, look_up
from chat.analysts.builtin.wording import reading as reading_line
from chat.events import Error, Status, Usage

MAX_TITLE = 60
HISTORY = 8
CHEAP_DUPLICATES = 300_000
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
        flow = _analysis(request, tools)
    async for event in flow:
        yield event


async def _question(question: str, request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    yield Status("Looking at the columns…")
    earlier = [
        turn.question for turn in request.history[-HISTORY:] if turn.question and not is_sql(turn.question)
    ]
    profiler = Profiler(request.data, tools)
    spoken = " ".join([question, *earlier])[:5_000]
    table = await with_row_unit(await profiler.table(spoken), tools, spoken)
    reading = await _read(question, earlier, table, tools)
    if reading.small_talk or not question.strip():
        for event in say(replies.small_talk(reading.small_talk or Tag.HELP, table)):
            yield event
        yield Finish(suggest(table))
    elif reading.intent is None:
        for event in say(replies.declined(reading, table)):
            yield event
        yield Finish(suggest(table))
    else:
        async for event in _told(reading, reading.intent, table, tools):
            yield event


async def _read(question: str, earlier: list[str], table: Table, tools: Toolbox) -> Reading:
    """Read the earlier questions in order, then this one on top of what they asked."""
    index = await load_index(table, tools)
    reader = Reader(table, index)
    unknown = [word for text in [question, *earlier] for word in reader.unread_words(text[:1_000])]
    await look_up(table, tools, index, unknown)
    reader = Reader(table, index)
    previous: Intent | None = None
    for text in earlier:
        previous = reader.read(text, previous).intent or previous
    return reader.read(question, previous)


async def _told(
    reading: Reading, intent: Intent, table: Table, tools: Toolbox
) -> AsyncIterator[AnalystEvent]:
    """How it was read, the steps, what could be asked next."""
    intent = resolve(intent, table)
    lines = [reading_line(intent, table, reading.kept)]
    if reading.unread:
        lines.insert(0, f"**{replies.unread_words(reading.unread)}**")
    named = tuple(dict.fromkeys([*(g.column for g in intent.groups), *(f.column for f in intent.filters)]))
    notes = [*reading.notes, *overview.date_notes(table, named)]
    for event in say([*lines, *[" ".join(notes)]]):
        yield event
    for event in say(_about_file(intent, table)):
        yield event
    for step in plan(intent, table):
        run = StepRun(step, tools)
        async for event in run.events():
            yield event
        if run.failed or run.nothing:
            break
    yield Finish(follow_ups(intent, table))


def _about_file(intent: Intent, table: Table) -> list[str]:
    """The part of an answer that the data card and the profile already know."""
    if intent.kind is Kind.DESCRIBE and not intent.columns:
        return [overview.describe_file(table)]
    if intent.kind is Kind.COLUMNS:
        return [f"The file has **{figure(len(table.columns))}** columns.", *replies.columns_of(table)]
    return []


@dataclass(slots=True)
class StepRun:
    """One step on its way: query, sentences, chart. A failure is told, never raised."""

    step: Step
    tools: Toolbox
    heading: str = ""
    failed: bool = False
    nothing: bool = False
    """The query found no rows to go on with."""
    told: bool = False

    async def events(self) -> AsyncIterator[AnalystEvent]:
        yield Status(self.step.status)
        outcome = await self.tools.generate_query(self.step.sql)
        if outcome.result is None:
            self.failed = True
            for event in _query_failed(outcome):
                yield event
            return
        rows = rows_of(outcome.result)
        said = list(self.step.tell(rows))
        if self.step.optional and not said:
            return
        self.told, self.nothing = True, said[:1] == ["No rows match this."]
        if self.heading and said:
            said[0] = f"**{self.heading}.** {said[0]}"
        if outcome.result.truncated:
            said.append("The result was too large to show in full.")
        yield outcome.event
        for event in say(said):
            yield event
        chart = self.step.draw(rows)
        if chart is not None:
            async for event in _drawn(chart, self.tools):
                yield event


def _query_failed(outcome: QueryOutcome) -> list[AnalystEvent]:
    return [outcome.event, *say([f"The query did not run: {message(outcome.error)}"])]


async def _drawn(chart: Chart, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    yield Status("Drawing a chart…")
    plot = await tools.create_plot(chart.title, chart.sql, chart.spec)
    if plot.event is not None:
        yield plot.event
        return
    for event in say([f"I could not draw the chart: {message(plot.error)}"]):
        yield event


async def _own_query(question: str, request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    """SQL from the person: run as it is, its rows shown."""
    yield Status("Running your query…")
    outcome = await tools.generate_query(question.strip().rstrip(";"))
    if outcome.result is None:
        for event in _query_failed(outcome):
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


async def _analysis(request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    """What the file is, what is wrong with it, what stands out, what to ask next."""
    yield Status("Looking at the columns…")
    profiler = Profiler(request.data, tools)
    table = await profiler.table()
    for outcome in profiler.outcomes:
        yield outcome.event
    for event in say([overview.describe_file(table)]):
        yield event
    remarks = [f"- {remark}" for remark in overview.quality(table)]
    for event in say(["**Data quality**\n" + "\n".join(remarks)] if remarks else []):
        yield event
    async for event in _findings(table, tools):
        yield event
    yield Finish(suggest(table))


async def _findings(table: Table, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    if 1 < table.row_count <= CHEAP_DUPLICATES:
        step = duplicates_step(Intent(Kind.DUPLICATES), table, optional=True)
        async for event in StepRun(step, tools, "Duplicates").events():
            yield event
    seen = []
    for finding in findings(table):
        run = StepRun(finding.step, tools, escape(finding.title))
        async for event in run.events():
            yield event
        if run.told:
            seen.append(finding.title.lower())
    for event in say([_closing(table, seen)]):
        yield event


def _closing(table: Table, seen: list[str]) -> str:
    if not seen:
        return f"There is little to compute in {escape(table.filename)}: ask for its rows or columns."
    looked_at = ", ".join(escape(title) for title in seen)
    return (
        f"That was a first look at {escape(table.filename)} ({looked_at}). Ask about any column to go deeper."
    )
