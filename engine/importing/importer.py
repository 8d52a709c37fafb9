"""The way in: one uploaded file becomes `data.duckdb` and `preview.json`, or is refused.

Everything is built in a work folder inside the target and moved into place at the end, so that a
refusal, an error or a kill never leaves half a table under the final name.
"""

from __future__ import annotations

import errno
import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from engine.connections import open_for_import
from engine.errors import DiskFull, ImportRefused
from engine.import_options import READER_DECIDES, ImportOptions
from engine.importing.csv_import import NO_ROWS, import_csv
from engine.importing.parquet import import_parquet
from engine.importing.preview import write_preview
from engine.importing.progress import progress_written
from engine.importing.report import ColumnFacts, ColumnNote, Report
from engine.importing.sentinels import with_suspects
from engine.importing.sql_text import identifier
from engine.limits import ImportLimits
from engine.results import Column, FileFormat, ImportResult

_log = logging.getLogger(__name__)

DATABASE_NAME = "data.duckdb"
PREVIEW_NAME = "preview.json"
PROGRESS_NAME = "progress"
WORK_PREFIX = "importing-"

_TOO_MUCH_MEMORY = "Reading the file takes more memory than an import may use; split it or remove columns."
_COLUMNS_A_QUERY = 500


def import_file(
    source: Path,
    target: Path,
    file_format: FileFormat,
    limits: ImportLimits,
    options: ImportOptions = READER_DECIDES,
) -> ImportResult:
    """Read `source` (never changed) into `target/data.duckdb` and `target/preview.json`.

    `options` are for CSV files; a Parquet file says itself what it holds.
    While it works, `target/progress` holds the percentage reached, from the first moment it is known.
    The database holds one table, `data`, in the file's row order. The report's keys are
    documented in `report.py`. Raises `ImportRefused` with a stable code when the file can't be
    read as a table without losing anything unreported, and `DiskFull`; `target` then holds
    nothing new. Messages hold no paths.
    """
    started = time.perf_counter()
    with _plain_errors(), tempfile.TemporaryDirectory(prefix=WORK_PREFIX, dir=target) as folder:
        work = Path(folder)
        result = _import_in(source, work, file_format, limits, options)
        shutil.move(work / PREVIEW_NAME, target / PREVIEW_NAME)
        shutil.move(work / DATABASE_NAME, target / DATABASE_NAME)
    return replace(result, elapsed_ms=round((time.perf_counter() - started) * 1000, 3))


def _import_in(
    source: Path, work: Path, file_format: FileFormat, limits: ImportLimits, options: ImportOptions
) -> ImportResult:
    if source.stat().st_size == 0:
        raise ImportRefused("The file is empty: it has 0 bytes.", "file_empty")
    report = Report(file_format, limits.reported_rows)
    connection = open_for_import(work / DATABASE_NAME, limits)
    with closing(connection), progress_written(connection, work.parent / PROGRESS_NAME):
        if file_format == "csv":
            reasons = import_csv(connection, source, work, limits, report, options)
        else:
            reasons = import_parquet(connection, source, work, limits, report)
        columns = _describe_table(connection, reasons, report)
        write_preview(connection, work / PREVIEW_NAME, limits)
        # Closing does it too, but says nothing when the disk is full: the copy would lack its table.
        connection.execute("CHECKPOINT")
    return ImportResult(report.rows_read, columns, report.as_json())


def _describe_table(
    connection: duckdb.DuckDBPyConnection, facts: list[ColumnFacts], report: Report
) -> tuple[Column, ...]:
    """Count rows and missing values; complete the report."""
    described = connection.execute("DESCRIBE data").fetchall()
    columns = tuple(Column(str(name), str(kind)) for name, kind, *_ in described)
    rows, filled = _count_filled(connection, columns)
    if rows == 0:
        raise ImportRefused(NO_ROWS, "no_rows")
    report.rows_read = rows
    facts = with_suspects(connection, columns, facts, report)
    report.columns = [
        ColumnNote(column.name, column.type, rows - count, known)
        for column, known, count in zip(columns, facts, filled, strict=True)
    ]
    return columns


def _count_filled(
    connection: duckdb.DuckDBPyConnection, columns: tuple[Column, ...]
) -> tuple[int, list[int]]:
    rows, filled = 0, list[int]()
    for start in range(0, len(columns), _COLUMNS_A_QUERY):
        counts = ", ".join(
            f"count({identifier(column.name)})" for column in columns[start : start + _COLUMNS_A_QUERY]
        )
        row = connection.execute(f"SELECT count(*), {counts} FROM data").fetchone() or (0,)  # noqa: S608
        rows = int(row[0])
        filled += [int(count) for count in row[1:]]
    return rows, filled


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what DuckDB and the system raise into the engine's errors, without their texts."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full() from None
        raise
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        if "max_temp_directory_size" in str(error):
            raise _disk_full() from None
        raise ImportRefused(_TOO_MUCH_MEMORY, "import_out_of_memory") from None
    except duckdb.Error as error:
        if "No space left" in str(error):
            raise _disk_full() from None
        _log.warning("DuckDB could not read an uploaded file: %s", error)
        raise ImportRefused("The file could not be read as a table.", "file_unparsable") from None


def _disk_full() -> DiskFull:
    return DiskFull("The server's disk is full; try again later.")
