"""Repeated queries: answered from memory, as long as nothing has changed."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import DataMissing, QueryFailed
from engine.pool import Engine
from engine.result_cache import QueryKey, ResultCache
from engine.results import Column, QueryResult

Lowered = Callable[..., Engine]
RESULT = QueryResult((Column("a", "INTEGER"),), [[1]], False, 1, 12.5, repeatable=True)


def _key(sql: str) -> QueryKey:
    return QueryKey("/data", 1, 2, 3, sql, 10)


@pytest.fixture
def own_database(database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(database, tmp_path))


@pytest.fixture
def engine(lowered: Lowered) -> Engine:
    return lowered(cache_bytes=1_000_000)


def _asked_twice(engine: Engine, database: Path, sql: str) -> QueryResult:
    """The second answer, asked for after the first one has been kept (or not)."""
    engine.query(database, sql).result()
    engine.query(database, "SELECT 'kept' WHERE random() > 2").result()  # the worker's thread has moved on
    return engine.query(database, sql).result()


def test_a_repeated_query_is_answered_from_the_cache(engine: Engine, own_database: Path) -> None:
    sql = "SELECT name, count(*) FROM data GROUP BY name ORDER BY name"
    first = engine.query(own_database, sql).result()
    again = _asked_twice(engine, own_database, sql)
    assert (first.cached, again.cached) == (False, True)
    assert (again.columns, again.rows, again.total_rows) == (first.columns, first.rows, first.total_rows)
    again.rows.clear()
    assert engine.query(own_database, sql).result().rows == first.rows
    assert not engine.query(own_database, sql, max_rows=1).result().cached


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT random()",
        "SELECT gen_random_uuid()",
        "SELECT now()",
        "SELECT current_date",
        "SELECT Current_Timestamp",
        "SELECT age(TIMESTAMP '2020-01-01')",
        "SELECT id FROM data WHERE day < today() LIMIT 1",
        "WITH x AS (SELECT uuid() AS u) SELECT count(u) FROM x",
        "SELECT id FROM data USING SAMPLE 3",
        "SELECT count(*) FROM data TABLESAMPLE 10%",
        "SELECT list_transform([1], lambda x: random())",
    ],
)
def test_what_changes_by_itself_is_not_kept(engine: Engine, database: Path, sql: str) -> None:
    assert not _asked_twice(engine, database, sql).cached


def test_errors_are_not_kept(engine: Engine, database: Path) -> None:
    for _ in range(2):
        with pytest.raises(QueryFailed):
            engine.query(database, "SELECT nam FROM data").result()


def test_another_file_has_other_answers(engine: Engine, own_database: Path) -> None:
    from engine.connections import open_for_import
    from engine.limits import ImportLimits

    assert _asked_twice(engine, own_database, "SELECT count(*) FROM data").rows == [[1000]]
    other = own_database.with_name("other.duckdb")
    with open_for_import(other, ImportLimits()) as connection:
        connection.execute("CREATE TABLE data AS SELECT 1")
    other.replace(own_database)
    assert engine.query(own_database, "SELECT count(*) FROM data").result().rows == [[1]]
    own_database.unlink()
    with pytest.raises(DataMissing):
        engine.query(own_database, "SELECT count(*) FROM data").result()


def test_without_a_cache_every_query_runs(lowered: Lowered, database: Path) -> None:
    assert not _asked_twice(lowered(cache_bytes=0), database, "SELECT 1").cached


def test_the_longest_unused_goes_first() -> None:
    cache = ResultCache(max_bytes=1)
    cache.put(_key("a"), RESULT)
    assert cache.get(_key("a")) is None  # larger than all of it
    cache = ResultCache(max_bytes=_bytes_of(2))
    for sql in ("a", "b"):
        cache.put(_key(sql), RESULT)
    assert cache.get(_key("a")) is not None
    cache.put(_key("c"), RESULT)
    assert [cache.get(_key(sql)) is not None for sql in "abc"] == [True, False, True]
    cache.put(_key("c"), RESULT)
    assert cache.get(_key("a")) is not None  # what is put again isn't counted twice


def _bytes_of(entries: int) -> int:
    cache = ResultCache(max_bytes=10**9)
    for number in range(entries):
        cache.put(_key(str(number)), RESULT)
    return cache._bytes


def test_many_threads_use_it_at_once() -> None:
    cache = ResultCache(max_bytes=_bytes_of(3))

    def work() -> None:
        for number in range(500):
            cache.put(_key(str(number % 7)), RESULT)
            cache.get(_key(str(number % 5)))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache._bytes <= _bytes_of(3)
    assert cache._bytes == _bytes_of(1) * len(cache._entries)
