"""The bare parts that the server is held against, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from pathlib import Path

import duckdb


def seconds_in_process(function: object, *arguments: object) -> float:
    """Run `function(*arguments) -> seconds` in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        seconds: float = pool.apply(function, arguments)  # type: ignore[arg-type]
    return seconds


def raw_write(source: Path, target: Path) -> float:
    """Copy the bytes in blocks of 1 MB, as a body arrives."""
    started = time.perf_counter()
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 1024 * 1024)
    return time.perf_counter() - started


def bare_import(source: Path, target: Path) -> float:
    """DuckDB's own way from a CSV to a DuckDB file."""
    started = time.perf_counter()
    connection = duckdb.connect(str(target))
    connection.execute("SET threads = 2")
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"CREATE TABLE data AS SELECT * FROM read_csv('{source}')")
    connection.close()
    return time.perf_counter() - started


class BareQueries:
    """DuckDB on one open read-only connection, as a script would use it."""

    def __init__(self, database: Path) -> None:
        self._connection = duckdb.connect(str(database), read_only=True)
        self._connection.execute("SET threads = 2")

    def __enter__(self) -> BareQueries:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def seconds(self, sql: str) -> float:
        """How long the query takes until its rows are Python values."""
        started = time.perf_counter()
        self._connection.execute(sql).fetchall()
        return time.perf_counter() - started
