"""The automatic analysis: what the file is, what is wrong with it, what stands out, what to ask next."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chat.analysts.base import AnalystEvent, AnalystRequest, Finish, Toolbox
from chat.analysts.builtin import overview
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import escape, figure, listing, message
from chat.analysts.builtin.findings import findings
from chat.analysts.builtin.profile import Profiler, without_suspects
from chat.analysts.builtin.running import StepRun
from chat.analysts.builtin.speech import say
from chat.analysts.builtin.suggestions import suggest
from chat.events import Status

_WITHOUT_PROFILE = ("how many rows are there?", "missing values", "what columns are there?")


async def analyse(request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    """Facts and remarks rest on the file's profile; what stands out is asked of the data."""
    yield Status("Looking at the columns…")
    told = await tools.profile_data()
    yield told.event
    if told.profile is None:
        for event in say([f"The profile of the file did not run: {message(told.error)}"]):
            yield event
        yield Finish(_WITHOUT_PROFILE)
        return
    profiler = Profiler(request.data, tools)
    table = without_suspects(await profiler.profiled(told.profile), told.profile)
    for outcome in profiler.outcomes:
        yield outcome.event
    for event in say([overview.describe_file(table)]):
        yield event
    remarks = [f"- {remark}" for remark in overview.quality(table, told.profile)]
    for event in say(["**Data quality**\n" + "\n".join(remarks)] if remarks else []):
        yield event
    for event in say(_left_out(table)):
        yield event
    async for event in _findings(table, tools):
        yield event
    yield Finish(suggest(table))


def _left_out(table: Table) -> list[str]:
    named = [
        f"{listing([figure(value) for value in column.left_out])} in {escape(column.name)}"
        for column in table.columns
        if column.left_out
    ]
    return [f"In what follows I left out {listing(named)}."] if named else []


async def _findings(table: Table, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
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
