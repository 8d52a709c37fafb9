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

from engine.importing.casts import strict_cast
from engine.importing.inspection import Inspection
from engine.importing.kinds import NUMBER, Kind, kinds_of, kinds_of_column
from engine.importing.loading import CONTENT_ERRORS, CsvSource, lines_accounted
from engine.importing.shape import Shape
from engine.importing.sql_text import identifier, one_number

_EXACT = 10**15
"""Up to here a double holds every whole number; beyond, the digits are looked at one by one."""


@dataclass(frozen=True, slots=True)
class FastColumn:
    """How one column is loaded: SQL over the reader's column; `kind` is None for text."""

    name: str
    sql: str
    kind: Kind | None

    @property
    def reason(self) -> str:
        return f"All values are {self.kind.label}." if self.kind else "Holds text."


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

    None (and no table) when the file is not as clean as the sample promised.
    """
    select = ", ".join(f"{plan.sql} AS {identifier(plan.name)}" for plan in plans)
    try:
        with _lines_counted_meanwhile(facts):
            connection.execute(f"CREATE TABLE data AS SELECT {select} FROM {source.table_sql()}")  # noqa: S608
    except CONTENT_ERRORS:
        return None
    texts = [plan.name for plan in plans if plan.kind is None]
    numbers = [plan.name for plan in plans if plan.kind is NUMBER]
    if _any_inexact(connection, numbers):
        connection.execute("DROP TABLE data")
        return None
    blank = lines_accounted(connection, "data", texts, facts, header_lines)
    if blank is None:
        connection.execute("DROP TABLE data")
    return blank


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
    found = " OR ".join(f"abs({identifier(column)}) > {_EXACT}" for column in columns)
    return bool(columns) and one_number(connection, f"SELECT count(*) FROM data WHERE {found}") > 0  # noqa: S608


def _plan(name: str, column: str, cells: Sequence[str]) -> FastColumn | None:
    values = [cell for cell in cells if cell]
    if not values:
        return None
    kind = _certain_kind(values)
    if kind is not None:
        sql = strict_cast(kind, values, column)
        return None if sql is None else FastColumn(name, sql, kind)
    return FastColumn(name, column, None) if _is_surely_text(values) else None


def _certain_kind(values: Sequence[str]) -> Kind | None:
    fitting = kinds_of(values)
    return fitting[0] if fitting else None


def _is_surely_text(values: Sequence[str]) -> bool:
    """No kind fits, also when markers for missing values and spaces are disregarded."""
    return not kinds_of_column(values)
