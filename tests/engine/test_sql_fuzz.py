"""Thousands of generated statements against the real pool: nothing breaks, leaks or stays behind.

`SQL_FUZZ_STATEMENTS` and `SQL_FUZZ_SEED` run more, or others.
"""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import Future
from pathlib import Path

from engine.errors import QueryFailed, QueryOutOfMemory, QueryRefused, QueryTimedOut
from engine.pool import Engine
from engine.results import QueryResult
from tests.engine.conftest import FOLDER, SECRET, file_hash, make_engine, worker_pids
from tests.engine.sql_fuzz import SqlFuzzer

STATEMENTS = int(os.environ.get("SQL_FUZZ_STATEMENTS", "2000"))
SEED = int(os.environ.get("SQL_FUZZ_SEED", "20240229"))
AT_ONCE = 8
EXPECTED = QueryRefused | QueryFailed | QueryTimedOut | QueryOutOfMemory
CANARY = "canary-beside-91d2"


def test_generated_sql_breaks_nothing(database: Path) -> None:
    """A canary lies beside the data, in the server's environment and in the path of the file."""
    beside = database.parent / "beside.csv"
    beside.write_text(f"a\n{CANARY}\n")
    before, workers = file_hash(database), worker_pids()
    engine = make_engine(query_workers=2, timeout_seconds=0.3, max_rows=100)
    try:
        outcomes = _run_all(engine, database)
    finally:
        engine.close()
        beside.unlink()
    assert outcomes["answered"] > STATEMENTS // 20, outcomes  # the generator isn't all nonsense
    assert outcomes["QueryRefused"] > STATEMENTS // 20, outcomes
    assert worker_pids() <= workers
    assert file_hash(database) == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]
    assert not list(Path("/tmp").glob("stolen*"))


def _run_all(engine: Engine, database: Path) -> Counter[str]:
    fuzzer = SqlFuzzer(SEED)
    running: list[tuple[str, Future[QueryResult]]] = []
    outcomes: Counter[str] = Counter()
    for number in range(STATEMENTS):
        sql = fuzzer.statement()
        owner = f"user {number % 3}"
        running.append((sql, engine.query(database, sql.replace("{database}", str(database)), owner=owner)))
        if len(running) == AT_ONCE:
            outcomes[_outcome(*running.pop(0))] += 1
    outcomes.update(_outcome(sql, future) for sql, future in running)
    return outcomes


def _outcome(sql: str, future: Future[QueryResult]) -> str:
    error = future.exception()
    assert error is None or isinstance(error, EXPECTED), f"{error!r} from {sql!r}"
    answer = repr(future.result()) if error is None else f"{error!r} {error.__cause__!r}"
    for secret in (SECRET, CANARY):
        assert secret not in answer, sql
    assert FOLDER not in answer or "{database}" in sql, sql  # it may quote what the sender knew
    return "answered" if error is None else type(error).__name__
