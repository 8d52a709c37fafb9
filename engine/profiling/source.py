"""The rows that a profile looks at: all of them where a scan is cheap, a sample where it isn't.

The sample is a temporary table of the worker's own memory and goes with the connection. It takes
rows by a hash of their number, so that it is spread over the file and the same at each run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import duckdb

from engine.importing.sql_text import identifier, one_number
from engine.json_rows import fetch_json_rows
from engine.results import Column, JsonValue

TABLE = "data"
EXACT_ROWS = 200_000
"""Up to this many rows nothing is sampled."""
SAMPLE_ROWS = 100_000
_SAMPLE = "sample"
_PART = "part"
_WIDE = 200
_SAMPLE_BYTES = 64 * 1024**2
COLUMNS_A_QUERY = 100
COLUMNS_A_PART = 50
"""Columns of a wide table that are copied together, to be asked one by one."""
_SHARES = 1_000_000
_MAX_BYTES = 256 * 1024**2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of `table`; `detail` is where costly figures are taken from."""

    connection: duckdb.DuckDBPyConnection
    columns: tuple[Column, ...]
    row_count: int
    table: str = TABLE
    detail: str = TABLE
    detail_rows: int = 0

    @property
    def is_wide(self) -> bool:
        """Whether so many columns that one query for each takes long."""
        return len(self.columns) > _WIDE

    @property
    def is_sampled(self) -> bool:
        return self.detail != self.table

    def row(self, expressions: Sequence[str], table: str = "") -> list[JsonValue]:
        """Aggregates over all rows, or over another table, JSON-safe."""
        if not expressions:
            return []
        select = f"SELECT {', '.join(expressions)} FROM {table or self.table}"  # noqa: S608
        return self.rows(select, 1)[0]

    def rows(self, select: str, limit: int) -> list[list[JsonValue]]:
        """The first rows of a SELECT, JSON-safe."""
        return fetch_json_rows(self.connection, select, max_rows=limit, max_bytes=_MAX_BYTES).rows

    def sampled(self, columns: Sequence[str], row_bytes: float) -> Source:
        """The same with these columns of some rows in a table of their own, when there are many rows."""
        if self.row_count <= EXACT_ROWS or not columns:
            return replace(self, detail=TABLE, detail_rows=self.row_count)
        wanted = max(1_000, min(SAMPLE_ROWS, round(_SAMPLE_BYTES / row_bytes)))
        share = round(_SHARES * wanted / self.row_count)
        names = ", ".join(map(identifier, columns))
        self.connection.execute(
            f"CREATE TEMP TABLE {_SAMPLE} AS SELECT {names} FROM {TABLE} "  # noqa: S608
            f"WHERE hash(rowid) % {_SHARES} < {max(1, share)}"
        )
        rows = one_number(self.connection, f"SELECT count(*) FROM {_SAMPLE}")  # noqa: S608
        return replace(self, detail=_SAMPLE, detail_rows=rows)

    def narrowed(self, columns: Sequence[str]) -> Source:
        """The same with a few columns of a wide table copied into one of their own.

        A query has to bind every column of its table: with 5,000 that takes longer than the query.
        Valid until the next call.
        """
        if not self.is_wide or not columns:
            return self
        names = ", ".join(map(identifier, columns))
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_PART} AS SELECT {names} FROM {self.detail}"  # noqa: S608
        )
        return replace(self, table=self.table if self.is_sampled else _PART, detail=_PART)


def open_source(connection: duckdb.DuckDBPyConnection) -> Source:
    """The table with its columns; no sample is drawn yet."""
    described = connection.execute(f"DESCRIBE {TABLE}").fetchall()
    columns = tuple(Column(row[0], row[1]) for row in described)
    rows = one_number(connection, f"SELECT count(*) FROM {TABLE}")  # noqa: S608
    return Source(connection, columns, rows)


def batches(items: Sequence[T], most: int = COLUMNS_A_QUERY) -> Iterator[Sequence[T]]:
    """Columns for one query each: more would take longer to plan than to run."""
    for start in range(0, len(items), most):
        yield items[start : start + most]
