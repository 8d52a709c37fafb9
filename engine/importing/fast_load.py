"""The one-pass load: proves a clean file and types it in the same statement, or gives up.

It succeeds only when DuckDB's strict reader finds every row of the right width, every guessed
type holds for every value, and the lines of the file add up.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from engine.importing.ambiguity import settle
from engine.importing.booleans import word_kinds_of
from engine.importing.casts import NOT_OF_KIND, strict_cast
from engine.importing.column_plan import ColumnPlan, typed_plan
from engine.importing.inspection import Inspection
from engine.importing.kind import Kind
from engine.importing.kinds import frequent_kinds, kinds_of, kinds_of_column, text_reason
from engine.importing.loading import CONTENT_ERRORS, CsvSource, UnreadableRowsError, lines_accounted
from engine.importing.numbers import EXACT_IN_DOUBLE, NUMBER
from engine.importing.report import ColumnFacts
from engine.importing.shape import Shape
from engine.importing.sql_text import identifier, one_number


def plan_columns(shape: Shape) -> list[ColumnPlan] | None:
    """One plan per column from the sampled rows; None when a column needs a look at all its values."""
    cells = [[row[index] for row in shape.sampled if row[index]] for index in range(shape.width)]
    fitting = [kinds_of(values) or word_kinds_of(values) for values in cells]
    if any(
        not values or not (kinds or _is_text(values)) for values, kinds in zip(cells, fitting, strict=True)
    ):
        return None
    readings = settle(fitting, shape.dialect.delimiter)
    if any(reading.remark for reading in readings):
        return None
    return [
        _plan(name, f"c{index}", cells[index], readings[index].kind) for index, name in enumerate(shape.names)
    ]


def load_in_one_pass(
    connection: duckdb.DuckDBPyConnection,
    source: CsvSource,
    plans: Sequence[ColumnPlan],
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


def _plan(name: str, column: str, values: Sequence[str], kind: Kind | None) -> ColumnPlan:
    if kind is None:
        return ColumnPlan(name, column, None, ColumnFacts(text_reason(values)))
    return typed_plan(name, strict_cast(kind, values, column), kind)


def _is_text(values: Sequence[str]) -> bool:
    """No kind fits nor nearly fits, also when markers for missing values and spaces are disregarded."""
    return not kinds_of_column(values) and not frequent_kinds(values)
