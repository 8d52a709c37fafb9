"""The pool as its callers see it: crashes, cancelling, queues, isolation from the server."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import pytest

from engine import worker_processes
from engine.errors import ImportRefused, QueryTimedOut, WorkerCrashed
from engine.limits import EngineConfig, ImportLimits
from engine.pool import Engine
from tests.engine.conftest import SECRET, children_of, cpu_ticks, is_alive, wait_until, worker_pids

Lowered = Callable[..., Engine]
ROOT = Path(__file__).resolve().parents[2]
STUCK = "SELECT levenshtein(repeat('ab', 900000), repeat('ba', 900000))"
"""Runs for minutes inside one call that never looks at an interrupt."""


def _started(engine: Engine, database: Path, before: set[int]) -> set[int]:
    """Run a first query and return the processes that the engine started for it."""
    assert engine.query(database, "SELECT 1").result().rows == [[1]]
    return worker_pids() - before


def _stuck(engine: Engine, database: Path, worker: int) -> Future[Any]:
    """A query that is known to be running in the given worker."""
    ticks = cpu_ticks(worker)
    future = engine.query(database, STUCK)
    wait_until(lambda: cpu_ticks(worker) > ticks + 10, "the worker to work")
    return future


def test_a_killed_worker_is_replaced(lowered: Lowered, database: Path) -> None:
    before = worker_pids()
    engine = lowered()
    (worker,) = _started(engine, database, before)
    future = _stuck(engine, database, worker)
    os.kill(worker, signal.SIGKILL)
    _kill_when_busy(before | {worker})  # the query was begun anew, once
    with pytest.raises(WorkerCrashed, match="ended unexpectedly while it ran this query"):
        future.result(5)
    assert engine.query(database, "SELECT 1").result(5).rows == [[1]]


def _kill_when_busy(others: set[int]) -> None:
    """Kill the one worker that isn't among the others, when it works."""
    wait_until(lambda: len(worker_pids() - others) == 1, "a new worker")
    (worker,) = worker_pids() - others
    ticks = cpu_ticks(worker)
    wait_until(lambda: cpu_ticks(worker) > ticks + 10, "the worker to work")
    os.kill(worker, signal.SIGKILL)


def test_a_query_whose_worker_died_is_answered_by_another(lowered: Lowered, database: Path) -> None:
    before = worker_pids()
    engine = lowered()
    _started(engine, database, before)
    future = engine.query(database, "SELECT count(*) FILTER (hash(i) % 7 = 8) FROM range(300000000) t(i)")
    _kill_when_busy(before)
    assert future.result(60).rows == [[0]]


def test_an_idle_worker_may_die(lowered: Lowered, database: Path) -> None:
    before = worker_pids()
    engine = lowered()
    (worker,) = _started(engine, database, before)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker_pids() - before - {worker} or not is_alive(worker), "its death")
    wait_until(lambda: _answers(engine, database), "an answer")


def test_a_worker_that_died_idle_is_not_noticed(lowered: Lowered, database: Path) -> None:
    before = worker_pids()
    engine = lowered()
    for _ in range(5):
        (worker,) = _started(engine, database, before)
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda pid=worker: not Path(f"/proc/{pid}").exists(), "its death")  # type: ignore[misc]
    assert engine.query(database, "SELECT 1").result(5).rows == [[1]]


def _answers(engine: Engine, database: Path) -> bool:
    try:
        return engine.query(database, "SELECT 1").result(5).rows == [[1]]
    except WorkerCrashed:
        return False


def test_cancelling_kills_the_worker(lowered: Lowered, database: Path) -> None:
    before = worker_pids()
    engine = lowered()
    (worker,) = _started(engine, database, before)
    future = _stuck(engine, database, worker)
    started = time.monotonic()
    assert future.cancel()
    with pytest.raises(CancelledError):
        future.result()
    wait_until(lambda: not is_alive(worker), "the worker's end", 2)
    assert time.monotonic() - started < 0.5
    assert engine.query(database, "SELECT 1").result(5).rows == [[1]]


