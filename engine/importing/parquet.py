"""A Parquet file's way into the table `data`, after a look at what its metadata promises.

A 517-byte file can declare 10^10 rows and a 4 KB one terabytes of text, so sizes are checked before
anything is unpacked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from engine.disk_usage import bytes_below
from engine.errors import ImportRefused
from engine.importing.header import unique_names
from engine.importing.report import ColumnFacts, Report
from engine.importing.signatures import HEAD_BYTES, refuse_wrong_kind
from engine.importing.sql_text import identifier, literal, one_number, path_literal
from engine.limits import ImportLimits

_MARK = b"PAR1"
_ENCRYPTED = b"PARE"
TOO_LARGE = "file_too_large_unpacked"
_DAMAGED = "The Parquet file is damaged or cut off; export it again and upload that."
_REASON = "Declared so in the Parquet file."
_TEXT_TYPES = ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")
_LOOK_EVERY_SECONDS = 0.2


def import_parquet(
    connection: duckdb.DuckDBPyConnection, source: Path, work: Path, limits: ImportLimits, report: Report
) -> list[ColumnFacts]:
    """Create the table `data` in `connection` with the file's own types.

    Returns what is known about each column. Raises `ImportRefused` with the codes `wrong_file_kind`,
    `file_unparsable`, `no_columns`, `no_rows`, `too_many_columns` or `file_too_large_unpacked`.
    """
    _refuse_damaged(source)
    try:
        columns, rows = _checked(connection, source, limits)
        select = ", ".join(
            f"{identifier(old)} AS {identifier(new)}"
            for old, new in zip(columns, unique_names(columns), strict=True)
        )
        with _interrupted_when_too_large(connection, work, limits):
            connection.execute(f"CREATE TABLE data AS SELECT {select} FROM {_table(source)}")  # noqa: S608
        found = one_number(connection, "SELECT count(*) FROM data")
    except duckdb.InterruptException:
        raise _too_large(limits) from None
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if "No space left" in str(error):
            raise
        raise ImportRefused(_DAMAGED, "file_unparsable") from None
    if found != rows:
        raise ImportRefused(_DAMAGED, "file_unparsable")
    report.note("Names, types and values are those of the Parquet file.")
    return [ColumnFacts(_REASON)] * len(columns)


def _refuse_damaged(source: Path) -> None:
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
        refuse_wrong_kind(head, "parquet")
        file.seek(max(source.stat().st_size - len(_MARK), 0))
        tail = file.read()
    if tail == _ENCRYPTED:
        raise ImportRefused("The Parquet file is encrypted; export it without encryption.", "file_unparsable")
    if tail != _MARK:
        raise ImportRefused(_DAMAGED, "file_unparsable")


def _table(source: Path) -> str:
    return f"read_parquet({path_literal(source)}, hive_partitioning = false)"


def _checked(
    connection: duckdb.DuckDBPyConnection, source: Path, limits: ImportLimits
) -> tuple[list[str], int]:
    """The names of the columns and the declared number of rows, when both are within the limits."""
    path = path_literal(source)
    rows = one_number(connection, f"SELECT num_rows FROM parquet_file_metadata({path})")  # noqa: S608
    described = connection.execute(f"DESCRIBE FROM {_table(source)}").fetchall()
    columns = [str(name) for name, *_ in described]
    if not columns:
        raise ImportRefused("The Parquet file has no columns.", "no_columns")
    if rows == 0:
        raise ImportRefused("The Parquet file has columns but no rows.", "no_rows")
    if len(columns) > limits.max_columns:
        raise ImportRefused(
            f"The file has {len(columns):,} columns; at most {limits.max_columns:,} can be read.",
            "too_many_columns",
        )
    if rows < 0 or rows * len(columns) > limits.max_cells:
        raise ImportRefused(
            f"The Parquet file declares {rows:,} rows of {len(columns):,} columns; "
            f"at most {limits.max_cells:,} values can be read.",
            TOO_LARGE,
        )
    if _largest_possible_bytes(connection, path) > limits.max_unpacked_bytes:
        _refuse_if_measured_too_large(connection, source, described, limits)
    return columns, rows


def _largest_possible_bytes(connection: duckdb.DuckDBPyConnection, path: str) -> int:
    """An upper bound of the text and binary values, unpacked.

    A dictionary repeats a value for a few bits, and delta encoding repeats a prefix; in both no
    value is longer than the column chunk is, unpacked, so count × size is the bound.
    """
    repeating = "contains(encodings, 'DICTIONARY') OR contains(encodings, 'DELTA')"
    types = ", ".join(literal(name) for name in _TEXT_TYPES)
    factor = f"CASE WHEN {repeating} THEN num_values::HUGEINT ELSE 1 END"
    return one_number(
        connection,
        f"SELECT coalesce(sum({factor} * total_uncompressed_size), 0)"  # noqa: S608
        f" FROM parquet_metadata({path}) WHERE type IN ({types})",
    )


def _refuse_if_measured_too_large(
    connection: duckdb.DuckDBPyConnection,
    source: Path,
    described: list[tuple[str, ...]],
    limits: ImportLimits,
) -> None:
    """Read the text and binary columns once, adding up lengths; the texts themselves aren't copied."""
    for name, kind, *_ in described:
        if not any(text in kind for text in ("VARCHAR", "BLOB", "JSON")):
            continue
        column = identifier(name)
        value = column if kind == "VARCHAR" else f"CAST({column} AS VARCHAR)"
        length = f"octet_length({column})" if kind == "BLOB" else f"strlen({value})"
        sql = f"SELECT coalesce(sum({length}::HUGEINT), 0) FROM {_table(source)}"  # noqa: S608
        if one_number(connection, sql) > limits.max_unpacked_bytes:
            raise _too_large(limits)


def _too_large(limits: ImportLimits) -> ImportRefused:
    gigabytes = limits.max_unpacked_bytes / 1024**3
    return ImportRefused(f"Unpacked, the Parquet file holds more than {gigabytes:g} GB.", TOO_LARGE)


@contextmanager
def _interrupted_when_too_large(
    connection: duckdb.DuckDBPyConnection, work: Path, limits: ImportLimits
) -> Iterator[None]:
    """The wall behind the metadata, which may lie: ends the load when the written files grow too large."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_EVERY_SECONDS):
            if bytes_below(work) > limits.max_unpacked_bytes:
                connection.interrupt()

    watcher = threading.Thread(target=look, name="import-size", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
