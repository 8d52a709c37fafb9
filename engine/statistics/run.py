"""From a request to its result: the one way by which a statistics worker computes something.

Each operation of the catalogue is a function `(sample) -> StatisticResult` named here and imported
when it is first asked for. Import this module in worker processes only.
"""

from __future__ import annotations

import dataclasses
import importlib
import logging
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import duckdb
import numpy as np

from engine.errors import EngineError, StatisticRefused
from engine.limits import AnalysisLimits
from engine.sandbox.reading import reading
from engine.sandbox.wording import STATISTIC
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.fetch import Fetched, fetch, fetch_shown, shown_columns
from engine.statistics.operation import ParameterRefused
from engine.statistics.request import StatisticRequest
from engine.statistics.results import ResultTable, StatisticResult
from engine.statistics.sample import Sample

_log = logging.getLogger(__name__)
Statistic = Callable[[Sample], StatisticResult]

FUNCTIONS: Mapping[str, str] = {
    "describe": "descriptive:describe",
    "correlation": "correlation:correlation",
    "partial_correlation": "correlation_partial:partial_correlation",
    "correlation_matrix": "correlation_matrix:correlation_matrix",
    "normality": "normality:normality",
    "outliers": "outliers:outliers",
    "compare_groups": "compare_groups:compare_groups",
    "compare_variances": "variances:compare_variances",
    "compare_columns": "compare_columns:compare_columns",
    "one_sample": "one_sample:one_sample",
    "contingency": "contingency:contingency",
    "cluster": "cluster:cluster",
    "linear_regression": "regression:linear_regression",
    "logistic_regression": "logistic:logistic_regression",
    "predict": "prediction:predict",
    "trend": "trend:trend",
    "seasonality": "seasonality:seasonality",
    "forecast": "forecast:forecast",
}
"""Operation → `module:function` within this package."""


def run_statistic(path: Path, request: StatisticRequest, limits: AnalysisLimits) -> StatisticResult:
    """Compute what is requested over the DuckDB file at `path`.

    Raises StatisticRefused, QueryRefused, QueryFailed, QueryTimedOut, QueryOutOfMemory, DataMissing.
    """
    started = time.perf_counter()
    with reading(path, limits, STATISTIC) as opened:
        fetched = _fetched(opened.connection, request, limits)
        result = compute(request.operation, fetched.sample)
        tables = _with_shown(opened.connection, request, result.tables)
    return dataclasses.replace(
        result,
        tables=tuple(_bounded(table, limits.max_table_rows) for table in tables),
        warnings=tuple(dict.fromkeys((*fetched.warnings, *result.warnings))),
        total_rows=fetched.total_rows,
        elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def function_of(operation: str) -> Statistic:
    """The function that computes an operation. Raises KeyError for a name that isn't in the catalogue."""
    module, _, name = FUNCTIONS[operation].partition(":")
    return cast(Statistic, getattr(importlib.import_module(f"engine.statistics.{module}"), name))


def load_all() -> None:
    """Import every statistic and the libraries it stands on."""
    for operation in FUNCTIONS:
        function_of(operation)


def compute(operation: str, sample: Sample) -> StatisticResult:
    """The statistic of a sample, whatever the libraries say on the way.

    Raises StatisticRefused when the data doesn't carry it; no library's exception or warning leaves.
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return function_of(operation)(sample)
        except (EngineError, MemoryError):
            raise
        except Exception as error:  # each is a check that a statistic lacks: somebody should see it
            _log.exception("%s failed", operation)
            title = OPERATIONS[operation].title
            raise StatisticRefused(f"{title} can't be computed from these values.") from error


def _fetched(
    connection: duckdb.DuckDBPyConnection, request: StatisticRequest, limits: AnalysisLimits
) -> Fetched:
    try:
        fetched = fetch(connection, request, limits)
    except ParameterRefused as error:
        raise StatisticRefused(str(error)) from None
    if not fetched.total_rows:
        raise StatisticRefused("There are no rows to compute with: the plan's filters and steps leave none.")
    return fetched


def _with_shown(
    connection: duckdb.DuckDBPyConnection, request: StatisticRequest, tables: tuple[ResultTable, ...]
) -> tuple[ResultTable, ...]:
    """The tables; one whose first column is `row` also says what else stands in these rows."""
    names = shown_columns(request)
    if not names:
        return tables
    return tuple(
        _beside(connection, names, table) if table.rows and table.column_names[0] == "row" else table
        for table in tables
    )


def _beside(connection: duckdb.DuckDBPyConnection, names: list[str], table: ResultTable) -> ResultTable:
    columns, values = fetch_shown(connection, names, [row[0] for row in table.rows])
    rows = [[*row, *beside] for row, beside in zip(table.rows, values, strict=True)]
    return dataclasses.replace(table, columns=(*table.columns, *columns), rows=rows)


def _bounded(table: ResultTable, max_rows: int) -> ResultTable:
    return dataclasses.replace(table, rows=table.rows[:max_rows])
