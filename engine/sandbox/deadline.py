"""A deadline for what a connection executes: `interrupt()` when it passes, again until it works.

An interrupt that arrives between two statements is lost, hence the repetition. Scalar functions
that never look at the interrupt are ended by the pool, which kills the process.
"""

from __future__ import annotations

import threading
import time
from types import TracebackType

import duckdb

from engine.sandbox.alarms import worker_alarms

_REPEAT_SECONDS = 0.05


class Deadline:
    """Context manager; `passed` tells afterwards whether time ran out."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float) -> None:
        self.passed = False
        self._connection = connection
        self._at = time.monotonic() + seconds
        self._over = threading.Lock()  # held by whoever interrupts, and for good once all is over

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._at - time.monotonic())

    def __enter__(self) -> Deadline:
        worker_alarms.set(self, self._at, self._interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        worker_alarms.clear(self)
        self._over.acquire()  # not closed while it is being interrupted, nor interrupted when closed

    def _interrupt(self) -> float | None:
        if not self._over.acquire(blocking=False):
            return None
        try:
            self.passed = True
            self._connection.interrupt()
        finally:
            self._over.release()
        return time.monotonic() + _REPEAT_SECONDS
