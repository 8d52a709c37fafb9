"""Alarms of a worker: one thread that calls what is due, started with the first alarm.

A thread or timer per query would cost more than a small query does.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Hashable

Action = Callable[[], float | None]


class Alarms:
    """Actions by key and due time (`time.monotonic`). An action returns when to call it again, or None."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._alarms: dict[Hashable, tuple[float, Action]] = {}
        self._wakes_at = math.inf
        self._thread: threading.Thread | None = None

    def set(self, key: Hashable, at: float, action: Action) -> None:
        """Call `action` at the given time, on the alarm thread; replaces an earlier alarm of this key."""
        with self._condition:
            self._alarms[key] = (at, action)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="alarms", daemon=True)
                self._thread.start()
            elif at < self._wakes_at:
                self._condition.notify()

    def clear(self, key: Hashable) -> None:
        """Forget the alarm; its action may be running at this moment."""
        with self._condition:
            self._alarms.pop(key, None)

    def _run(self) -> None:
        while True:
            for key, alarm in self._wait_for_due():
                self._repeat(key, alarm, alarm[1]())

    def _wait_for_due(self) -> list[tuple[Hashable, tuple[float, Action]]]:
        with self._condition:
            now = time.monotonic()
            due = [(key, alarm) for key, alarm in self._alarms.items() if alarm[0] <= now]
            if not due:
                self._wakes_at = min((at for at, _ in self._alarms.values()), default=math.inf)
                self._condition.wait(None if self._wakes_at == math.inf else self._wakes_at - now)
            return due

    def _repeat(self, key: Hashable, alarm: tuple[float, Action], at: float | None) -> None:
        with self._condition:
            if self._alarms.get(key) is not alarm:
                return
            if at is None:
                del self._alarms[key]
            else:
                self._alarms[key] = (at, alarm[1])


worker_alarms = Alarms()
