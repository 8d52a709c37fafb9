"""Execution plans in this process: the product's own check and statistics over a plain connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb

from analysis.plans import TableFacts, check_plan
from chat.analysts.base import AnalysisDetails, AnalysisOutcome
from chat.events import QueryFinished
from engine.errors import EngineError
from engine.limits import AnalysisLimits
from engine.results import Column, QueryResult
from engine.statistics.fetch import fetch
from engine.statistics.request import StatisticRequest
from engine.statistics.results import Assumption, ResultTable
from engine.statistics.run import compute

RunSql = Callable[[str], tuple[QueryResult | None, str | None]]
_HOLDS = {True: "holds", False: "does not hold", None: "not checked"}


def run_plan(
    connection: duckdb.DuckDBPyConnection, plan: dict[str, Any], number: str, run_sql: RunSql
) -> AnalysisOutcome:
    """What `SessionToolbox.run_analysis` makes of a plan, without workers and records."""
    check = check_plan(plan, _facts(connection))
    if check.compiled is None:
        return _outcome(number, None, AnalysisDetails(), " ".join(e.message for e in check.errors), "")
    if check.compiled.statistic is not None:
        return _statistic(connection, check.compiled.statistic, number)
    result, error = run_sql(check.compiled.sql)
    return _outcome(number, result, AnalysisDetails(), error, check.compiled.sql)


def _facts(connection: duckdb.DuckDBPyConnection) -> TableFacts:
    described = connection.execute("DESCRIBE data").fetchall()
    counted = connection.execute("SELECT count(*) FROM data").fetchone()
    columns = tuple(Column(row[0], row[1]) for row in described)
    return TableFacts(columns, counted[0] if counted else 0, None)


def _statistic(
    connection: duckdb.DuckDBPyConnection, request: StatisticRequest, number: str
) -> AnalysisOutcome:
    cursor = connection.cursor()
    try:
        fetched = fetch(cursor, request, AnalysisLimits())
        found = compute(request.operation, fetched.sample)
    except EngineError as refusal:
        return _outcome(number, None, AnalysisDetails(), str(refusal), request.sql)
    finally:
        cursor.close()
    first, *further = found.tables
    details = AnalysisDetails(
        found.reading, found.n, found.missing, found.missing_handling, found.conventions,
        tuple(map(_assumption, found.assumptions)), (*found.warnings, *fetched.warnings),
        {table.name: _result(table) for table in further},
    )  # fmt: skip
    return _outcome(number, _result(first), details, None, request.sql)


def _assumption(found: Assumption) -> str:
    return f"{found.name} ({_HOLDS[found.holds]}): {found.detail}"


def _result(table: ResultTable) -> QueryResult:
    return QueryResult(table.columns, table.rows, table.truncated, table.total_rows, 0.1)


def _outcome(
    number: str, result: QueryResult | None, details: AnalysisDetails, error: str | None, sql: str
) -> AnalysisOutcome:
    shown = result or QueryResult((), [], truncated=False, total_rows=0, elapsed_ms=0.0)
    event = QueryFinished(
        shown.records(), result is None, sql, shown.column_names, len(shown.rows), shown.truncated,
        shown.elapsed_ms, number, shown.total_rows, error=error,
    )  # fmt: skip
    return AnalysisOutcome(number, result, details, error, event)
