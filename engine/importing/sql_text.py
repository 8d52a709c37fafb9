"""Quoting for the SQL that the import writes itself: names and texts of strangers end up in it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

_GLOB = re.compile(r"[*?\[]")


def identifier(name: str) -> str:
    """`name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as a quoted SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def path_literal(path: Path) -> str:
    """The path of one file as a literal for a reader, which would expand glob characters in it."""
    return literal(_GLOB.sub(r"[\g<0>]", str(path)))


def one_number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The result of a SELECT that gives one number."""
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
