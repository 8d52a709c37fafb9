"""Every limit of a query, lowered until it bites."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from engine.errors import DataMissing, QueryFailed, QueryOutOfMemory, QueryRefused, QueryTimedOut
from engine.limits import ImportLimits
from engine.pool import Engine
from tests.engine.conftest import worker_pids

Lowered = Callable[..., Engine]


def test_rows_are_cut_and_counted(lowered: Lowered, database: Path) -> None:
    engine = lowered(max_rows=3)
    result = engine.query(database, "SELECT id FROM data ORDER BY id").result()
    assert (result.rows, result.truncated, result.total_rows) == ([[0], [1], [2]], True, 1000)
    exact = engine.query(database, "SELECT id FROM data LIMIT 3").result()
    assert (len(exact.rows), exact.truncated, exact.total_rows) == (3, False, 3)
    assert len(engine.query(database, "FROM data", max_rows=2).result().rows) == 2
    assert len(engine.query(database, "FROM data", max_rows=50).result().rows) == 50


def test_a_count_that_takes_long_is_given_up(lowered: Lowered, database: Path) -> None:
    sql = "SELECT * FROM range(100000000000) AS t(n) WHERE hash(n) > 5"
    result = lowered(max_rows=3).query(database, sql).result()
    assert (len(result.rows), result.truncated, result.total_rows) == (3, True, None)


def test_bytes_are_cut_by_their_json_size(lowered: Lowered, database: Path) -> None:
    engine = lowered(max_result_bytes=1_000)
    result = engine.query(database, "SELECT repeat('é', 40) AS text FROM data").result()
    assert result.truncated
    assert result.total_rows == 1000
    size = len(json.dumps(result.rows, ensure_ascii=False, separators=(",", ":")).encode())
    assert 900 < size <= 1_001


def test_a_gigantic_cell_does_not_pass(lowered: Lowered, database: Path) -> None:
    engine = lowered(max_result_bytes=10_000)
    with pytest.raises(QueryFailed, match="larger than 10,000 bytes; select fewer columns or shorten"):
        engine.query(database, "SELECT repeat('x', 50000000)").result()
    for nested in ("[repeat('x', 10000)]", "repeat('x', 9000)::BLOB", "range(9000)"):
        with pytest.raises(QueryFailed, match="larger than 10,000 bytes"):
            engine.query(database, f"SELECT {nested}").result()
    later = engine.query(database, "SELECT repeat('x', n * 6000) FROM unnest([1, 2]) AS t(n)").result()
    assert (len(later.rows), later.truncated, later.total_rows) == (1, True, 2)


def test_time_ends_what_can_be_interrupted(lowered: Lowered, database: Path) -> None:
    _assert_timed_out(
        lowered, database, "SELECT sum(hash(a.range, b.range)) FROM range(1000000) a, range(1000000) b"
    )


def test_time_kills_what_can_not(lowered: Lowered, database: Path) -> None:
    _assert_timed_out(lowered, database, "SELECT levenshtein(repeat('ab', 200000), repeat('ba', 200000))")


def _assert_timed_out(lowered: Lowered, database: Path, sql: str) -> None:
    engine = lowered(timeout_seconds=0.5)
    engine.query(database, "SELECT 1").result()
    started = time.monotonic()
    with pytest.raises(QueryTimedOut, match=r"longer than 0\.5 seconds"):
        engine.query(database, sql).result()
    assert time.monotonic() - started < 1.1  # 0.5 s, 0.5 s for the kill, noise
    assert engine.query(database, "SELECT 1").result().rows == [[1]]


def test_memory_of_operators(lowered: Lowered, database: Path) -> None:
    engine = lowered(memory_bytes=50 * 1024**2)
    with pytest.raises(QueryOutOfMemory, match="aggregate or filter earlier"):
        engine.query(
            database, "SELECT count(*) FROM (SELECT DISTINCT hash(range) FROM range(20000000))"
        ).result()
    assert engine.query(database, "SELECT 1").result().rows == [[1]]


def test_memory_of_scalars(lowered: Lowered, database: Path) -> None:
    engine = lowered(address_space_bytes=1024**3)
    with pytest.raises(QueryOutOfMemory):
        engine.query(database, "SELECT length(repeat('x', 1500000000))").result()
    assert engine.query(database, "SELECT 1").result().rows == [[1]]


def test_a_query_has_no_disk(lowered: Lowered, database: Path) -> None:
    """What doesn't fit into memory ends with an error; nothing is spilled anywhere."""
    engine = lowered(memory_bytes=50 * 1024**2)
    with pytest.raises(QueryOutOfMemory, match="aggregate or filter earlier"):
        engine.query(
            database,
            "SELECT sum(r * n) FROM (SELECT n, row_number() OVER (ORDER BY hash(n)) AS r FROM range(20000000) AS t(n))",
        ).result()
    assert [path.name for path in database.parent.iterdir()] == [database.name]
    assert not [
        path for path in (*Path("/tmp").iterdir(), *Path("/").iterdir()) if "duckdb_temp" in path.name
    ]


def test_temp_disk_of_an_import(tmp_path: Path) -> None:
    from engine.connections import open_for_import

    limits = ImportLimits(memory_bytes=64 * 1024**2, temp_bytes=20 * 1024**2)
    sort = "CREATE TABLE data AS SELECT n, hash(n) AS h FROM range({}) AS t(n) ORDER BY h"
    with open_for_import(tmp_path / "data.duckdb", limits) as connection:
        connection.execute(sort.format(100_000))
        with pytest.raises(duckdb.OutOfMemoryException, match="max_temp_directory_size"):
            connection.execute(sort.replace("data", "larger", 1).format(30_000_000))
    assert [path.name for path in tmp_path.iterdir()] == ["data.duckdb"]


def test_threads(lowered: Lowered, database: Path) -> None:
    def started(threads: int) -> int:
        before = worker_pids()
        lowered(threads=threads).query(database, "SELECT 1").result()
        (worker,) = worker_pids() - before
        return len(list(Path(f"/proc/{worker}/task").iterdir()))

    assert started(threads=4) - started(threads=1) == 3


def test_length_of_the_sql(lowered: Lowered, database: Path) -> None:
    engine = lowered(max_sql_bytes=20)
    with pytest.raises(QueryRefused, match="longer than 20 bytes"):
        engine.query(database, "SELECT 'ééééééé'").result()


def test_a_missing_file(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="no longer on the server; upload the file again"):
        engine.query(tmp_path / "data.duckdb", "SELECT 1").result()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"not a database", b"\0" * 300_000, b"cut"])
def test_a_damaged_file(engine: Engine, database: Path, tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "data.duckdb"
    damaged.write_bytes(database.read_bytes()[:5_000] if content == b"cut" else content)
    with pytest.raises((DataMissing, QueryFailed)) as caught:
        engine.query(damaged, "SELECT count(*) FROM data").result()
    assert str(tmp_path) not in caught.value.message


def test_a_replaced_file_is_opened_again(engine: Engine, database: Path, tmp_path: Path) -> None:
    from engine.connections import open_for_import

    path = tmp_path / "data.duckdb"
    path.write_bytes(database.read_bytes())
    assert engine.query(path, "SELECT count(*) FROM data").result().rows == [[1000]]
    other = tmp_path / "other.duckdb"
    with open_for_import(other, ImportLimits()) as connection:
        connection.execute("CREATE TABLE data AS SELECT 1 AS x")
    other.replace(path)
    assert engine.query(path, "FROM data").result().rows == [[1]]
    path.unlink()
    with pytest.raises(DataMissing):
        engine.query(path, "FROM data").result()
