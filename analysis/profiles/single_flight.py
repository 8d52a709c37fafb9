"""One computation for everybody who asks for the same at the same time, on whichever event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class SingleFlight(Generic[Key, Result]):
    """Runs one computation per key at a time. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[Key, Future[Result | None]] = {}

    async def run(self, key: Key, compute: Callable[[], Awaitable[Result]]) -> Result:
        """What `compute` returns, or what the same computation returned that ran already.

        When whoever computes is cancelled, or fails, one of those who wait computes anew.
        """
        while True:
            running, is_mine = self._claim(key)
            if is_mine:
                return await self._lead(key, running, compute)
            # Shielded: whoever stops waiting must not cancel what others wait for.
            found = await asyncio.shield(asyncio.wrap_future(running))
            if found is not None:
                return found

    def _claim(self, key: Key) -> tuple[Future[Result | None], bool]:
        with self._lock:
            if key in self._running:
                return self._running[key], False
            self._running[key] = Future()
            return self._running[key], True

    async def _lead(
        self, key: Key, running: Future[Result | None], compute: Callable[[], Awaitable[Result]]
    ) -> Result:
        found: Result | None = None
        try:
            found = await compute()
            return found
        finally:
            with self._lock:
                del self._running[key]
            running.set_result(found)
