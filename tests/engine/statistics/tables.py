"""Reading the tables of results in tests."""

from __future__ import annotations

import json
from typing import Any

from engine.statistics.results import ResultTable, StatisticResult


def find(result: StatisticResult, name: str) -> ResultTable:
    return next(table for table in result.tables if table.name == name)


def column(result: StatisticResult, table: str, name: str) -> list[Any]:
    """A column of a table of the result, top to bottom."""
    found = find(result, table)
    index = found.column_names.index(name)
    return [row[index] for row in found.rows]


def one_row(result: StatisticResult, table: str) -> dict[str, Any]:
    """The only row of a table, by column name."""
    found = find(result, table)
    assert len(found.rows) == 1
    return dict(zip(found.column_names, found.rows[0], strict=True))


def assert_json_safe(result: StatisticResult) -> None:
    """Every cell survives strict JSON: no NaN, no infinity, no NumPy value."""
    for table in result.tables:
        json.dumps(table.rows, allow_nan=False)
        assert all(len(row) == len(table.columns) for row in table.rows)
