"""The text of all cells, staged before the columns get their types.

It lies in a database file of its own, so that dropping it leaves no holes in the copy that is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from engine.importing.inspection import Inspection
from engine.importing.loading import CONTENT_ERRORS, CsvSource, UnreadableRowsError, lines_accounted
from engine.importing.sql_text import literal, one_number

TABLE = "staging.lines"


def attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attach a new database file as `staging`."""
    connection.execute(f"ATTACH {literal(str(path))} AS staging")


def stage(
    connection: duckdb.DuckDBPyConnection, source: CsvSource, facts: Inspection | None, header_lines: int
) -> int:
    """Load the text; returns the number of blank lines passed over.

    Raises `UnreadableRowsError` when the rows don't read as they stand or lines don't add up.
    `facts` is None for a file that we wrote ourselves, line by line.
    """
    try:
        connection.execute(f"CREATE OR REPLACE TABLE {TABLE} AS FROM {source.table_sql()}")
    except CONTENT_ERRORS:
        raise UnreadableRowsError from None
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
