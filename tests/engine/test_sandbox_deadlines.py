"""Stop and time-out end a query within 500 ms, whatever it does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.pool import Engine
from tests.engine.conftest import cpu_ticks, is_alive, make_engine, wait_until, worker_pids

DEADLINE = 0.6
OVERRUN = 0.5
STUBBORN = [
    "SELECT levenshtein(repeat('ab', 200000), repeat('ba', 200000))",
    "SELECT damerau_levenshtein(repeat('ab', 100000), repeat('ba', 100000))",
    "SELECT * FROM data" + "".join(f", LATERAL (SELECT data.id + {n} AS x{n})" for n in range(200)),
    "SELECT regexp_replace(repeat('a', 5000000), '(a{1,100}){1,100}', 'b', 'g')",
    "SELECT regexp_matches(repeat('a', 50000000) || n, '(a*)*(a*)*(a*)*c') FROM range(1000) AS t(n)",
    "SELECT max(length(repeat('x', 400000000 + n::BIGINT))) FROM range(1000) AS t(n)",
    "SELECT max(len(list_sort(range(20000000 + n)))) FROM range(1000) AS t(n)",
    "SELECT len(list(n ORDER BY hash(n))) FROM range(30000000) AS t(n)",
    "SELECT repeat('x', 3000) FROM range(1000000000) AS t(n) WHERE hash(n) % 999999937 = 1",
    "SELECT count(*) FROM data AS a, data AS b, data AS c, data AS d",
    "SELECT sum(hash(a.range, b.range)) FROM range(1000000) AS a, range(1000000) AS b",
    "WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM t) SELECT max(x) FROM t",
    "WITH RECURSIVE t AS (SELECT 1 AS x UNION SELECT x + 1 FROM t) SELECT max(x) FROM t",
    "SELECT jaccard(repeat('ab', 90000000), repeat('ba', 90000000)) FROM range(1000)",
    "SELECT max(list_reduce(range(3000000 + n), lambda a, b: a + b)) FROM range(1000) AS t(n)",
    "SELECT quantile_cont(hash(n), 0.5) OVER (ORDER BY n ROWS 100000 PRECEDING) FROM range(1000000) AS t(n)",
    "SELECT " + ", ".join(f"count(DISTINCT id + {n})" for n in range(800)) + " FROM data",
    "WITH t0 AS (SELECT unnest([1, 2]) AS x)"
    + "".join(f", t{n} AS (SELECT a.x FROM t{n - 1} AS a, t{n - 1} AS b)" for n in range(1, 40))
    + " SELECT count(*) FROM t39",
]


@pytest.fixture(scope="module")
def engine(database: Path) -> Iterator[Engine]:
    running = make_engine(timeout_seconds=DEADLINE)
    running.query(database, "SELECT 1").result()  # a start costs no deadline
    yield running
    running.close()


@pytest.mark.parametrize("sql", STUBBORN, ids=[sql[:60] for sql in STUBBORN])
def test_the_deadline_holds(engine: Engine, database: Path, sql: str) -> None:
    started = time.monotonic()
    error = engine.query(database, sql).exception()
    overrun = time.monotonic() - started - DEADLINE
    assert overrun < OVERRUN, f"{overrun * 1000:.0f} ms late"
    assert error is None or isinstance(error, EngineError)
    assert engine.query(database, "SELECT 1").result().rows == [[1]]


@pytest.mark.parametrize("sql", STUBBORN, ids=[sql[:60] for sql in STUBBORN])
def test_a_stop_ends_it_at_once(database: Path, sql: str) -> None:
    before = worker_pids()
    engine = make_engine(timeout_seconds=30.0)
    try:
        engine.query(database, "SELECT 1").result()
        (worker,) = worker_pids() - before
        ticks = cpu_ticks(worker)
        future = engine.query(database, sql)
        wait_until(lambda: cpu_ticks(worker) > ticks + 5 or future.done(), "the worker to work")
        started = time.monotonic()
        stopped = future.cancel()
        with pytest.raises(CancelledError) if stopped else pytest.raises(EngineError):
            future.result()
        if stopped:
            wait_until(lambda: not is_alive(worker), "the worker's end", OVERRUN)
            assert time.monotonic() - started < OVERRUN
    finally:
        engine.close()
