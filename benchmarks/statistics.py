"""Statistics over many rows: through the engine's worker, against the same library call in a bare script."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from scipy import stats

from benchmarks.bare import seconds_in_process
from benchmarks.report import Row
from engine.limits import EngineConfig
from engine.pool import Engine
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.request import StatisticRequest

_COLUMNS = "SELECT height, weight FROM data"


def measure(folder: Path, rows: int) -> list[Row]:
    database = folder / "data.duckdb"
    _make(database, rows)
    engine = Engine(EngineConfig(data_dir=folder))
    try:
        engine.warm_up()
        engine.statistic(database, _request("describe", {"columns": ("height",)})).result()
        return [_compared(engine, database, rows, *case) for case in _CASES]
    finally:
        engine.close()
        database.unlink()


def _compared(
    engine: Engine, database: Path, rows: int, name: str, request: StatisticRequest, bare: Callable[..., None]
) -> Row:
    started = time.perf_counter()
    engine.statistic(database, request).result()
    ours = time.perf_counter() - started
    theirs = seconds_in_process(_bare_seconds, bare, database)
    what = f"{name} over {rows / 1e6:g} million rows ÷ bare SciPy"
    return Row(what, ours / theirs, "", f"{ours:.2f} s against {theirs:.2f} s")


def _make(database: Path, rows: int) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "CREATE TABLE data AS SELECT 150 + (hash(i) % 50000) / 1000.0 AS height, "
            f"40 + (hash(i) % 50000) / 2000.0 + (hash(i * 3) % 30000) / 1000.0 AS weight "
            f"FROM range({rows}) t(i)"
        )


def _request(operation: str, roles: Mapping[str, tuple[str, ...]], **given: Any) -> StatisticRequest:
    parameters = OPERATIONS[operation].complete(given)
    return StatisticRequest(operation, _COLUMNS, roles, parameters)


def _bare_seconds(compute: Callable[..., None], database: Path) -> float:
    started = time.perf_counter()
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("SET threads = 2")
        columns = connection.execute(_COLUMNS).fetchnumpy()
    compute(columns["height"].data, columns["weight"].data)
    return time.perf_counter() - started


def _describe(height: Any, weight: Any) -> None:
    for column in (height, weight):
        stats.describe(column)
        np.quantile(column, [0.25, 0.5, 0.75])
        stats.mode(column)


def _pearson(height: Any, weight: Any) -> None:
    stats.pearsonr(height, weight)


def _spearman(height: Any, weight: Any) -> None:
    stats.spearmanr(height, weight)


_PAIR = {"x_axis": ("height",), "y_axis": ("weight",)}
_CASES: tuple[tuple[str, StatisticRequest, Callable[..., None]], ...] = (
    ("describe two columns", _request("describe", {"columns": ("height", "weight")}), _describe),
    ("Pearson correlation", _request("correlation", _PAIR), _pearson),
    ("Spearman correlation", _request("correlation", _PAIR, method="spearman"), _spearman),
)
