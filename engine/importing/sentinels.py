"""Values that may stand for a missing one, such as -999: reported as suspects, never changed.

A suspect is a well-known one that occurs more than once and lies far from all other values. So it
is the least or the greatest of its column, and two numbers per column tell nearly all columns off.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb

from engine.importing.notes import Remark, sentences
from engine.importing.report import ColumnFacts, Report, Suspect
from engine.importing.sql_text import identifier, literal
from engine.importing.staging import TABLE
from engine.results import Column

_NUMBERS = frozenset(
    [sign * int(digit * length) for sign in (1, -1) for digit in "789" for length in range(2, 10)]
    + [-1, -9, -32768, 32767, -(2**31), 2**31 - 1, 123456789]
)
_DATES = frozenset(
    ("0001-01-01", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01",
     "1970-01-01", "2099-12-31", "2999-12-31", "3000-01-01", "9999-01-01", "9999-12-31")
)  # fmt: skip
_ZERO_DATES = ("0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "00/00/0000")
_NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
_NUMBER_DISTANCE = 1.0
_DATE_DISTANCE = 0.1
"""How far away is far, in widths of the range of the other values; dates spread wide, as of birth."""
_COLUMNS_A_QUERY = 500
_REMARK = "Values that may stand for missing ones were left as they are in {columns}."


def with_suspects(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[Column],
    facts: Sequence[ColumnFacts],
    report: Report,
) -> list[ColumnFacts]:
    """The facts about the columns of the table `data` with their suspects; the report gets a note."""
    found = find_suspects(connection, columns)
    full = [
        replace(each, suspects=(*each.suspects, *found.get(column.name, ())))
        for column, each in zip(columns, facts, strict=True)
    ]
    _note({column.name: each.suspects for column, each in zip(columns, full, strict=True)}, report)
    return full


def find_suspects(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[Column]
) -> dict[str, tuple[Suspect, ...]]:
    """The suspects in the table `data` by column name, for numbers and dates that have any."""
    looked_at = [column for column in columns if _is_number(column) or _is_date(column)]
    suspects = {}
    for start in range(0, len(looked_at), _COLUMNS_A_QUERY):
        some = looked_at[start : start + _COLUMNS_A_QUERY]
        for column, least, greatest in _extremes(connection, some):
            if _may_be_suspect(column, least) or _may_be_suspect(column, greatest):
                suspects[column.name] = _suspects_in(connection, column)
    return {name: found for name, found in suspects.items() if found}


def zero_dates(connection: duckdb.DuckDBPyConnection, text: str) -> tuple[Suspect, ...]:
    """The zero dates in a staged column of text that holds dates otherwise."""
    listed = ", ".join(map(literal, _ZERO_DATES))
    rows = connection.execute(
        f"SELECT {text}, count(*) FROM {TABLE} WHERE {text} IN ({listed}) GROUP BY 1 ORDER BY 1"  # noqa: S608
    ).fetchall()
    return tuple(
        Suspect(value, count, "It is no date, and the column holds dates otherwise.") for value, count in rows
    )


def _note(suspects: dict[str, tuple[Suspect, ...]], report: Report) -> None:
    remarks = [
        Remark(_REMARK, name, ", ".join(f"{each.count:,} × {each.value}" for each in found))
        for name, found in suspects.items()
        if found
    ]
    for sentence in sentences(remarks):
        report.note(sentence)


def _is_number(column: Column) -> bool:
    return column.type.partition("(")[0].removeprefix("U") in _NUMERIC


def _is_date(column: Column) -> bool:
    return column.type.startswith(("DATE", "TIMESTAMP"))


def _value(column: Column) -> str:
    """SQL for a value as it is compared: a number as DOUBLE, a date without its time, nothing infinite."""
    name = identifier(column.name)
    if _is_date(column):
        return f"CASE WHEN isfinite({name}) THEN CAST({name} AS DATE) END"
    if column.type in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isfinite({name}) THEN {name} END"
    return f"CAST({name} AS DOUBLE)"


def _shown(column: Column, value: str) -> str:
    return f"CAST({value} AS VARCHAR)" if _is_date(column) else value


def _extremes(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[Column]
) -> list[tuple[Column, Any, Any]]:
    """Least and greatest values, dates as text; plain expressions, since there may be thousands."""
    ends = ", ".join(
        _shown(column, f"{end}({identifier(column.name)})") for column in columns for end in ("min", "max")
    )
    values = connection.execute(f"SELECT {ends} FROM data").fetchone() or ()  # noqa: S608
    return [(column, values[2 * at], values[2 * at + 1]) for at, column in enumerate(columns)]


def _may_be_suspect(column: Column, end: Any) -> bool:
    """Whether the end of a column's range is a known value, or infinite and hides one."""
    if end is None:
        return False
    if _is_date(column):
        return end.endswith("infinity") or end[: len("9999-12-31")] in _DATES
    return end in _NUMBERS or not math.isfinite(end)


def _suspects_in(connection: duckdb.DuckDBPyConnection, column: Column) -> tuple[Suspect, ...]:
    is_date = _is_date(column)
    known = (f"DATE {literal(day)}" for day in sorted(_DATES)) if is_date else map(str, sorted(_NUMBERS))
    rows = connection.execute(f"""
        WITH placed AS (SELECT {_value(column)} AS v FROM data),
        repeated AS (
            SELECT v, count(*) AS n FROM placed WHERE v IN ({", ".join(known)}) GROUP BY v HAVING n > 1
        ),
        rest AS (
            SELECT min(v) AS low, max(v) AS high FROM placed WHERE v NOT IN (SELECT v FROM repeated)
        )
        SELECT {_shown(column, "v")}, n, v < low FROM repeated, rest
        WHERE greatest(low - v, v - high) > (high - low) * {_DATE_DISTANCE if is_date else _NUMBER_DISTANCE}
        ORDER BY n DESC, v
    """).fetchall()  # noqa: S608
    return tuple(
        Suspect(
            int(value) if isinstance(value, float) else value,
            int(count),
            f"It is far {'below' if below else 'above'} all other values and repeats.",
        )
        for value, count, below in rows
    )
