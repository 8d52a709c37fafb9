"""A real DuckDB file, real engines, and views of their worker processes."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import worker_processes
from engine.limits import EngineConfig, ImportLimits, QueryLimits
from engine.pool import Engine

SECRET = "canary-7f3a91"
"""In the environment of the server; must occur in nothing that the engine says."""
FOLDER = "canary-folder-4c08"
"""In the path of the data; the same."""

TABLE = """
    CREATE TABLE data AS
    SELECT range AS id, chr((97 + range % 3)::INTEGER) AS name, (range * 0.5)::DECIMAL(10, 2) AS price,
        DATE '2024-01-01' + (range % 10)::INTEGER AS day, if(range % 2 = 1, 'n' || range, NULL) AS note
    FROM range(1000)
"""


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session's columnar copy as the importer leaves it."""
    from engine.connections import open_for_import

    path = tmp_path_factory.mktemp(FOLDER) / "data.duckdb"
    with open_for_import(path, ImportLimits()) as connection:
        connection.execute(TABLE)
    return path


@pytest.fixture(scope="session", autouse=True)
def _canary_in_the_environment() -> Iterator[None]:
    os.environ["SECRET_KEY"] = SECRET
    yield
    del os.environ["SECRET_KEY"]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One worker, default limits but a short deadline."""
    running = make_engine(timeout_seconds=5.0)
    yield running
    running.close()


@pytest.fixture
def lowered() -> Iterator[Callable[..., Engine]]:
    """Engines with lowered query limits: `lowered(max_rows=3)`."""
    running: list[Engine] = []

    def start(query_workers: int = 1, **limits: Any) -> Engine:
        running.append(make_engine(query_workers, **limits))
        return running[-1]

    yield start
    for started in running:
        started.close()


def make_engine(query_workers: int = 1, cache_bytes: int = 0, **limits: Any) -> Engine:
    """Without a cache, unless asked for: a test that repeats a query means the worker."""
    query = dataclasses.replace(QueryLimits(), **limits)
    return Engine(EngineConfig(query_workers=query_workers, query=query, cache_bytes=cache_bytes))


def file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def worker_pids() -> set[int]:
    """The live children of the fork servers."""
    servers = (worker_processes._server._process, worker_processes._numeric_server._process)
    return {
        child
        for server in servers
        if server is not None and server.poll() is None
        for child in children_of(server.pid)
    }


def children_of(pid: int) -> set[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    return {int(child) for child in listing.read_text().split() if is_alive(int(child))}


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def cpu_ticks(pid: int) -> int:
    """Processor time that a process has used, in kernel ticks (10 ms)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def wait_until(condition: Callable[[], Any], what: str, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for: {what}"
        time.sleep(0.005)
