"""Making result tables out of what the libraries return: every cell JSON-safe, NaN is no value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.results import Column, JsonValue
from engine.statistics.results import ResultTable


def table(
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[Any]],
    *,
    total_rows: int | None = None,
) -> ResultTable:
    """A table from rows of Python or NumPy values; `columns` maps names to DuckDB types."""
    cells = [[cell(value) for value in row] for row in rows]
    made = tuple(Column(column, kind) for column, kind in columns.items())
    return ResultTable(name, made, cells, len(cells) if total_rows is None else total_rows)


def cell(value: Any) -> JsonValue:
    """A value as JSON: NumPy scalars become Python's, NaN and infinities None, times ISO 8601."""
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "isoformat"):
        return None if value != value else value.isoformat()  # NaT
    if hasattr(value, "item"):
        return cell(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
