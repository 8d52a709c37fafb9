"""Who is next: owners take turns, and none of them may hold every worker."""

from __future__ import annotations

from collections import Counter, deque
from typing import Generic, TypeVar

T = TypeVar("T")

NOBODY = ""
"""Owner of what the server does for itself: takes its turn, but may hold any number of workers."""


class FairQueue(Generic[T]):
    """Waiting items by owner. Not thread-safe: its user holds a lock."""

    def __init__(self, most_per_owner: int) -> None:
        self._most_per_owner = most_per_owner
        self._waiting: dict[str, deque[T]] = {}  # in the order of their turns
        self._held: Counter[str] = Counter()

    def put(self, owner: str, item: T) -> None:
        self._waiting.setdefault(owner, deque()).append(item)

    def take(self) -> T | None:
        """The next item whose owner may hold one more, from whoever holds least; None when there is none.

        It counts as held until `release`.
        """
        allowed = [owner for owner in self._waiting if self._may_hold_more(owner)]
        if not allowed:
            return None
        owner = min(allowed, key=lambda name: self._held[name])
        items = self._waiting.pop(owner)
        self._held[owner] += 1
        item = items.popleft()
        if items:
            self._waiting[owner] = items  # at the end: the others come first
        return item

    def _may_hold_more(self, owner: str) -> bool:
        return owner == NOBODY or self._held[owner] < self._most_per_owner

    def release(self, owner: str) -> None:
        """An item of this owner that was taken has ended."""
        self._held[owner] -= 1
        if not self._held[owner]:
            del self._held[owner]

    def remove(self, owner: str, item: T) -> bool:
        """Take back an item that waits; False when it doesn't wait any more."""
        items = self._waiting.get(owner, deque())
        if item not in items:
            return False
        items.remove(item)
        if not items:
            del self._waiting[owner]
        return True

    def clear(self) -> list[T]:
        """Empty the queue and return what waited."""
        items = [item for waiting in self._waiting.values() for item in waiting]
        self._waiting.clear()
        return items
