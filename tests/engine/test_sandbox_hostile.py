"""SQL from strangers: each statement has its outcome, harms nothing and learns nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import EngineError, QueryFailed, QueryOutOfMemory, QueryRefused, QueryTimedOut
from engine.pool import Engine
from tests.engine.conftest import FOLDER, SECRET, file_hash, make_engine
from tests.engine.hostile_sql import ENDS, FAILS, REFUSED

DEADLINE = 1.0


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    running = make_engine(timeout_seconds=DEADLINE)
    running.query(Path("/nowhere"), "SELECT 1").exception()  # started, so that deadlines can be measured
    yield running
    running.close()


@pytest.fixture(scope="module", autouse=True)
def _untouched(database: Path) -> Iterator[None]:
    """The file is the same, byte for byte, after all of it; and nothing lies beside it."""
    before = file_hash(database)
    yield
    assert file_hash(database) == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]
    assert not list(Path("/tmp").glob("stolen*"))


def _shortened(sql: str) -> str:
    return sql.encode("ascii", "backslashreplace").decode().replace("\0", "NUL")[:60] or "empty"


def _outcome(engine: Engine, database: Path, sql: str) -> EngineError | None:
    """Run it, check what must hold for every statement, and return its error."""
    started = time.monotonic()
    future = engine.query(database, sql.replace("{database}", str(database)))
    error = future.exception()
    assert time.monotonic() - started < DEADLINE + 0.75  # 0.5 after the deadline, and noise of the machine
    assert error is None or isinstance(error, EngineError)
    answer = repr(future.result()) if error is None else f"{error} {error!r} {error.__cause__!r}"
    assert SECRET not in answer
    assert FOLDER not in answer or "{database}" in sql  # it may quote what the sender knew
    assert engine.query(database, "SELECT count(*) FROM data").result().rows == [[1000]]
    return error


@pytest.mark.parametrize("sql", REFUSED, ids=_shortened)
def test_refused(engine: Engine, database: Path, sql: str) -> None:
    error = _outcome(engine, database, sql)
    assert isinstance(error, QueryRefused | QueryFailed)
    if isinstance(error, QueryFailed):
        assert error.message.startswith("Parser Error")
    assert len(error.message) < 1_500


@pytest.mark.parametrize("sql", FAILS, ids=_shortened)
def test_fails(engine: Engine, database: Path, sql: str) -> None:
    error = _outcome(engine, database, sql)
    assert isinstance(error, QueryFailed | QueryOutOfMemory | QueryTimedOut)


@pytest.mark.parametrize("sql", ENDS, ids=_shortened)
def test_ends_in_time(engine: Engine, database: Path, sql: str) -> None:
    _outcome(engine, database, sql)
