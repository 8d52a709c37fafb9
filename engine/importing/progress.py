"""How far an import is, for whoever waits for it: a number in a file beside the copy it builds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

_SECONDS = 0.25
_MOST = 99
"""The rest is counting and the preview; 100 is for whoever published the result."""


@contextmanager
def progress_written(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """While the block runs, keep `path` at the percentage (0 to 99) that DuckDB has reached.

    It never falls, though an import may take several statements; one that is over within a
    moment writes nothing. The file is removed at the end.
    """
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    over = threading.Event()
    writer = threading.Thread(target=_write, args=(connection, path, over), daemon=True)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()
        path.unlink(missing_ok=True)


def _write(connection: duckdb.DuckDBPyConnection, path: Path, over: threading.Event) -> None:
    reached = 0
    while not over.wait(_SECONDS):
        percent = min(int(connection.query_progress()), _MOST)
        if percent > reached:
            reached = percent
            with suppress(OSError):  # a full disk ends the import itself, with its own error
                path.write_text(str(percent), encoding="ascii")
