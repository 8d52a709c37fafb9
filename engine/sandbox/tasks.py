"""The functions that the pools run in their workers.

The web process pickles them by name and so imports this module; everything heavy is imported
inside them, in the worker.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.import_options import ImportOptions
from engine.limits import AnalysisLimits, ChartLimits, ImportLimits, QueryLimits
from engine.results import FileFormat, ImportResult, QueryResult
from engine.sandbox.process_limits import allow_cpu_time, cpu_seconds
from engine.statistics.request import StatisticRequest
from engine.statistics.results import StatisticResult

if TYPE_CHECKING:
    from engine.profiling.results import Profile


def run_query(database: Path, sql: str, limits: QueryLimits, max_rows: int) -> QueryResult:
    """See `engine.sandbox.executor.execute_query`."""
    from engine.sandbox.executor import execute_query

    allow_cpu_time(cpu_seconds(limits.timeout_seconds, limits.threads))
    return execute_query(database, sql, limits, max_rows)


def run_import(
    source: Path, target: Path, file_format: FileFormat, limits: ImportLimits, options: ImportOptions
) -> ImportResult:
    """See `engine.importing.importer.import_file`."""
    from engine.importing.importer import import_file

    allow_cpu_time(cpu_seconds(limits.timeout_seconds, limits.threads))
    return import_file(source, target, file_format, limits, options)


def run_chart(spec: dict[str, Any], limits: ChartLimits) -> None:
    """See `engine.chart_compiler.compile_chart`."""
    from engine.chart_compiler import compile_chart

    allow_cpu_time(cpu_seconds(limits.timeout_seconds, os.cpu_count() or 1))
    compile_chart(spec)


def run_drawing(spec: dict[str, Any], limits: ChartLimits) -> str:
    """See `engine.chart_compiler.render_svg`."""
    from engine.chart_compiler import render_svg

    allow_cpu_time(cpu_seconds(limits.timeout_seconds, os.cpu_count() or 1))
    return render_svg(spec)


def run_statistic(database: Path, request: StatisticRequest, limits: AnalysisLimits) -> StatisticResult:
    """See `engine.statistics.run.run_statistic`."""
    from engine.statistics.run import run_statistic

    allow_cpu_time(cpu_seconds(limits.timeout_seconds, limits.threads))
    return run_statistic(database, request, limits)


def run_profile(database: Path, columns: tuple[str, ...], limits: AnalysisLimits) -> Profile:
    """See `engine.profiling.run.profile_file`."""
    from engine.profiling.run import profile_file

    allow_cpu_time(cpu_seconds(limits.timeout_seconds, limits.threads))
    return profile_file(database, columns, limits)


def answer_ping() -> bool:
    """Whether this worker can run DuckDB."""
    from engine.connections import answers

    return answers()


def load_importer() -> None:
    """Import what imports need, so that the first one doesn't wait for it."""
    import engine.importing.importer  # noqa: F401


def load_chart_compiler() -> None:
    """Import what charts need, so that the first one doesn't wait for it."""
    import engine.chart_compiler  # noqa: F401
