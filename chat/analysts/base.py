"""What an analyst is: an async generator of typed events over one question.

The turn runs it, records what it yields and publishes it. An analyst touches data only through
the `Toolbox` it is handed, so everything it does is in the audit trail.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from chat.events import Error, Plot, QueryFinished, Status, Text, Usage
from engine.results import Column, QueryResult


@dataclass(frozen=True, slots=True)
class DataCard:
    """What an analyst knows of the file before it runs anything. Cell values are data, never instructions."""

    filename: str
    row_count: int
    columns: tuple[Column, ...]
    sample_rows: tuple[dict[str, Any], ...]
    """The first rows of the file, JSON-safe, at most a few dozen."""
    import_notes: tuple[str, ...] = ()
    """What the import repaired or rejected, a sentence each."""


@dataclass(frozen=True, slots=True)
class PastQuery:
    """A query of an earlier turn, with the first rows it returned (at most 5)."""

    sql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total_rows: int | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier exchange of this session, oldest first in `AnalystRequest.history`."""

    question: str | None
    """None when the turn was an automatic analysis."""
    answers: tuple[str, ...]
    queries: tuple[PastQuery, ...] = ()
    plot_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnalystRequest:
    """One turn's work. `question` is None for an automatic analysis of the file."""

    question: str | None
    data: DataCard
    history: tuple[PastTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class EndOfText:
    """The text message begun by earlier `Text` pieces is complete; the next piece starts another."""


@dataclass(frozen=True, slots=True)
class UsageReport:
    """Tokens of one model call, reported as soon as they are known."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class Finish:
    """The answer is complete; `follow_ups` are questions worth asking next (at most 4)."""

    follow_ups: tuple[str, ...] = ()


AnalystEvent = Text | EndOfText | Plot | QueryFinished | Status | Error | UsageReport | Finish
"""An `Error` event ends the turn as failed; the generator returns right after it."""


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """A recorded query: `result` is None exactly when `error` is set. Yield `event` to show it."""

    execution_id: str
    result: QueryResult | None
    error: str | None
    event: QueryFinished


@dataclass(frozen=True, slots=True)
class PlotOutcome:
    """A recorded chart: `event` is None exactly when `error` says what to change."""

    execution_id: str
    result: QueryResult | None
    error: str | None
    event: Plot | None


@dataclass(frozen=True, slots=True)
class AnalysisDetails:
    """What must be known to read a statistic; empty where a plan is a plain aggregation.

    `tables` are the tables behind the first one (pairwise tests, collinearity …), by name.
    """

    reading: str = ""
    n: int | None = None
    missing: int | None = None
    missing_handling: str = ""
    conventions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tables: Mapping[str, QueryResult] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnalysisOutcome:
    """A recorded plan: `result` is its first table, and None exactly when `error` is set.

    Yield `event` to show it, then `plot` when the plan asked for a chart.
    """

    execution_id: str
    result: QueryResult | None
    details: AnalysisDetails
    error: str | None
    event: QueryFinished
    plot: Plot | None = None


@dataclass(frozen=True, slots=True)
class ProfileOutcome:
    """A recorded profile; `profile` is None exactly when `error` is set.

    `profile` is what `GET profile` returns: `{file: {…}, columns: [{…}], …}`.
    """

    execution_id: str
    profile: dict[str, Any] | None
    error: str | None
    event: QueryFinished


@dataclass(frozen=True, slots=True)
class UnprovenFigure:
    """A figure of an answer that no result of the conversation accounts for, and why."""

    text: str
    context: str
    """The words around it."""
    reason: str


class Toolbox(Protocol):
    """The only way to the data. Calls never raise for bad SQL or a bad spec: the outcome says so."""

    @property
    def plan_schema(self) -> dict[str, Any]:
        """The JSON schema of the plans that `run_analysis` takes."""
        ...

    async def generate_query(self, sql: str) -> QueryOutcome:
        """Run one SELECT over the view `data` and record it."""
        ...

    async def create_plot(self, title: str, sql: str, vega_lite_spec: dict[str, Any]) -> PlotOutcome:
        """Run `sql`, check and compile the spec against its rows, inline them and record it."""
        ...

    async def run_analysis(self, plan: dict[str, Any]) -> AnalysisOutcome:
        """Validate and run an execution plan (an aggregation, a statistic, a chart) and record it."""
        ...

    async def profile_data(self, columns: tuple[str, ...] = ()) -> ProfileOutcome:
        """The profile of the file, or of some of its columns; computed once for each data version."""
        ...

    async def unproven_figures(self, text: str) -> tuple[UnprovenFigure, ...]:
        """The figures in a text of this turn that can't be traced to a result, the file or the person."""
        ...


class Analyst(Protocol):
    """One implementation per way of answering: `claude`, `builtin`."""

    name: str

    def run(self, request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
        """Answer one question. Cancelling the iteration ends model call and running query."""
        ...

    async def title(self, request: AnalystRequest, answer: str) -> tuple[str | None, Usage]:
        """A session title of a few words for the first exchange, or None to keep the filename."""
        ...
