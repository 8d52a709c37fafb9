"""The worker's last locked connection, kept open: opening and locking one costs 10 ms, a clone 3 µs.

Keeping it is safe because nothing a query may do outlives the query: the file is open read-only,
the configuration is locked for the whole database instance, the gate refuses every statement that
leaves something behind (SET VARIABLE, temporary tables, prepared statements, ATTACH), and such
things would belong to the clone, which is closed after each query. It is kept only for the very
same file (path, inode, size and modification time) and closed when it idles, so that the disk
space of a deleted session comes free.
"""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path

import duckdb

from engine.connections import open_locked
from engine.errors import DataMissing
from engine.limits import AnalysisLimits, QueryLimits
from engine.sandbox.alarms import worker_alarms

IDLE_SECONDS = 20.0
_Identity = tuple[str, int, int, int]


class ConnectionCache:
    """Holds at most one connection. Used from the worker's main thread; only idling has a thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._identity: _Identity | None = None

    def clone(self, path: Path, limits: QueryLimits | AnalysisLimits) -> duckdb.DuckDBPyConnection:
        """A fresh connection to the file, to be closed by the caller.

        Raises DataMissing when the file is gone or can't be opened.
        """
        with self._lock:
            worker_alarms.clear(self)
            identity = _identity(path)
            if self._connection is None or self._identity != identity:
                self._close()
                self._connection, self._identity = _open(path, limits), identity
            return self._connection.cursor()

    def idle(self) -> None:
        """Start counting idle time; to be called when a query has ended."""
        worker_alarms.set(self, time.monotonic() + IDLE_SECONDS, self.drop)

    def drop(self) -> None:
        """Close the connection, for example after an error that may have left it unsound."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        connection, self._connection, self._identity = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(duckdb.Error):
                connection.close()


def _identity(path: Path) -> _Identity:
    try:
        status = path.stat()
    except OSError:
        raise DataMissing(
            "The data of this session is no longer on the server; upload the file again."
        ) from None
    return str(path), status.st_ino, status.st_size, status.st_mtime_ns


def _open(path: Path, limits: QueryLimits | AnalysisLimits) -> duckdb.DuckDBPyConnection:
    try:
        return open_locked(path, limits)
    except duckdb.Error:
        raise DataMissing(
            "The stored data of this session can't be read any more; upload the file again."
        ) from None
