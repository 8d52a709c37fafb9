"""The thorough load: everything as text first, then each column's type from all of its values.

The text lies in a database file of its own, so that dropping it leaves no holes in the copy that
is kept. A column gets a type only when each of its values, over the whole file, fits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.importing.dates import DateReading, settle_date_order
from engine.importing.inspection import Inspection
from engine.importing.kinds import COMMA_NUMBER, GROUPED_NUMBER, KINDS, MISSING_MARKERS, Kind, kinds_of_column
from engine.importing.loading import CONTENT_ERRORS, CsvSource, lines_accounted
from engine.importing.sql_text import identifier, literal, one_number

TABLE = "staging.lines"
_COLUMNS_A_QUERY = 40
_MARKERS = "(" + ", ".join(literal(marker) for marker in sorted(MISSING_MARKERS)) + ")"


@dataclass(frozen=True, slots=True)
class ColumnText:
    """One staged column: its name, SQL that gives its text, and its sampled cells."""

    name: str
    text: str
    sampled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What a staged column becomes, with the reason and a remark for the report, if one is due."""

    name: str
    sql: str
    reason: str
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class _Count:
    """Of one column: values that are not blank, markers among them, and fits by kind's name.

    `misfit` is the row number (from 1) of the first value that the best kind doesn't fit.
    """

    filled: int
    markers: int
    fits: dict[str, int]
    misfits: dict[str, int]


def attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attach a new database file as `staging`."""
    connection.execute(f"ATTACH {literal(str(path))} AS staging")


def stage(
    connection: duckdb.DuckDBPyConnection, source: CsvSource, facts: Inspection | None, header_lines: int
) -> int | None:
    """Load the text; returns the blank lines passed over, or None when lines don't add up.

    `facts` is None for a file that we wrote ourselves, line by line.
    """
    try:
        connection.execute(f"CREATE OR REPLACE TABLE {TABLE} AS FROM {source.table_sql()}")
    except CONTENT_ERRORS:
        return None
    if facts is None:
        return 0
    columns = [f"c{index}" for index in range(source.width)]
    return lines_accounted(connection, TABLE, columns, facts, header_lines)


def count_rows(connection: duckdb.DuckDBPyConnection) -> int:
    """How many rows are staged."""
    return one_number(connection, f"SELECT count(*) FROM {TABLE}")  # noqa: S608


def holds_row(connection: duckdb.DuckDBPyConnection, cells: Sequence[str]) -> bool:
    """Whether one of the staged rows has exactly these texts."""
    same = " AND ".join(
        f"c{index} IS NOT DISTINCT FROM nullif({literal(cell)}, '')" for index, cell in enumerate(cells)
    )
    return one_number(connection, f"SELECT count(*) FROM {TABLE} WHERE {same}") > 0  # noqa: S608


def plan_columns(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[ColumnText], delimiter: str
) -> list[ColumnPlan]:
    """Choose each column's type by counting, over all rows, what fits."""
    candidates = [_ordered(kinds_of_column(column.sampled), delimiter) for column in columns]
    counts: list[_Count] = []
    for start in range(0, len(columns), _COLUMNS_A_QUERY):
        part = slice(start, start + _COLUMNS_A_QUERY)
        counts += _count(connection, columns[part], candidates[part])
    complete = [_complete(kinds, count) for kinds, count in zip(candidates, counts, strict=True)]
    readings = settle_date_order(complete, delimiter)
    return [
        _plan(connection, column, reading, kinds, count)
        for column, reading, kinds, count in zip(columns, readings, candidates, counts, strict=True)
    ]


def convert(connection: duckdb.DuckDBPyConnection, plans: Sequence[ColumnPlan]) -> None:
    """Create the table `data` from the staged text."""
    select = ", ".join(f"{plan.sql} AS {identifier(plan.name)}" for plan in plans)
    connection.execute(f"CREATE TABLE data AS SELECT {select} FROM {TABLE}")  # noqa: S608


