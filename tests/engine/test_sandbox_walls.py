"""What a worker process can't do even when native code in it is broken into: real calls in real workers."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import worker_processes
from engine.errors import EngineError
from engine.limits import AnalysisLimits, ChartLimits, EngineConfig, ImportLimits, QueryLimits
from engine.pool import Engine
from engine.sandbox import landlock, process_limits, tasks
from engine.worker import WorkerDied
from engine.worker_pool import WorkerPool
from engine.worker_processes import NumericContext

needs_landlock = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")

Call = Callable[..., BaseException | None]
READERS = ["in_query_worker", "in_analysis_worker"]


class Raised(EngineError):
    """Carries what a call in the worker raised."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(repr(error))
        self.error = error


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "beside.txt").write_text("secret")
    (tmp_path / "data" / "mine.txt").write_text("mine")
    return tmp_path / "data"


def _caller(pool: WorkerPool) -> Call:
    """Calls any function of a loaded module in the pool's worker; returns what it raised."""

    def call(function: Callable[..., Any], *arguments: Any) -> BaseException | None:
        error = pool.submit(function, arguments, 20.0, Raised).exception()
        return error.error if isinstance(error, Raised) else error

    return call


@pytest.fixture
def in_query_worker(data_dir: Path) -> Iterator[Call]:
    pool = WorkerPool(1, process_limits.restrict_reading_worker, (QueryLimits(), data_dir))
    yield _caller(pool)
    pool.close()


@pytest.fixture
def in_import_worker(data_dir: Path) -> Iterator[Call]:
    pool = WorkerPool(1, process_limits.restrict_import_worker, (ImportLimits(), data_dir))
    yield _caller(pool)
    pool.close()


@pytest.fixture
def in_analysis_worker(data_dir: Path) -> Iterator[Call]:
    pool = WorkerPool(
        1, process_limits.restrict_reading_worker, (AnalysisLimits(), data_dir), NumericContext()
    )
    yield _caller(pool)
    pool.close()


@pytest.fixture
def in_chart_worker() -> Iterator[Call]:
    pool = WorkerPool(1, process_limits.restrict_chart_worker, (ChartLimits(),))
    yield _caller(pool)
    pool.close()


@needs_landlock
@pytest.mark.parametrize("worker", READERS)
def test_a_reading_worker_reads_the_data_and_nothing_else(
    worker: str, data_dir: Path, request: pytest.FixtureRequest
) -> None:
    call: Call = request.getfixturevalue(worker)
    assert call(Path.read_text, data_dir / "mine.txt") is None
    assert call(os.listdir, data_dir) is None
    for path in (
        Path("/etc/passwd"),
        data_dir.parent / "beside.txt",
        Path(__file__),
        Path(f"/proc/{os.getpid()}/environ"),
    ):
        assert isinstance(call(Path.read_text, path), PermissionError), path
    for folder in ("/", "/etc", data_dir.parent, Path.cwd()):
        assert isinstance(call(os.listdir, folder), PermissionError), folder


@needs_landlock
@pytest.mark.parametrize("worker", READERS)
def test_a_reading_worker_writes_nowhere(worker: str, data_dir: Path, request: pytest.FixtureRequest) -> None:
    call: Call = request.getfixturevalue(worker)
    for folder in (data_dir, Path("/tmp"), Path("/dev/shm")):
        assert isinstance(call(Path.write_text, folder / "new.txt", "x"), OSError)
        assert isinstance(call(Path.mkdir, folder / "new"), OSError)
        assert not (folder / "new.txt").exists()
    mine = data_dir / "mine.txt"
    assert isinstance(call(Path.write_text, mine, "x"), OSError)
    assert isinstance(call(Path.unlink, mine), OSError)
    assert isinstance(call(Path.rename, mine, data_dir / "other.txt"), OSError)
    assert mine.read_text() == "mine"


@needs_landlock
def test_an_import_worker_writes_beneath_the_data_only(in_import_worker: Call, data_dir: Path) -> None:
    assert in_import_worker(Path.write_text, data_dir / "copy.txt", "x") is None
    assert in_import_worker(Path.rename, data_dir / "copy.txt", data_dir / "mine.txt") is None
    assert (data_dir / "mine.txt").read_text() == "x"
    assert isinstance(in_import_worker(Path.write_text, data_dir.parent / "beside.txt", "x"), PermissionError)
    assert isinstance(in_import_worker(Path.read_text, data_dir.parent / "beside.txt"), PermissionError)
    assert isinstance(in_import_worker(Path.read_text, Path("/etc/passwd")), PermissionError)


@pytest.mark.parametrize("worker", [*READERS, "in_import_worker", "in_chart_worker"])
def test_no_worker_has_a_network_or_children(worker: str, request: pytest.FixtureRequest) -> None:
    call: Call = request.getfixturevalue(worker)
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            assert isinstance(call(socket.socket, family, kind), PermissionError)
    assert isinstance(call(os.fork), PermissionError)
    assert isinstance(call(subprocess.run, ["/bin/true"]), PermissionError)
    assert isinstance(call(os.execv, "/bin/true", ["true"]), PermissionError)
    assert call(tasks.answer_ping) is None  # DuckDB's threads stay possible


@needs_landlock
@pytest.mark.skipif(landlock.version() < 6, reason="this kernel's Landlock doesn't know signals")
def test_a_worker_signals_nobody(in_query_worker: Call) -> None:
    for pid in (os.getpid(), os.getppid(), 1):
        assert isinstance(in_query_worker(os.kill, pid, 0), PermissionError)


def test_open_files_are_limited(in_query_worker: Call, data_dir: Path) -> None:
    error = in_query_worker(list, map(os.open, [data_dir] * 200, [os.O_RDONLY] * 200))
    assert isinstance(error, OSError)
    assert "Too many open files" in str(error)


def test_processor_time_is_limited_task_by_task(in_query_worker: Call) -> None:
    for _ in range(4):  # each within its second, together above it
        assert in_query_worker(process_limits.allow_cpu_time, 1) is None
        assert in_query_worker(sum, range(20_000_000)) is None
    assert in_query_worker(process_limits.allow_cpu_time, 1) is None
    assert isinstance(in_query_worker(sum, range(10**12)), WorkerDied)


def test_the_engine_works_behind_the_walls(database: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("a,b\n1,x\n2,y\n")
    engine = Engine(EngineConfig(data_dir=tmp_path))
    try:
        result = engine.import_file(source, tmp_path, "csv").result()
        assert result.row_count == 2
        assert engine.query(tmp_path / "data.duckdb", "SELECT sum(a) FROM data").result().rows == [[3]]
        outside = engine.query(database, "SELECT 1").exception()
        assert (outside is not None) == bool(landlock.version())
    finally:
        engine.close()


def test_a_kernel_without_landlock_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    with caplog.at_level("INFO", logger="engine.pool"):
        Engine(EngineConfig()).close()
    assert [record.message for record in caplog.records if "no Landlock" in record.message] == [
        "This kernel has no Landlock: workers run without its restriction of files and TCP"
    ]
    landlock.restrict(readable=[])
    assert Path("/etc/passwd").read_text()


def test_what_forks_workers_has_no_threads(in_analysis_worker: Call) -> None:
    in_analysis_worker(os.getpid)
    for server in (worker_processes._server, worker_processes._numeric_server):
        if server._process is not None:
            assert len(list(Path(f"/proc/{server._process.pid}/task").iterdir())) == 1
