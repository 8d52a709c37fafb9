"""One small table with known values, and a way to run a plan over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.plans import CompiledPlan, TableFacts, check_plan
from engine.connections import open_for_import
from engine.limits import ImportLimits, QueryLimits
from engine.results import Column, QueryResult
from engine.sandbox.executor import execute_query

COLUMNS = (
    Column("price", "DOUBLE"),
    Column("quantity", "INTEGER"),
    Column("region", "VARCHAR"),
    Column("paid", "BOOLEAN"),
    Column("ordered", "DATE"),
    Column("shipped", "TIMESTAMP"),
    Column("tags", "VARCHAR[]"),
)
ROWS = """
    (10.5, 1, 'North', true, '2024-01-03', '2024-01-05 12:00', ['a']),
    (99.0, 2, 'South', true, '2024-01-09', '2024-01-09 18:00', []),
    (101.25, 3, 'North', false, '2024-02-11', '2024-02-12 00:00', NULL),
    (9.75, 4, 'East', true, '2024-02-20', NULL, ['b']),
    (11.0, 5, 'South', NULL, '2024-03-02', '2024-03-02 23:59:59', ['a', 'b']),
    ('nan', 6, NULL, false, '2024-03-02', '2024-03-31 20:00', NULL),
    (NULL, NULL, 'North', true, NULL, NULL, NULL),
    (11.0, 5, 'South', NULL, '2024-03-02', '2024-03-02 23:59:59', ['a', 'b'])
"""
FACTS = TableFacts(COLUMNS, 8)
Run = Callable[..., list[list[Any]]]


def compiled(**document: Any) -> CompiledPlan:
    check = check_plan(document, FACTS)
    assert check.compiled is not None, check.errors
    return check.compiled


@pytest.fixture(scope="session")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "data.duckdb"
    with open_for_import(path, ImportLimits()) as connection:
        definitions = ", ".join(f"{column.name} {column.type}" for column in COLUMNS)
        connection.execute(f"CREATE TABLE data ({definitions})")
        connection.execute(f"INSERT INTO data VALUES {ROWS}")
    return path


@pytest.fixture
def query(sales: Path) -> Callable[[str], QueryResult]:
    return lambda sql: execute_query(sales, sql, QueryLimits(), 5_000)


@pytest.fixture
def run(query: Callable[[str], QueryResult]) -> Run:
    """The rows of a plan: `run(operation="mean", target_column="price")`."""
    return lambda **document: query(compiled(**document).sql).rows
