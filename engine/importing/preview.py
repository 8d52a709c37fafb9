"""The first rows of the table as JSON, written beside it so that showing them costs no query."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from engine.importing.sql_text import identifier
from engine.json_rows import RowTooLarge, fetch_json_rows
from engine.limits import ImportLimits
from engine.results import JsonValue

_SHORTENED_CHARACTERS = 200


def write_preview(connection: duckdb.DuckDBPyConnection, path: Path, limits: ImportLimits) -> None:
    """Write `{"rows": [row objects], "truncated": bool}`, at most `preview_bytes` of rows.

    When not even the first row fits, all values are shown as text, shortened; if that is too
    long as well, no row is shown and `truncated` is true.
    """
    names = [str(column[0]) for column in connection.execute("DESCRIBE data").fetchall()]
    rows, truncated = _first_rows(connection, names, limits)
    shown = {"rows": [dict(zip(names, row, strict=True)) for row in rows], "truncated": truncated}
    path.write_text(json.dumps(shown, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _first_rows(
    connection: duckdb.DuckDBPyConnection, names: list[str], limits: ImportLimits
) -> tuple[list[list[JsonValue]], bool]:
    short = ", ".join(f"left(CAST({identifier(name)} AS VARCHAR), {_SHORTENED_CHARACTERS})" for name in names)
    for select in ("SELECT * FROM data", f"SELECT {short} FROM data"):  # noqa: S608
        # Names are repeated in every row object and count towards the size of the preview.
        per_row = sum(len(name) + 6 for name in names)
        room = max(limits.preview_bytes - per_row * limits.preview_rows, limits.preview_bytes // 2)
        most = min(limits.preview_rows, max(1, (limits.preview_bytes - room) // per_row))
        try:
            found = fetch_json_rows(connection, select, max_rows=most, max_bytes=room)
        except RowTooLarge:
            continue
        return found.rows, found.truncated
    return [], True