def _ordered(kinds: Sequence[Kind], delimiter: str) -> list[Kind]:
    """A comma is a decimal comma where it doesn't separate values, else it groups thousands."""
    preferred = GROUPED_NUMBER if delimiter == "," else COMMA_NUMBER
    other = COMMA_NUMBER if delimiter == "," else GROUPED_NUMBER
    swapped = [
        preferred if kind is COMMA_NUMBER else other if kind is GROUPED_NUMBER else kind for kind in KINDS
    ]
    return [kind for kind in swapped if kind in kinds]


def _count(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[ColumnText], candidates: Sequence[Sequence[Kind]]
) -> list[_Count]:
    inner, outer = ["rowid AS r"], []
    for position, (column, kinds) in enumerate(zip(columns, candidates, strict=True)):
        text = f"nullif(trim({column.text}, ' \t'), '')"
        name = f"t{position}"
        inner.append(f"{text} AS {name}")
        outer += [f"count({name})", f"count(*) FILTER (lower({name}) IN {_MARKERS})"]
        for kind in kinds:
            fits = kind.fits_sql(name)
            misfit = f"{name} IS NOT NULL AND lower({name}) NOT IN {_MARKERS} AND NOT {fits}"
            outer += [f"count(*) FILTER ({fits})", f"min(r) FILTER ({misfit})"]
    sql = f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {TABLE})"  # noqa: S608
    row = connection.execute(sql).fetchone() or ()
    values = iter(row)
    counts = []
    for kinds in candidates:
        filled, markers = next(values), next(values)
        pairs = {kind.name: (next(values), next(values)) for kind in kinds}
        fitting = {name: count for name, (count, _) in pairs.items()}
        misfits = {name: first + 1 for name, (_, first) in pairs.items() if first is not None}
        counts.append(_Count(filled, markers, fitting, misfits))
    return counts


def _complete(kinds: Sequence[Kind], count: _Count) -> list[Kind]:
    values = count.filled - count.markers
    return [kind for kind in kinds if values > 0 and count.fits[kind.name] == values]


def _plan(
    connection: duckdb.DuckDBPyConnection,
    column: ColumnText,
    reading: DateReading,
    kinds: Sequence[Kind],
    count: _Count,
) -> ColumnPlan:
    kind = reading.kind
    if kind is None:
        return ColumnPlan(column.name, column.text, _text_reason(connection, column, kinds, count))
    text = f"trim({column.text}, ' \t')"
    absent = f"{column.text} IS NULL OR {text} = ''" + (
        f" OR lower({text}) IN {_MARKERS}" if count.markers else ""
    )
    sql = f"CASE WHEN {absent} THEN NULL ELSE {kind.try_sql(text)} END"
    remark = reading.remark.format(name=column.name) if reading.remark else None
    if count.markers:
        markers = _used_markers(connection, column)
        found = f"In the column “{column.name}”, {count.markers:,} values ({markers}) were read as missing."
        remark = f"{remark} {found}" if remark else found
    return ColumnPlan(column.name, sql, f"All values are {kind.label}.", remark)


def _used_markers(connection: duckdb.DuckDBPyConnection, column: ColumnText) -> str:
    text = f"trim({column.text}, ' \t')"
    sql = f"SELECT DISTINCT {text} FROM {TABLE} WHERE lower({text}) IN {_MARKERS} ORDER BY 1 LIMIT 5"  # noqa: S608
    return ", ".join(f"“{row[0]}”" for row in connection.execute(sql).fetchall())


def _text_reason(
    connection: duckdb.DuckDBPyConnection, column: ColumnText, kinds: Sequence[Kind], count: _Count
) -> str:
    if count.filled == 0:
        return "Holds no values."
    almost = max(kinds, key=lambda kind: count.fits[kind.name], default=None)
    if almost is None or count.fits[almost.name] == 0 or almost.name not in count.misfits:
        return "Holds text."
    row = count.misfits[almost.name]
    sql = f"SELECT left({column.text}, 60) FROM {TABLE} WHERE rowid = {row - 1}"  # noqa: S608
    found = connection.execute(sql).fetchone()
    others = count.filled - count.markers - count.fits[almost.name]
    values = "1 value is not" if others == 1 else f"{others:,} values are not"
    first = found[0] if found else ""
    return f"Text, because {values} among {almost.label}; the first is “{first}” in row {row:,}."
