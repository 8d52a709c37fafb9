"""Statistics as their callers get them: through the engine, in a sandboxed worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from engine.errors import (
    DataMissing,
    EngineError,
    QueryFailed,
    QueryOutOfMemory,
    QueryRefused,
    QueryTimedOut,
    StatisticRefused,
    WorkerCrashed,
)
from engine.pool import Engine
from engine.statistics.request import StatisticRequest
from engine.statistics.results import StatisticResult
from tests.engine.conftest import FOLDER, cpu_ticks, is_alive, wait_until, worker_pids
from tests.engine.statistics.tables import assert_json_safe, find, one_row
from tests.engine.test_pool import STUCK

ROOT = Path(__file__).resolve().parents[3]
Lowered = Callable[..., Engine]
X_AND_PRICE = {"x_axis": ("x",), "y_axis": ('price "net" EUR',)}


def _ask(
    engine: Engine,
    table: Path,
    operation: str,
    roles: Mapping[str, tuple[str, ...]],
    sql: str = "SELECT * FROM data",
    **parameters: Any,
) -> Future[StatisticResult]:
    return engine.statistic(table, StatisticRequest(operation, sql, roles, parameters))


def _error(future: Future[StatisticResult]) -> EngineError:
    error = future.exception(60)
    assert isinstance(error, EngineError)
    return error


def test_a_statistic_comes_back(engine: Engine, table: Path) -> None:
    result = _ask(engine, table, "correlation", X_AND_PRICE).result(60)
    x = [value % 7 for value in range(1000)]
    price = [value % 7 * 2 + value % 3 for value in range(1000)]
    expected = stats.pearsonr(x, price).statistic
    assert one_row(result, "correlation")["coefficient"] == pytest.approx(expected, rel=1e-14)
    assert (result.operation, result.n, result.missing, result.total_rows) == ("correlation", 1000, 0, 1000)
    assert result.elapsed_ms > 0
    assert_json_safe(result)


def test_the_rows_are_those_of_the_select(engine: Engine, table: Path) -> None:
    sql = "WITH chosen AS (SELECT gaps FROM data WHERE id < 100) SELECT gaps FROM chosen -- a hundred"
    result = _ask(engine, table, "describe", {"columns": ("gaps",)}, sql).result(60)
    assert (result.n, result.missing, result.total_rows) == (75, 25, 100)


def test_groups_arrive_as_text(engine: Engine, table: Path) -> None:
    roles = {"columns": ("x",), "group_by": ("even",)}
    result = _ask(engine, table, "describe", roles).result(60)
    assert [row[0] for row in find(result, "description").rows] == ["false", "true"]


def test_infinite_values_are_said_once(engine: Engine, table: Path) -> None:
    result = _ask(engine, table, "describe", {"columns": ("wild",)}).result(60)
    assert (result.n, result.missing) == (998, 2)
    assert result.warnings == ("2 values of wild are infinite or not a number, and count as missing.",)


def test_outliers_stand_in_their_rows(engine: Engine, table: Path) -> None:
    """Other columns are shown as they are: whole numbers whole, decimals exact, dates as dates."""
    roles = {"target_column": ("id",), "columns": ("note", "day", 'price "net" EUR', "id", "nothing")}
    sql = "SELECT * FROM data ORDER BY id DESC"
    result = _ask(engine, table, "outliers", roles, sql, threshold=0, max_rows=3).result(60)
    listing = find(result, "outliers")
    assert listing.column_names == ["row", "id", "score", "note", "day", 'price "net" EUR', "nothing"]
    assert [column.type for column in listing.columns[3:]] == ["VARCHAR", "DATE", "DECIMAL(10,2)", "DOUBLE"]
    assert listing.rows[0][:2] in ([1, 999.0], [1000, 0.0])
    rows = {row[0]: row[3:] for row in listing.rows}
    assert rows[1] == ["text 999", "2026-09-26", 10.0, None]
    assert len(listing.rows) == 3 < listing.total_rows


def test_tables_and_cells_are_limited(lowered: Lowered, table: Path) -> None:
    """A table is cut; above its cells a statistic takes a sample where it can. Both say so."""
    engine = lowered(max_table_rows=4, max_cells=1_000)
    roles = {"columns": ("x",), "group_by": ("grade",)}
    result = _ask(engine, table, "describe", roles, "SELECT * FROM data WHERE id < 100").result(60)
    listing = find(result, "description")
    assert (len(listing.rows), listing.total_rows, listing.truncated) == (4, 10, True)

    result = _ask(engine, table, "correlation", X_AND_PRICE).result(60)
    assert 400 < result.n < 600
    assert result.total_rows == 1000
    assert result.warnings[0].startswith(f"Computed from a sample of {result.n} of the 1,000 rows")
    error = _error(_ask(engine, table, "describe", {"columns": ("x", "id")}))
    assert error.message.startswith("Descriptive statistics needs every row, and these are 2,000 values")


@pytest.mark.parametrize(
    ("operation", "roles", "kind", "sentence"),
    [
        (
            "correlation",
            {"x_axis": ("x",), "y_axis": ("same",)},
            StatisticRefused,
            "Every value of same is 5",
        ),
        ("correlation", {"x_axis": ("x",), "y_axis": ("note",)}, StatisticRefused, "needs numbers in note"),
        (
            "correlation",
            {"x_axis": ("x",), "y_axis": ("y",)},
            StatisticRefused,
            "There is no column y; there",
        ),
        (
            "normality",
            {"target_column": ("nothing",)},
            StatisticRefused,
            "only 0 of 1000 rows with a value in",
        ),
        ("outliers", {}, StatisticRefused, "Outliers takes 1 column as target_column, not 0."),
    ],
)
def test_refusals_are_sentences(
    engine: Engine, table: Path, operation: str, roles: dict[str, Any], kind: type[EngineError], sentence: str
) -> None:
    error = _error(_ask(engine, table, operation, roles))
    assert type(error) is kind
    assert sentence in error.message


@pytest.mark.parametrize(
    ("sql", "kind", "sentence"),
    [
        ("DROP TABLE data", QueryRefused, "Only statements that read can run here"),
        (
            "SELECT x FROM read_csv('/etc/passwd')",
            QueryRefused,
            "The table function read_csv is not available",
        ),
        ("SELECT y AS x FROM data", QueryFailed, 'Referenced column "y" not found'),
        ("SELECT note::INTEGER AS x FROM data", QueryFailed, "Could not convert string 'text 0' to INT32"),
    ],
)
def test_sql_is_held_to_the_rules_of_queries(
    engine: Engine, table: Path, sql: str, kind: type[EngineError], sentence: str
) -> None:
    error = _error(_ask(engine, table, "describe", {"columns": ("x",)}, sql))
    assert type(error) is kind
    assert sentence in error.message


def test_an_unknown_parameter_is_named(engine: Engine, table: Path) -> None:
    error = _error(_ask(engine, table, "describe", {"columns": ("x",)}, median=True))
    assert error.message == "describe has no parameter 'median'; it has: population, quantiles."


def test_a_file_that_is_gone_is_said(engine: Engine, tmp_path: Path) -> None:
    error = _error(_ask(engine, tmp_path / FOLDER / "data.duckdb", "describe", {"columns": ("x",)}))
    assert isinstance(error, DataMissing)
    assert FOLDER not in error.message


def test_a_statistic_that_takes_too_long_is_ended(lowered: Lowered, table: Path) -> None:
    engine = lowered(timeout_seconds=1.0)
    error = _error(_ask(engine, table, "describe", {"columns": ("x",)}, f"{STUCK} AS x"))
    assert isinstance(error, QueryTimedOut)
    assert error.message == (
        "The statistic took longer than 1 seconds and was ended; filter the data first, or choose fewer columns."
    )
    assert _ask(engine, table, "describe", {"columns": ("x",)}, "SELECT 1 AS x").result(60).n == 1


def test_a_statistic_that_needs_too_much_memory_is_ended(lowered: Lowered, table: Path) -> None:
    engine = lowered(memory_bytes=64 * 1024**2)
    sql = "SELECT hash(range)::DOUBLE AS x FROM range(20000000)"
    error = _error(_ask(engine, table, "describe", {"columns": ("x",)}, sql))
    assert isinstance(error, QueryOutOfMemory)
    assert error.message == (
        "The statistic needed more memory than it may use; filter the data first, or choose fewer columns."
    )
    assert _ask(engine, table, "describe", {"columns": ("x",)}, "SELECT 1 AS x").result(60).n == 1


def test_the_address_space_is_the_wall_behind(lowered: Lowered, table: Path) -> None:
    engine = lowered(address_space_bytes=2 * 1024**3, memory_bytes=4 * 1024**3)
    error = _error(
        _ask(engine, table, "describe", {"columns": ("x",)}, "SELECT range AS x FROM range(49000000)")
    )
    assert isinstance(error, QueryOutOfMemory)
    assert _ask(engine, table, "describe", {"columns": ("x",)}, "SELECT 1 AS x").result(60).n == 1


def _stuck(engine: Engine, table: Path) -> tuple[Future[StatisticResult], int]:
    """A statistic that is known to be running, and its worker."""
    before = worker_pids()
    _ask(engine, table, "describe", {"columns": ("x",)}).result(60)
    (worker,) = worker_pids() - before
    ticks = cpu_ticks(worker)
    future = _ask(engine, table, "describe", {"columns": ("x",)}, f"{STUCK} AS x")
    wait_until(lambda: cpu_ticks(worker) > ticks + 10, "the worker to work")
    return future, worker


def test_cancelling_kills_the_worker(lowered: Lowered, table: Path) -> None:
    engine = lowered()
    future, worker = _stuck(engine, table)
    assert future.cancel()
    with pytest.raises(CancelledError):
        future.result()
    wait_until(lambda: not is_alive(worker), "the worker's end", 2)
    assert _ask(engine, table, "describe", {"columns": ("x",)}).result(60).n == 1000


def test_a_worker_that_dies_twice_is_said(lowered: Lowered, table: Path) -> None:
    engine = lowered()
    before = worker_pids()
    future, worker = _stuck(engine, table)
    os.kill(worker, signal.SIGKILL)  # the statistic is begun anew, once
    wait_until(lambda: len(worker_pids() - before - {worker}) == 1, "a new worker")
    (second,) = worker_pids() - before - {worker}
    ticks = cpu_ticks(second)
    wait_until(lambda: cpu_ticks(second) > ticks + 10, "the second worker to work")
    os.kill(second, signal.SIGKILL)
    error = _error(future)
    assert isinstance(error, WorkerCrashed)
    assert error.message == (
        "The worker process ended unexpectedly while it computed this statistic; try again, or filter the data "
        "first, or choose fewer columns."
    )


ALL_LIBRARIES = """
import sys
from pathlib import Path
from engine.limits import EngineConfig
from engine.pool import Engine
from engine.statistics.request import StatisticRequest

if __name__ == "__main__":
    database = Path(sys.argv[1])
    engine = Engine(EngineConfig(analysis_workers=1, data_dir=database.parent))
    engine.warm_up()
    roles = {"target_column": ("x",), "columns": ('price "net" EUR', "region")}
    request = StatisticRequest("predict", "SELECT * FROM data", roles, {"model": "random_forest"})
    print(engine.statistic(database, request).result().n)
    print(engine.statistic(database, StatisticRequest("cluster", request.sql, {"columns": ("x",)})).result().n)
    engine.close()
    loaded = {"duckdb", "numpy", "pandas", "scipy", "sklearn", "statsmodels"} & set(sys.modules)
    sys.exit(f"The server's process loaded {loaded}" if loaded else 0)
"""


def test_the_libraries_work_behind_the_walls_and_say_nothing(table: Path) -> None:
    """No warning about semaphores, processors or threads reaches the server's output."""
    script = [sys.executable, "-c", ALL_LIBRARIES, str(table)]
    run = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (run.stdout, run.stderr, run.returncode) == ("1000\n1000\n", "", 0)
