"""A message's requests answered in order, then put into the form that was asked for.

A request that was not understood is said so in its place, also when others were.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from chat.analysts.base import AnalystEvent, Finish, Toolbox
from chat.analysts.builtin import overview, replies
from chat.analysts.builtin.answers import plan
from chat.analysts.builtin.answers.plans import needs_plan
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import escape, figure
from chat.analysts.builtin.intent import Intent, Kind
from chat.analysts.builtin.requests.facts import Fact, facts_of
from chat.analysts.builtin.requests.fitting import Answered, fitted
from chat.analysts.builtin.requests.form import Form, Style
from chat.analysts.builtin.requests.parts import Part
from chat.analysts.builtin.requests.verdicts import verdict
from chat.analysts.builtin.running import PlanRun, StepRun, drawn
from chat.analysts.builtin.speech import say
from chat.analysts.builtin.sql import resolve
from chat.analysts.builtin.suggestions import follow_ups, suggest
from chat.analysts.builtin.wording import reading as reading_line
from chat.analysts.builtin.words import name_parts

MAX_HEADING = 160


async def answer(
    parts: Sequence[Part], form: Form, table: Table, tools: Toolbox
) -> AsyncIterator[AnalystEvent]:
    """Everything that a message brings, up to `Finish`."""
    answered: list[Answered] = []
    for place, part in enumerate(parts, start=1):
        if len(parts) > 1:
            for event in say([f"**{place}. {escape(part.text, MAX_HEADING)}**"]):
                yield event
        if part.intent is None:
            for event in say(_declined(part, table, alone=len(parts) == 1)):
                yield event
            continue
        run = PartRun(part, form, tools)
        async for event in run.events():
            yield event
        answered.append(run.answered())
    read = [part.intent for part in parts if part.intent is not None]
    for event in say(_closing(form, parts, answered)):
        yield event
    yield Finish(follow_ups(read[-1], table) if read else suggest(table))


def _closing(form: Form, parts: Sequence[Part], answered: list[Answered]) -> list[str]:
    if not answered:
        return []
    lost = len(parts) - len(answered)
    said = "1 part of your question" if lost == 1 else f"{lost} parts of your question"
    told = [f"{said} I did not understand, as said above."] if lost and len(parts) > 1 else []
    return [*told, *fitted(form, answered)]


def _declined(part: Part, table: Table, *, alone: bool) -> list[str]:
    """Why a request was not answered; the examples only where nothing else is said."""
    said = replies.declined(part.request.reading, table)
    return said if alone else ["I could not answer this part. " + said[0]]


@dataclass(slots=True)
class PartRun:
    """One request on its way: how it was read, its steps or plans, and the figures they brought."""

    part: Part
    form: Form
    tools: Toolbox
    facts: list[Fact] = field(default_factory=list)
    verdicts: list[bool] = field(default_factory=list)

    async def events(self) -> AsyncIterator[AnalystEvent]:
        reading, table = self.part.request.reading, self.part.request.table
        for event in say(_how_read(self.part, table)):
            yield event
        for intent in [item for item in (reading.intent, *reading.also) if item is not None]:
            flow = self._planned(intent, table) if needs_plan(intent) else self._stepped(intent, table)
            async for event in flow:
                yield event

    async def _planned(self, intent: Intent, table: Table) -> AsyncIterator[AnalystEvent]:
        run = PlanRun(intent, table, self.tools, self.form)
        async for event in run.events():
            yield event
        for _, outcome in run.outcomes:
            if outcome.result is not None:
                self.facts += facts_of(outcome.result, outcome.details)
                decided = verdict(intent, outcome.result)
                self.verdicts += [] if decided is None else [decided]
        if run.chart is not None and self.form.style in {Style.PROSE, Style.YES_NO}:
            async for event in drawn(run.chart, self.tools):
                yield event

    async def _stepped(self, intent: Intent, table: Table) -> AsyncIterator[AnalystEvent]:
        intent = replace(resolve(intent, table), decimals=self.form.decimals)
        for event in say(_about_file(intent, table)):
            yield event
        for step in plan(intent, table):
            run = StepRun(step, self.tools)
            async for event in run.events():
                yield event
            if run.result is not None:
                self.facts += facts_of(run.result)
            if run.failed or run.nothing:
                break

    def answered(self) -> Answered:
        """What the asked form may be filled from."""
        intent = self.part.intent
        statistic = intent.statistic if intent else None
        named = name_parts(" ".join([*_columns(intent), statistic.operation if statistic else ""]))
        decided = self.verdicts[0] if len(set(self.verdicts)) == 1 else None
        main = statistic.wanted if statistic else ()
        return Answered(tuple(self.facts), frozenset(named), main, decided)


def _columns(intent: Intent | None) -> list[str]:
    if intent is None:
        return []
    named = [*intent.columns, *(m.column for m in intent.measures if m.column)]
    named += [group.column for group in intent.groups]
    named += [str(value) for item in intent.filters for value in item.values]
    roles = intent.statistic.roles.values() if intent.statistic else ()
    return [*named, *(name for names in roles for name in names)]


def _how_read(part: Part, table: Table) -> list[str]:
    """The line that says how the request was read, what of it was not, and what was assumed."""
    reading = part.request.reading
    intent = resolve(part.intent, table) if part.intent else None
    if intent is None:
        return []
    lines = [reading_line(intent, table, reading.kept)]
    if reading.unread:
        lines.insert(0, f"**{replies.unread_words(reading.unread)}**")
    named = tuple(dict.fromkeys([*(g.column for g in intent.groups), *(f.column for f in intent.filters)]))
    known = tuple(name for name in named if name in table.index)
    notes = [*reading.notes, *overview.date_notes(table, known)]
    return [*lines, " ".join(notes)]


def _about_file(intent: Intent, table: Table) -> list[str]:
    """The part of an answer that the data card and the profile already know."""
    if intent.kind is Kind.DESCRIBE and not intent.columns:
        return [overview.describe_file(table)]
    if intent.kind is Kind.COLUMNS:
        return [f"The file has **{figure(len(table.columns))}** columns.", *replies.columns_of(table)]
    return []
