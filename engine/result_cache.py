"""Answers of repeated queries: the same SQL over the same, unchanged file gives the same result."""

from __future__ import annotations

import pickle
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path

from engine.results import QueryResult


@dataclass(frozen=True, slots=True)
class QueryKey:
    """What an answer depends on. A file that was replaced has another identity."""

    path: str
    inode: int
    modified_ns: int
    size: int
    sql: str
    max_rows: int

    @classmethod
    def of(cls, database: Path, sql: str, max_rows: int) -> QueryKey | None:
        """None when the file is gone: then there is nothing to answer from."""
        try:
            status = database.stat()
        except OSError:
            return None
        return cls(str(database), status.st_ino, status.st_mtime_ns, status.st_size, sql, max_rows)


class ResultCache:
    """Results by key, the longest unused dropped first; safe to use from any thread.

    They are kept pickled: that bounds their true size, and every reader gets rows of its own.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._entries: OrderedDict[QueryKey, bytes] = OrderedDict()

    def get(self, key: QueryKey) -> bytes | None:
        """What was kept, for `unpacked`; takes microseconds whatever its size."""
        with self._lock:
            pickled = self._entries.get(key)
            if pickled is not None:
                self._entries.move_to_end(key)
            return pickled

    def put(self, key: QueryKey, result: QueryResult) -> None:
        """Keep a result that is repeatable and fits."""
        if not self._max_bytes or not result.repeatable:
            return
        pickled = pickle.dumps(result)
        with self._lock:
            self._bytes -= _size(key, self._entries.pop(key, None))
            self._entries[key] = pickled
            self._bytes += _size(key, pickled)
            while self._bytes > self._max_bytes:
                dropped = self._entries.popitem(last=False)
                self._bytes -= _size(*dropped)


def unpacked(pickled: bytes) -> QueryResult:
    """The kept result with `cached` set, and the `elapsed_ms` that this took: some for a large one."""
    started = time.perf_counter()
    result: QueryResult = pickle.loads(pickled)  # noqa: S301 (our own bytes)
    return replace(result, cached=True, elapsed_ms=round((time.perf_counter() - started) * 1000, 3))


def _size(key: QueryKey, pickled: bytes | None) -> int:
    return 0 if pickled is None else len(pickled) + 4 * len(key.sql)
