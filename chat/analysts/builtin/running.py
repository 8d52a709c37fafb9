"""Steps and plans on their way: run, told, drawn. A failure is told, never raised."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from chat.analysts.base import AnalysisOutcome, AnalystEvent, QueryOutcome, Toolbox
from chat.analysts.builtin.answers.correlation import scatter
from chat.analysts.builtin.answers.plans import Plan, Unplannable, plans
from chat.analysts.builtin.answers.statistics import tell
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import message
from chat.analysts.builtin.intent import Intent
from chat.analysts.builtin.requests.form import Form
from chat.analysts.builtin.speech import say
from chat.analysts.builtin.step import Chart, Step, rows_of
from chat.events import Status
from engine.results import QueryResult


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
    result: QueryResult | None = None

    async def events(self) -> AsyncIterator[AnalystEvent]:
        yield Status(self.step.status)
        outcome = await self.tools.generate_query(self.step.sql)
        if outcome.result is None:
            self.failed = True
            for event in query_failed(outcome):
                yield event
            return
        rows = rows_of(outcome.result)
        said = list(self.step.tell(rows))
        if self.step.optional and not said:
            return
        self.result = outcome.result
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
            async for event in drawn(chart, self.tools):
                yield event


def query_failed(outcome: QueryOutcome) -> list[AnalystEvent]:
    return [outcome.event, *say([f"The query did not run: {message(outcome.error)}"])]


async def drawn(chart: Chart, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
    yield Status("Drawing a chart…")
    plot = await tools.create_plot(chart.title, chart.sql, chart.spec)
    if plot.event is not None:
        yield plot.event
        return
    for event in say([f"I could not draw the chart: {message(plot.error)}"]):
        yield event


@dataclass(slots=True)
class PlanRun:
    """One intent as plans; `results` and `details` are what came back."""

    intent: Intent
    table: Table
    tools: Toolbox
    form: Form = field(default_factory=Form)
    outcomes: list[tuple[Plan, AnalysisOutcome]] = field(default_factory=list)
    failed: bool = False

    async def events(self) -> AsyncIterator[AnalystEvent]:
        try:
            wanted = plans(self.intent, self.table)
        except Unplannable as reason:
            self.failed = True
            for event in say([message(str(reason))]):
                yield event
            return
        for plan in wanted:
            async for event in self._run(plan):
                yield event

    async def _run(self, plan: Plan) -> AsyncIterator[AnalystEvent]:
        yield Status("Computing…")
        outcome = await self.tools.run_analysis(plan)
        yield outcome.event
        if outcome.result is None:
            self.failed = True
            for event in say([f"I could not compute this: {message(outcome.error)}"]):
                yield event
            return
        self.outcomes.append((plan, outcome))
        for event in say(tell(plan, self.intent, outcome.result, outcome.details, self.form)):
            yield event
        if outcome.plot is not None:
            yield outcome.plot

    @property
    def chart(self) -> Chart | None:
        """The picture that belongs to the answer, over columns of the file as it is."""
        statistic = self.intent.statistic
        if statistic is None or statistic.operation != "correlation" or self.intent.features or self.failed:
            return None
        pair = [self.table[statistic.roles[axis][0]] for axis in ("x_axis", "y_axis")]
        return scatter(self.intent, pair[0], pair[1], self.table)
