"""Fetching a SELECT as JSON-safe rows under a row and a byte cap: `fetch_json_rows`.

Used for queries and for the preview of an import. The SELECT is bound first, which costs a
fraction of a millisecond and gives its types and its unique column names (`a`, `a_1`, as CREATE
TABLE AS would name them). It then runs inside an outer SELECT that casts what Python can't carry
(see `json_values`) and stops after one row more than wanted, so that a sort needs no more memory
than its first rows.

Import this module in worker processes only: it loads DuckDB.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import duckdb
from duckdb.sqltypes import DuckDBPyType

from engine.json_values import Converter, converter_for, transport_type
from engine.results import Column, JsonValue

_LARGEST_BATCH = 256
LINES_BEFORE_SQL = 1
"""How many lines precede the given SELECT in what DuckDB sees, and so in its messages."""


class RowTooLarge(Exception):
    """A single row of the result is larger than the byte cap; `args[0]` says how to go on."""


@dataclass(frozen=True, slots=True)
class JsonRows:
    """`rows` has one list per row in the order of `columns`; `truncated` when more rows exist."""

    columns: tuple[Column, ...]
    rows: list[list[JsonValue]]
    truncated: bool


def fetch_json_rows(
    connection: duckdb.DuckDBPyConnection, select: str, *, max_rows: int, max_bytes: int
) -> JsonRows:
    """Run one SELECT (no trailing semicolon) and return its first rows.

    At most `max_rows` rows whose compact JSON is at most `max_bytes` long in UTF-8. Raises
    `duckdb.Error` for what DuckDB refuses and `RowTooLarge` when not even the first row fits.
    """
    names, types = bound(connection, select)
    connection.execute(_outer_select(select, [transport_type(kind) for kind in types], max_rows + 1))
    rows, truncated = _Fetcher([converter_for(kind) for kind in types], max_rows, max_bytes).run(connection)
    columns = tuple(Column(name, str(kind)) for name, kind in zip(names, types, strict=True))
    return JsonRows(columns, rows, truncated)


def bound(connection: duckdb.DuckDBPyConnection, select: str) -> tuple[list[str], list[DuckDBPyType]]:
    """Names and types of the result, without running it."""
    # The text stands on lines of its own, since it may end in a comment.
    source = f"FROM (\n{select}\n)"
    try:
        relation = connection.sql(source)
    except duckdb.Error:
        # Errors of relations don't say where; those of statements do.
        connection.execute(f"DESCRIBE {source}")
        raise
    return relation.columns, relation.types


def _outer_select(select: str, casts: list[str | None], limit: int) -> str:
    aliases = [f"c{position}" for position in range(len(casts))]
    expressions = (
        alias if cast is None else f"CAST({alias} AS {cast})"
        for alias, cast in zip(aliases, casts, strict=True)
    )
    return (
        f"SELECT {', '.join(expressions)} FROM (\n{select}\n) AS result({', '.join(aliases)}) LIMIT {limit}"  # noqa: S608
    )


class _Fetcher:
    """Fetches in small growing batches, so that huge cells are noticed before many are in memory."""

    def __init__(self, converters: list[Converter | None], max_rows: int, max_bytes: int) -> None:
        self._conversions = [(i, convert) for i, convert in enumerate(converters) if convert is not None]
        self._max_rows = max_rows
        self._bytes_left = max_bytes
        self._max_bytes = max_bytes
        self._rows: list[list[JsonValue]] = []
        self._largest_row = 1

    def run(self, connection: duckdb.DuckDBPyConnection) -> tuple[list[list[JsonValue]], bool]:
        batch = 1
        while values := connection.fetchmany(batch):
            for value in values:
                if len(self._rows) == self._max_rows or not self._add(value):
                    return self._rows, True
            batch = max(1, min(_LARGEST_BATCH, 2 * batch, self._bytes_left // self._largest_row))
        return self._rows, False

    def _add(self, values: tuple[object, ...]) -> bool:
        """Convert and keep one row; False when it doesn't fit any more."""
        fits = not any(isinstance(value, str | bytes) and len(value) > self._bytes_left for value in values)
        if fits:
            row: list[JsonValue] = list(values)
            for position, convert in self._conversions:
                row[position] = convert(row[position])
            size = len(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()) + 1
            fits = size <= self._bytes_left
        if fits:
            self._rows.append(row)
            self._bytes_left -= size
            self._largest_row = max(self._largest_row, size)
        elif not self._rows:
            raise RowTooLarge(
                f"One row of the result is larger than {self._max_bytes:,} bytes; select fewer columns "
                "or shorten the text, for example with left(column, 200)."
            )
        return fits
