"""What the tests of the Claude analyst share: a small file, a toolbox over it, and readers of events."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import duckdb

from analysis.charts import prepare_chart
from analysis.plans import plan_schema
from chat.analysts.base import (
    AnalysisDetails,
    AnalysisOutcome,
    AnalystEvent,
    AnalystRequest,
    DataCard,
    EndOfText,
    Finish,
    PastTurn,
    PlotOutcome,
    ProfileOutcome,
    QueryOutcome,
    UnprovenFigure,
    UsageReport,
)
from chat.analysts.claude import ClaudeAnalyst, ClaudeConfig
from chat.events import Error, Plot, QueryFinished, Status, Text, Usage
from engine.chart_compiler import compile_chart
from engine.errors import ChartRefused
from engine.results import Column, QueryResult
from tests.scripted_claude import ScriptedClaude

KEY = "sk-ant-test-0123456789"
CARD = DataCard(
    filename="sales.csv",
    row_count=4,
    columns=(Column("region", "VARCHAR"), Column("sales", "INTEGER")),
    sample_rows=({"region": "North", "sales": 10}, {"region": "South", "sales": 20}),
    import_notes=("2 rows had too few fields and were rejected.",),
)
BAR = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "region", "type": "nominal"},
        "y": {"field": "total", "type": "quantitative"},
    },
}
BY_REGION = "SELECT region, sum(sales)::INTEGER AS total FROM data GROUP BY region ORDER BY region"


class LocalToolbox:
    """The `Toolbox` over one small table in memory; it counts what it ran."""

    def __init__(self, max_rows: int = 1_000) -> None:
        self.executed: list[str] = []
        self._max_rows = max_rows
        self._connection = duckdb.connect()
        self._connection.execute(
            "CREATE TABLE data AS SELECT * FROM "
            "(VALUES ('North', 10), ('South', 20), ('North', 5), ('East', NULL)) AS t(region, sales)"
        )

    async def generate_query(self, sql: str) -> QueryOutcome:
        number = self._count(sql)
        try:
            result = self._select(sql)
        except duckdb.Error as error:
            event = QueryFinished([], True, sql, [], 0, False, 1.0, number, error=str(error))
            return QueryOutcome(number, None, str(error), event)
        names = result.column_names
        event = QueryFinished(
            result.records(),
            False,
            sql,
            names,
            len(result.rows),
            result.truncated,
            1.0,
            number,
            result.total_rows,
        )
        return QueryOutcome(number, result, None, event)

    async def create_plot(self, title: str, sql: str, vega_lite_spec: dict[str, Any]) -> PlotOutcome:
        number = self._count(sql)
        try:
            result = self._select(sql)
            spec = prepare_chart(title, vega_lite_spec, result)
            compile_chart(spec)
        except (duckdb.Error, ChartRefused) as error:
            return PlotOutcome(number, None, str(error), None)
        return PlotOutcome(number, result, None, Plot(title, spec, number))

    @property
    def plan_schema(self) -> dict[str, Any]:
        return plan_schema()

    async def run_analysis(self, plan: dict[str, Any]) -> AnalysisOutcome:
        """One aggregation is all that this toolbox knows."""
        outcome = await self.generate_query(
            f"SELECT {plan['operation']}({plan['target_column']}) AS value FROM data"
        )
        details = AnalysisDetails(reading="The value.", n=3) if outcome.result else AnalysisDetails()
        return AnalysisOutcome(outcome.execution_id, outcome.result, details, outcome.error, outcome.event)

    async def profile_data(self, columns: tuple[str, ...] = ()) -> ProfileOutcome:
        outcome = await self.generate_query("SELECT count(*) AS n FROM data")
        profile = {
            "row_count": 4,
            "columns": [{"name": name, "nulls": 1} for name in columns or ("region", "sales")],
        }
        return ProfileOutcome(outcome.execution_id, profile, None, outcome.event)

    async def unproven_figures(self, text: str) -> tuple[UnprovenFigure, ...]:
        """Tracing figures is tested through the server; here everything counts as proven."""
        return ()

    def _count(self, sql: str) -> str:
        self.executed.append(sql)
        return f"execution-{len(self.executed)}"

    def _select(self, sql: str) -> QueryResult:
        cursor = self._connection.execute(sql)
        columns = tuple(Column(entry[0], str(entry[1])) for entry in cursor.description or [])
        rows = [list(row) for row in cursor.fetchmany(self._max_rows + 1)]
        cut = len(rows) > self._max_rows
        kept = rows[: self._max_rows]
        return QueryResult(columns, kept, cut, None if cut else len(kept), 1.0)


def config(claude: ScriptedClaude, **changes: Any) -> ClaudeConfig:
    """A configuration for the scripted server, without waits worth noticing."""
    given = {"api_key": KEY, "base_url": claude.url, "retry_base_seconds": 0.001, **changes}
    return ClaudeConfig(**given)


def request(
    question: str | None = "How are sales by region?",
    *,
    card: DataCard = CARD,
    history: Sequence[PastTurn] = (),
) -> AnalystRequest:
    return AnalystRequest(question, card, tuple(history))


async def run(
    claude: ScriptedClaude,
    asked: AnalystRequest | None = None,
    *,
    toolbox: LocalToolbox | None = None,
    **changes: Any,
) -> list[AnalystEvent]:
    """All events of one turn against the scripted server."""
    analyst = ClaudeAnalyst(config(claude, **changes))
    try:
        return [event async for event in analyst.run(asked or request(), toolbox or LocalToolbox())]
    finally:
        await analyst.aclose()


def messages(events: Sequence[AnalystEvent]) -> list[str]:
    """The texts a person reads, one for each message; an unfinished last one included."""
    found: list[str] = [""]
    for event in events:
        if isinstance(event, Text):
            found[-1] += event.text
        elif isinstance(event, EndOfText):
            found.append("")
    return [text for text in found if text]


def shape(events: Sequence[AnalystEvent]) -> list[str]:
    """The kinds of the events in order, pieces of one text as one, without status and usage."""
    names = [
        type(event).__name__ for event in events if not isinstance(event, Status | UsageReport | EndOfText)
    ]
    return [
        name for number, name in enumerate(names) if name != "Text" or names[number - 1 : number] != ["Text"]
    ]


def error(events: Sequence[AnalystEvent]) -> Error:
    """The one error, which must be the last event."""
    assert [event for event in events if isinstance(event, Error)] == [events[-1]]
    assert not any(isinstance(event, Finish) for event in events)
    assert isinstance(events[-1], Error)
    return events[-1]


def finish(events: Sequence[AnalystEvent]) -> Finish:
    """The one Finish, which must be the last event."""
    assert [event for event in events if isinstance(event, Finish | Error)] == [events[-1]]
    assert isinstance(events[-1], Finish)
    return events[-1]


def statuses(events: Sequence[AnalystEvent]) -> list[str]:
    return [event.message for event in events if isinstance(event, Status)]


def usage(events: Sequence[AnalystEvent]) -> Usage:
    return sum((event.usage for event in events if isinstance(event, UsageReport)), Usage())


def without_cache_marks(messages_of_call: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Messages as sent, apart from the cache breakpoints, which move."""
    plain = copy.deepcopy(messages_of_call)
    for message in plain:
        for block in message["content"]:
            block.pop("cache_control", None)
    return plain