async def test_cancelling_a_task_kills_the_worker(lowered: Lowered, database: Path) -> None:
    before = worker_pids()
    engine = lowered()
    (worker,) = _started(engine, database, before)
    task = asyncio.ensure_future(asyncio.wrap_future(_stuck(engine, database, worker)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(wait_until, lambda: not is_alive(worker), "the worker's end", 0.5)


def test_cancelling_a_waiting_query_kills_nobody(lowered: Lowered, database: Path) -> None:
    before = worker_pids()
    engine = lowered(timeout_seconds=1.0)
    (worker,) = _started(engine, database, before)
    running = _stuck(engine, database, worker)
    waiting = engine.query(database, "SELECT 1")
    assert waiting.cancel()
    assert is_alive(worker)
    assert isinstance(running.exception(), QueryTimedOut)


def test_waiting_costs_no_time(lowered: Lowered, database: Path) -> None:
    engine = lowered(timeout_seconds=1.0)
    engine.query(database, "SELECT 1").result()
    slow = "SELECT sum(hash(a.range, b.range)) FROM range(1000000) a, range(1000000) b"
    first, second = engine.query(database, slow), engine.query(database, slow)
    third = engine.query(database, "SELECT 1")
    assert isinstance(first.exception(), QueryTimedOut)
    started = time.monotonic()
    assert isinstance(second.exception(), QueryTimedOut)
    assert time.monotonic() - started > 0.8
    assert third.result().rows == [[1]]


def test_a_slow_query_does_not_hold_up_the_other_worker(lowered: Lowered, database: Path) -> None:
    engine = lowered(query_workers=2)
    engine.query(database, "SELECT 1").result()
    slow = engine.query(database, STUCK)
    for _ in range(20):
        assert engine.query(database, "SELECT 1").result(5).rows == [[1]]
    assert not slow.done()
    assert engine.is_healthy(2)
    slow.cancel()


def test_many_queries_at_once(lowered: Lowered, database: Path) -> None:
    engine = lowered(query_workers=2)
    futures = [engine.query(database, f"SELECT {n}") for n in range(200)]
    assert [future.result().rows for future in futures] == [[[n]] for n in range(200)]


def test_health_and_close(lowered: Lowered, database: Path) -> None:
    before = worker_pids()
    engine = lowered()
    assert engine.is_healthy(10)
    workers = worker_pids() - before
    assert len(workers) == 1
    waiting = [engine.query(database, STUCK) for _ in range(3)]
    engine.close()
    assert all(future.cancelled() for future in waiting)
    assert not any(is_alive(worker) for worker in workers)
    with pytest.raises(WorkerCrashed, match="shutting down"):
        engine.query(database, "SELECT 1").result()
    assert not engine.is_healthy(1)


def test_workers_know_nothing_of_the_server(lowered: Lowered, database: Path) -> None:
    assert os.environ["SECRET_KEY"] == SECRET
    before = worker_pids()
    (worker,) = _started(lowered(), database, before)
    server = worker_processes._server._process
    assert server is not None
    for pid in (server.pid, worker):
        assert Path(f"/proc/{pid}/environ").read_bytes() == b""
    opened = [str(fd.readlink()) for fd in Path(f"/proc/{worker}/fd").iterdir()]
    assert len(opened) < 20
    assert [path for path in opened if path.startswith(str(database.parent))] == [str(database)]
    limits = re.sub(r" +", " ", Path(f"/proc/{worker}/limits").read_text())
    for line in ("Max core file size 0 0", "Max file size 0 0", "Max open files 64 64"):
        assert line in limits


def test_the_importing_process_loads_no_duckdb() -> None:
    code = "import sys, engine.pool; sys.exit('duckdb' in sys.modules or 'vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


OWNER = """
import sys
from pathlib import Path
from engine import worker_processes
from engine.limits import EngineConfig
from engine.pool import Engine

engine = Engine(EngineConfig(query_workers=2))
database = Path(sys.argv[1])
engine.query(database, "SELECT 1").result()
engine.query(database, sys.argv[2])
print(worker_processes._server._process.pid, flush=True)
sys.stdin.read()
"""


def test_no_worker_outlives_a_killed_server(database: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(database), STUCK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert owner.stdout is not None
    fork_server = int(owner.stdout.readline())
    processes = {fork_server, *children_of(fork_server)}
    assert len(processes) == 3
    wait_until(lambda: any(cpu_ticks(pid) > 30 for pid in processes - {fork_server}), "a stuck query")
    owner.kill()
    owner.communicate()
    wait_until(lambda: not any(is_alive(pid) for pid in processes), "the end of all", 2)


def test_a_killed_fork_server_is_replaced(lowered: Lowered, database: Path) -> None:
    engine = lowered()
    engine.query(database, "SELECT 1").result()
    server = worker_processes._server._process
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    wait_until(lambda: _answers(engine, database), "an answer")


def test_import_errors_are_the_engines(database: Path, tmp_path: Path) -> None:
    """A missing upload, or one whose session was deleted meanwhile, is said plainly."""
    engine = Engine(EngineConfig(imports=ImportLimits(timeout_seconds=30)))
    try:
        error = engine.import_file(tmp_path / "missing.csv", tmp_path / "target", "csv").exception()
        assert isinstance(error, ImportRefused)
        assert error.code == "file_missing"
        assert error.message == "The file is no longer on the server; upload it again."
    finally:
        engine.close()


def test_an_import_runs_into_its_limit(tmp_path: Path) -> None:
    source = tmp_path / "large.csv"
    source.write_text("a,b\n" + "1,x\n" * 2_000_000)
    target = tmp_path / "target"
    target.mkdir()
    engine = Engine(EngineConfig(imports=ImportLimits(timeout_seconds=0.01)))
    try:
        error = engine.import_file(source, target, "csv").exception()
        assert isinstance(error, ImportRefused)
        assert error.code == "import_timeout"
    finally:
        engine.close()
