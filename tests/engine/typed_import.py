"""Importing small texts and looking at what became of their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from engine.import_options import READER_DECIDES, ImportOptions
from engine.importing.importer import import_file
from engine.limits import ImportLimits
from engine.results import ImportResult


def import_text(
    folder: Path,
    text: str,
    options: ImportOptions = READER_DECIDES,
    limits: ImportLimits | None = None,
) -> ImportResult:
    """Import a CSV file with this text; its table lies in `folder`."""
    source = folder / "original.csv"
    source.write_text(text, encoding="utf-8", newline="")
    return import_file(source, folder, "csv", limits or ImportLimits(), options)


def import_column(folder: Path, cells: Iterable[str]) -> ImportResult:
    """Import the cells as the column `value`, beside one of text."""
    rows = [["value", "name"], *([cell, f"name {number}"] for number, cell in enumerate(cells))]
    return import_rows(folder, rows)


def import_rows(folder: Path, rows: Sequence[Sequence[str]]) -> ImportResult:
    """Import the rows, of which the first holds the names."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return import_text(folder, text.getvalue())


def values(folder: Path, column: str = "value") -> list[Any]:
    """The column's values as text, in the order of the file."""
    with duckdb.connect(str(folder / "data.duckdb"), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        sql = f'SELECT "{column}"::VARCHAR FROM data ORDER BY rowid'
        return [row[0] for row in connection.execute(sql).fetchall()]


def facts(result: ImportResult, column: str = "value") -> dict[str, Any]:
    """What the report says about a column."""
    return next(each for each in result.report["columns"] if each["name"] == column)
