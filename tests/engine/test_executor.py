"""The worker's side, called directly: what the pools' tests see from outside, line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import DataMissing, QueryFailed, QueryOutOfMemory, QueryRefused, QueryTimedOut
from engine.limits import QueryLimits
from engine.results import QueryResult
from engine.sandbox.executor import execute_query
from tests.engine.good_sql import GOOD
from tests.engine.hostile_sql import REFUSED


@pytest.fixture(autouse=True)
def _deep_recursion() -> Iterator[None]:
    """As a worker has it: parsed SQL nests deeper than Python allows by default."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def run(database: Path, sql: str, **limits: Any) -> QueryResult:
    bounds = QueryLimits(**limits)
    return execute_query(database, sql, bounds, bounds.max_rows)


def test_good_sql_runs(database: Path) -> None:
    for sql, rows in GOOD:
        assert run(database, sql).rows == rows, sql


def test_hostile_sql_is_refused_before_it_runs(database: Path) -> None:
    for sql in REFUSED:
        with pytest.raises((QueryRefused, QueryFailed)):
            run(database, sql.replace("{database}", str(database)))


def test_a_late_query_is_interrupted(database: Path) -> None:
    with pytest.raises(QueryTimedOut, match="0\\.2 seconds"):
        run(database, "SELECT count(*) FROM range(1000000) a, range(1000000) b", timeout_seconds=0.2)
    assert run(database, "SELECT 1").rows == [[1]]


def test_a_greedy_query_is_ended(database: Path) -> None:
    with pytest.raises(QueryOutOfMemory):
        run(database, "SELECT list(range) FROM range(50000000)", memory_bytes=64 * 1024**2)
    assert run(database, "SELECT 1").rows == [[1]]


def test_rows_and_bytes_are_bounded(database: Path) -> None:
    cut = run(database, "SELECT id FROM data", max_rows=2)
    assert (len(cut.rows), cut.truncated, cut.total_rows) == (2, True, 1000)
    assert run(database, "SELECT repeat('x', 1000) FROM data", max_result_bytes=10_000).truncated
    with pytest.raises(QueryFailed):
        run(database, "SELECT repeat('x', 100000)", max_result_bytes=10_000)


def test_a_missing_or_broken_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(DataMissing):
        run(tmp_path / "none.duckdb", "SELECT 1")
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"x" * 5000)
    with pytest.raises(DataMissing) as error:
        run(broken, "SELECT 1")
    assert str(tmp_path) not in error.value.message
