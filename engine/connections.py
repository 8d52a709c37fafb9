"""The only module that calls `duckdb.connect`, so that every connection is restricted the same way.

`SET GLOBAL` is used throughout: a plain `SET` may hold for one connection only, and `.cursor()`
opens a further connection on the same database, which would then run without the restriction
(measured for `python_enable_replacements` and `pivot_limit`).

Import this module in worker processes only: it loads DuckDB.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from engine.limits import AnalysisLimits, ImportLimits, QueryLimits

PIVOT_COLUMN_LIMIT = 1_000
"""How many columns one PIVOT may produce."""

_NO_EXTENSIONS = (
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "allow_persistent_secrets = false",
    "python_enable_replacements = false",
    "python_scan_all_frames = false",
    "TimeZone = 'UTC'",
)
_NO_OUTSIDE = (
    "enable_external_access = false",
    # After the file is open: the open handle keeps working, every other open is refused.
    "disabled_filesystems = 'LocalFileSystem'",
    "lock_configuration = true",
)


def open_locked(path: Path, limits: QueryLimits | AnalysisLimits) -> duckdb.DuckDBPyConnection:
    """Open a session's DuckDB file read-only and lock every setting, for SQL of strangers.

    Raises `duckdb.Error` when the file is missing or isn't a DuckDB file. The result may be
    cloned with `.cursor()`; the restrictions hold for the clones.
    """
    connection = duckdb.connect(str(path), read_only=True)
    spilling = ("temp_directory = ''", f"pivot_limit = {PIVOT_COLUMN_LIMIT}")
    resources = _resource_settings(limits.memory_bytes, limits.threads)
    return _configured(connection, (*spilling, *resources, *_NO_EXTENSIONS, *_NO_OUTSIDE))


def open_for_import(path: Path, limits: ImportLimits) -> duckdb.DuckDBPyConnection:
    """Open (or create) a DuckDB file read-write, with local files readable, for our own SQL only.

    Extensions are neither installed nor loaded by themselves. Sorting may spill into
    `<path>.tmp`, up to `temp_bytes`, which DuckDB removes when the connection closes. Raises `duckdb.Error`.
    """
    connection = duckdb.connect(str(path))
    resources = _resource_settings(limits.memory_bytes, limits.threads)
    spilling = (f"max_temp_directory_size = '{limits.temp_bytes}B'",)
    return _configured(connection, (*spilling, *resources, *_NO_EXTENSIONS))


def _resource_settings(memory_bytes: int, threads: int) -> tuple[str, ...]:
    return (f"memory_limit = '{memory_bytes}B'", f"threads = {threads}")


def _configured(
    connection: duckdb.DuckDBPyConnection, settings: tuple[str, ...]
) -> duckdb.DuckDBPyConnection:
    try:
        for setting in settings:
            connection.execute(f"SET GLOBAL {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def answers() -> bool:
    """Whether DuckDB works in this process: one query on an empty database."""
    with duckdb.connect(":memory:") as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)
