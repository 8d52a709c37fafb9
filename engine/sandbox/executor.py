"""Runs one query in the worker: open, check, execute under a deadline, bound the result."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from engine.errors import QueryFailed
from engine.json_rows import JsonRows, RowTooLarge, fetch_json_rows
from engine.limits import QueryLimits
from engine.results import Column, QueryResult
from engine.sandbox.deadline import Deadline
from engine.sandbox.gate import CheckedSql, check_sql
from engine.sandbox.reading import reading
from engine.sandbox.wording import QUERY

_COUNT_SECONDS = 1.0
"""The most that counting the rows of a cut result may take, on top of the query."""


def execute_query(path: Path, sql: str, limits: QueryLimits, max_rows: int) -> QueryResult:
    """Check and run `sql` on the DuckDB file at `path`; `max_rows` is within the limits.

    Raises QueryRefused, QueryFailed, QueryTimedOut, QueryOutOfMemory or DataMissing.
    """
    with reading(path, limits, QUERY) as opened:
        try:
            return _run(opened.connection, sql, limits, max_rows, opened.deadline)
        except RowTooLarge as error:
            raise QueryFailed(str(error)) from None


def _run(
    connection: duckdb.DuckDBPyConnection, sql: str, limits: QueryLimits, max_rows: int, deadline: Deadline
) -> QueryResult:
    checked = check_sql(connection, sql, limits.max_sql_bytes)
    started = time.monotonic()
    rows = _fetch(connection, checked, max_rows, limits.max_result_bytes)
    elapsed = time.monotonic() - started
    total = _total(connection, checked, rows, elapsed, deadline)
    milliseconds = round(elapsed * 1000, 3)
    return QueryResult(rows.columns, rows.rows, rows.truncated, total, milliseconds, checked.repeatable)


def _fetch(
    connection: duckdb.DuckDBPyConnection, checked: CheckedSql, max_rows: int, max_bytes: int
) -> JsonRows:
    if not checked.is_explain:
        return fetch_json_rows(connection, checked.text, max_rows=max_rows, max_bytes=max_bytes)
    # EXPLAIN can't stand in a subquery; it has a single row of text.
    plan = connection.execute(checked.text).fetchall()
    columns = (Column("explain_key", "VARCHAR"), Column("explain_value", "VARCHAR"))
    if sum(len(text) for row in plan for text in row) > max_bytes:
        raise QueryFailed("The plan of this statement is too large to show.")
    return JsonRows(columns, [list(row) for row in plan[:max_rows]], truncated=len(plan) > max_rows)


def _total(
    connection: duckdb.DuckDBPyConnection,
    checked: CheckedSql,
    rows: JsonRows,
    elapsed: float,
    deadline: Deadline,
) -> int | None:
    """The true number of rows; of a cut result it is counted when that takes about as long again."""
    if not rows.truncated:
        return len(rows.rows)
    seconds = min(_COUNT_SECONDS, 0.1 + 2 * elapsed, deadline.seconds_left / 2)
    try:
        with Deadline(connection, seconds):
            counted = connection.execute(f"SELECT count(*) FROM (\n{checked.text}\n)").fetchone()  # noqa: S608
    except (duckdb.Error, MemoryError):
        return None
    return int(counted[0]) if counted else None
