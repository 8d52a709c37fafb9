"""The tools an analyst has, the same for every analyst: each call runs, is recorded, is bounded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from analysis.datasets import Dataset
from analysis.models import Execution
from analysis.plans import plan_schema
from analysis.plans.services import execute_plan
from analysis.profiles.services import profile_get
from analysis.services import execute_plot, execute_query
from chat.analysts.base import (
    AnalysisDetails,
    AnalysisOutcome,
    PlotOutcome,
    ProfileOutcome,
    QueryOutcome,
    UnprovenFigure,
)
from chat.events import Plot, QueryFinished
from chat.turn_ledger import TurnLedger
from engine.results import Column, QueryResult

_CONTEXT_CHARS = 80


def query_finished(execution: Execution) -> QueryFinished:
    """The event that shows a recorded execution; messages are restored from the same."""
    return QueryFinished(
        result=execution.records,
        is_error=execution.is_error,
        sql=execution.sql,
        columns=execution.column_names,
        row_count=len(execution.rows),
        total_rows=execution.total_rows,
        truncated=execution.truncated,
        elapsed_ms=round(execution.elapsed_ms, 3),
        execution_id=str(execution.pk),
        data_version=execution.data_version,
        error=execution.error or None,
        kind=execution.kind,
        plan=execution.plan,
        details=execution.details,
    )


class SessionToolbox:
    """The `Toolbox` of one turn over one reading of a session's file; its results go into the ledger."""

    def __init__(self, *, dataset: Dataset, turn_id: UUID | None, ledger: TurnLedger) -> None:
        self._dataset = dataset
        self._turn_id = turn_id
        self._ledger = ledger

    @property
    def plan_schema(self) -> dict[str, Any]:
        return plan_schema()

    async def generate_query(self, sql: str) -> QueryOutcome:
        execution, result = await execute_query(dataset=self._dataset, sql=sql, turn_id=self._turn_id)
        self._ledger.add(execution)
        return QueryOutcome(str(execution.pk), result, execution.error or None, query_finished(execution))

    async def create_plot(self, title: str, sql: str, vega_lite_spec: dict[str, Any]) -> PlotOutcome:
        execution, result, chart = await execute_plot(
            dataset=self._dataset, title=title, sql=sql, spec=vega_lite_spec, turn_id=self._turn_id
        )
        self._ledger.add(execution)
        plot = _plot(title, chart, execution)
        return PlotOutcome(str(execution.pk), result, execution.error or None, plot)

    async def run_analysis(self, plan: dict[str, Any]) -> AnalysisOutcome:
        run = await execute_plan(dataset=self._dataset, document=plan, turn_id=self._turn_id)
        execution = run.execution
        self._ledger.add(execution)
        return AnalysisOutcome(
            str(execution.pk),
            _first_table(execution),
            _details(execution),
            execution.error or None,
            query_finished(execution),
            _plot(run.title, run.chart, execution),
        )

    async def profile_data(self, columns: tuple[str, ...] = ()) -> ProfileOutcome:
        execution, profile = await profile_get(dataset=self._dataset, turn_id=self._turn_id, columns=columns)
        self._ledger.add(execution)
        return ProfileOutcome(str(execution.pk), profile, execution.error or None, query_finished(execution))

    async def unproven_figures(self, text: str) -> tuple[UnprovenFigure, ...]:
        grounding = await self._ledger.check(text)
        return tuple(
            UnprovenFigure(figure.text, _context(text, figure.start, figure.end), figure.reason or "")
            for figure in grounding.figures
            if figure.status == "unverified"
        )


def _context(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - _CONTEXT_CHARS) : end + _CONTEXT_CHARS].split())


def _plot(title: str, chart: dict[str, Any] | None, execution: Execution) -> Plot | None:
    if chart is None:
        return None
    return Plot(title=title, vega_lite_spec=chart, execution_id=str(execution.pk))


def _first_table(execution: Execution) -> QueryResult | None:
    if execution.is_error:
        return None
    columns = tuple(Column(name, kind) for name, kind in execution.columns)
    return QueryResult(
        columns, execution.rows, execution.truncated, execution.total_rows, execution.elapsed_ms
    )


def _details(execution: Execution) -> AnalysisDetails:
    details = dict(execution.details or {})
    tables = {table["name"]: _further_table(table) for table in details.get("tables", ())}
    return AnalysisDetails(
        reading=details.get("reading", ""),
        n=details.get("n"),
        missing=details.get("missing"),
        missing_handling=details.get("missing_handling", ""),
        conventions=tuple(details.get("conventions", ())),
        assumptions=tuple(map(_assumption, details.get("assumptions", ()))),
        warnings=tuple(details.get("warnings", ())),
        tables=tables,
    )


_HOLDS = {True: "holds", False: "does not hold", None: "not checked"}


def _assumption(assumption: dict[str, Any]) -> str:
    return f"{assumption['name']} ({_HOLDS[assumption['holds']]}): {assumption['detail']}"


def _further_table(table: dict[str, Any]) -> QueryResult:
    columns = tuple(Column(name, kind) for name, kind in table["columns"])
    rows, total = table["rows"], table["total_rows"]
    return QueryResult(columns, rows, len(rows) < total, total, elapsed_ms=0.0)
