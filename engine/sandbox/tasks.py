"""The functions that the pools run in their workers.

The web process pickles them by name and so imports this module; everything heavy is imported
inside them, in the worker.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.limits import ImportLimits, QueryLimits
from engine.results import FileFormat, ImportResult, QueryResult


def run_query(database: Path, sql: str, limits: QueryLimits, max_rows: int) -> QueryResult:
    """See `engine.sandbox.executor.execute_query`."""
    from engine.sandbox.executor import execute_query

    return execute_query(database, sql, limits, max_rows)


def run_import(source: Path, target: Path, file_format: FileFormat, limits: ImportLimits) -> ImportResult:
    """See `engine.importing.importer.import_file`."""
    from engine.importing.importer import import_file

    return import_file(source, target, file_format, limits)


def run_chart(spec: dict[str, Any]) -> None:
    """See `engine.chart_compiler.compile_chart`."""
    from engine.chart_compiler import compile_chart

    compile_chart(spec)


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
