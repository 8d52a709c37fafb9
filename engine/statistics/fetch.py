"""From a SELECT to the sample of a statistic, on the same locked connection that queries use.

The SELECT is counted and then runs into a temporary table, which lies in the worker's own memory
and goes with the connection. From there numbers, times and the codes of categories come as NumPy arrays: ten
million texts never become Python objects. Import this module in worker processes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from engine.errors import QueryRefused, StatisticRefused
from engine.importing.sql_text import identifier, one_number
from engine.json_rows import bound, fetch_json_rows
from engine.limits import AnalysisLimits
from engine.results import Column, JsonValue
from engine.sandbox.gate import check_sql
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.columns import column_kinds
from engine.statistics.operation import Kind
from engine.statistics.request import StatisticRequest
from engine.statistics.sample import Sample

MAX_CATEGORIES = 100_000
MAX_CATEGORY_CHARACTERS = 1_000
_NEEDS_EVERY_ROW = frozenset({"describe", "outliers", "contingency", "trend", "seasonality", "forecast"})
"""They count or list rows, or follow them in order; all others estimate, and can do so from a sample."""
_SHARES = 1_000_000
_SHOWN_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """A sample, the rows that the SELECT has, and what a reader must know about the difference."""

    sample: Sample
    total_rows: int
    warnings: tuple[str, ...]


def fetch(
    connection: duckdb.DuckDBPyConnection, request: StatisticRequest, limits: AnalysisLimits
) -> Fetched:
    """Run the request's SELECT and return its rows as a sample.

    The columns that `shown_columns` names stay behind, for `fetch_shown`. Raises QueryRefused,
    QueryFailed, StatisticRefused, and `duckdb.Error` for what fails while it runs.
    """
    operation = OPERATIONS[request.operation]
    checked = check_sql(connection, request.sql, limits.max_sql_bytes)
    if checked.is_explain:
        raise QueryRefused("A statistic needs the rows of a SELECT, not its plan.")
    names, types = bound(connection, checked.text)
    kinds = column_kinds(operation, request.roles, dict(zip(names, map(str, types), strict=True)))
    read = {name: kind for name, kind in kinds.items() if name not in shown_columns(request)}
    total = one_number(connection, f"SELECT count(*) FROM (\n{checked.text}\n)")  # noqa: S608
    share = _share(request.operation, total * len(read), limits.max_cells)
    _copy(connection, checked.text, read, shown_columns(request), share)
    frame, infinite = _frame(connection, read)
    sample = Sample(frame, request.roles, read, operation.complete(request.parameters), infinite)
    if share == 1:  # what was counted first may differ, where the SELECT draws rows at random
        return Fetched(sample, len(frame), _infinities(infinite))
    return Fetched(sample, total, (_sampling(len(frame), total), *_infinities(infinite)))


def shown_columns(request: StatisticRequest) -> list[str]:
    """Columns that are only shown beside rows of the result, and so never read as a whole."""
    if request.operation != "outliers":
        return []
    target = request.roles.get("target_column", ())
    return [name for name in request.roles.get("columns", ()) if name not in target]


def fetch_shown(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], rows: Sequence[int]
) -> tuple[list[Column], list[list[JsonValue]]]:
    """The values of `shown_columns` in these rows of the sample, counted from 1, in this order."""
    aliases = ", ".join(f"s{position} AS {identifier(name)}" for position, name in enumerate(names))
    wanted = ", ".join(f"({int(row) - 1}, {order})" for order, row in enumerate(rows))
    select = (
        f"SELECT {aliases} FROM sample JOIN (VALUES {wanted}) AS wanted(id, position) "  # noqa: S608
        "ON sample.rowid = wanted.id ORDER BY position"
    )
    shown = fetch_json_rows(connection, select, max_rows=len(rows), max_bytes=_SHOWN_BYTES)
    if shown.truncated:
        raise StatisticRefused("The columns to be shown hold texts that are too long; choose others.")
    columns = [Column(name, column.type) for name, column in zip(names, shown.columns, strict=True)]
    return columns, shown.rows


def _share(operation: str, cells: int, max_cells: int) -> float:
    """The share of rows to read."""
    if cells <= max_cells:
        return 1.0
    if operation in _NEEDS_EVERY_ROW:
        raise StatisticRefused(
            f"{OPERATIONS[operation].title} needs every row, and these are {cells:,} values; at most "
            f"{max_cells:,} can be read. Choose fewer columns or filter the rows."
        )
    return max_cells / cells


def _copy(
    connection: duckdb.DuckDBPyConnection,
    select: str,
    read: Iterable[str],
    shown: Iterable[str],
    share: float,
) -> None:
    """Make the table `sample` with columns c0, c1 … to read and s0, s1 … to show.

    A share of the rows is drawn by a hash of their number: the same ones each time, in order.
    """
    columns = [f"{identifier(name)} AS c{position}" for position, name in enumerate(read)]
    columns += [f"{identifier(name)} AS s{position}" for position, name in enumerate(shown)]
    rows = f"SELECT {', '.join(columns)} FROM (\n{select}\n) AS result"  # noqa: S608
    if share < 1:
        numbered = f"SELECT *, row_number() OVER () AS number FROM ({rows})"  # noqa: S608
        drawn = f"hash(number) % {_SHARES} < {round(share * _SHARES)}"
        rows = f"SELECT * EXCLUDE (number) FROM ({numbered}) WHERE {drawn}"  # noqa: S608
    connection.execute(f"CREATE TEMP TABLE sample AS {rows}")


def _frame(
    connection: duckdb.DuckDBPyConnection, read: Mapping[str, Kind]
) -> tuple[pd.DataFrame, dict[str, int]]:
    """The columns as `Sample.frame` wants them, and how many values of each were infinite or NaN."""
    columns: dict[str, Any] = {}
    infinite: dict[str, int] = {}
    for position, (name, kind) in enumerate(read.items()):
        if kind is Kind.CATEGORY:
            columns[name] = _category(connection, name, f"c{position}::VARCHAR", f"c{position}")
            continue
        value = f"c{position}::{'DOUBLE' if kind is Kind.NUMERIC else 'TIMESTAMP'}"
        columns[name] = _array(connection, f"CASE WHEN isfinite({value}) THEN {value} END")
        if count := one_number(connection, f"SELECT count(*) FROM sample WHERE NOT isfinite({value})"):  # noqa: S608
            infinite[name] = count
    return pd.DataFrame(columns, copy=False), infinite


def _category(connection: duckdb.DuckDBPyConnection, name: str, text: str, value: str) -> pd.Categorical:
    """A column as categories, in the natural order of its values."""
    counted = f"SELECT count(DISTINCT {text}), max(length({text})) FROM sample"  # noqa: S608
    different, longest = connection.execute(counted).fetchall()[0]
    if different > MAX_CATEGORIES or (longest or 0) > MAX_CATEGORY_CHARACTERS:
        raise StatisticRefused(
            f"The column {name} has {different:,} different values of up to {longest:,} characters; "
            f"categories can be {MAX_CATEGORIES:,} of {MAX_CATEGORY_CHARACTERS:,} characters at most."
        )
    grouped = f"SELECT {text} FROM sample WHERE {value} IS NOT NULL GROUP BY {text} ORDER BY min({value})"  # noqa: S608
    texts = [row[0] for row in connection.execute(grouped).fetchall()]
    connection.execute(f"CREATE TEMP TYPE {value}_text AS ENUM ({grouped})")
    codes = _array(connection, f"coalesce(enum_code({text}::{value}_text)::INTEGER, -1)")
    return pd.Categorical.from_codes(codes, texts)


def _array(connection: duckdb.DuckDBPyConnection, expression: str) -> np.ndarray[Any, Any]:
    """An expression over all rows of `sample`, in order, with NaN or NaT for NULL."""
    values = connection.execute(f"SELECT {expression} AS value FROM sample").fetchnumpy()["value"]  # noqa: S608
    if not isinstance(values, np.ma.MaskedArray):
        return values
    return values.filled(np.datetime64("NaT") if values.dtype.kind == "M" else np.nan)


def _sampling(rows: int, total: int) -> str:
    return f"Computed from a sample of {rows:,} of the {total:,} rows; the same rows are drawn each time."


def _infinities(infinite: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        f"{count:,} value{' of' if count == 1 else 's of'} {name} {'is' if count == 1 else 'are'} infinite "
        "or not a number, and count as missing."
        for name, count in infinite.items()
    )
