"""The one-pass load: proves a clean file and types it in the same statement, or gives up.

It succeeds only when DuckDB's strict reader finds every row of the right width, every guessed
type holds for every value, and the lines of the file add up.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from engine.importing.casts import NOT_OF_KIND, strict_cast
from engine.importing.inspection import Inspection
from engine.importing.kinds import EXACT_IN_DOUBLE, NUMBER, Kind, kinds_of, kinds_of_column, text_reason
from engine.importing.loading import CONTENT_ERRORS, CsvSource, UnreadableRowsError, lines_accounted
from engine.importing.shape import Shape
from engine.importing.sql_text import identifier, one_number


@dataclass(frozen=True, slots=True)
class FastColumn:
    """How one column is loaded: SQL over the reader's column; `kind` is None for text."""

    name: str
    sql: str
    kind: Kind | None
    reason: str


def plan_columns(shape: Shape) -> list[FastColumn] | None:
    """One plan per column from the sampled rows; None when a column needs a look at all its values."""
    plans = []
    for index, name in enumerate(shape.names):
        plan = _plan(name, f"c{index}", [row[index] for row in shape.sampled])
        if plan is None:
            return None
        plans.append(plan)
    return plans


def load_in_one_pass(
    connection: duckdb.DuckDBPyConnection,
    source: CsvSource,
    plans: Sequence[FastColumn],
    facts: Inspection,
    header_lines: int,
) -> int | None:
    """Create the table `data`; returns the number of blank lines passed over.

    None (and no table) when a value is not of the guessed kind; raises `UnreadableRowsError`
    (and leaves no table) when the rows don't read as they stand or lines don't add up.
    """
    select = ", ".join(f"{plan.sql} AS {identifier(plan.name)}" for plan in plans)
    try:
        with _lines_counted_meanwhile(facts):
            connection.execute(f"CREATE TABLE data AS SELECT {select} FROM {source.table_sql()}")  # noqa: S608
    except CONTENT_ERRORS as error:
        if isinstance(error, duckdb.ConversionException) or NOT_OF_KIND in str(error):
            return None
        raise UnreadableRowsError from None
    numbers = [plan.name for plan in plans if plan.kind is NUMBER]
    if _any_inexact(connection, numbers):
        connection.execute("DROP TABLE data")
        return None
    texts = [plan.name for plan in plans if plan.kind is None]
    try:
        return lines_accounted(connection, "data", texts, facts, header_lines)
    except UnreadableRowsError:
        connection.execute("DROP TABLE data")
        raise


@contextmanager
def _lines_counted_meanwhile(facts: Inspection) -> Iterator[None]:
    counting = threading.Thread(target=facts.count_lines, name="import-lines", daemon=True)
    counting.start()
    try:
        yield
    finally:
        counting.join()


def _any_inexact(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> bool:
    """Whether a number may be too large for a double to hold all its digits, or any of them."""
    found = " OR ".join(f"abs({identifier(column)}) > {EXACT_IN_DOUBLE}" for column in columns)
    return bool(columns) and one_number(connection, f"SELECT count(*) FROM data WHERE {found}") > 0  # noqa: S608


def _plan(name: str, column: str, cells: Sequence[str]) -> FastColumn | None:
    values = [cell for cell in cells if cell]
    if not values:
        return None
    kind = _certain_kind(values)
    if kind is not None:
        sql = strict_cast(kind, values, column)
        return None if sql is None else FastColumn(name, sql, kind, f"All values are {kind.label}.")
    return FastColumn(name, column, None, text_reason(values)) if _is_surely_text(values) else None


def _certain_kind(values: Sequence[str]) -> Kind | None:
    fitting = kinds_of(values)
    return fitting[0] if fitting else None


def _is_surely_text(values: Sequence[str]) -> bool:
    """No kind fits, also when markers for missing values and spaces are disregarded."""
    return not kinds_of_column(values)
