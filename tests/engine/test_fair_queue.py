"""Whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.fair_queue import NOBODY, FairQueue
from engine.pool import Engine

Lowered = Callable[..., Engine]
STUCK = "SELECT levenshtein(repeat('ab', 900000), repeat('ba', 900000))"


def _queue(most_per_owner: int, *items: str) -> FairQueue[str]:
    """Items are named after their owner: `a1`, `a2`, `b1`."""
    queue: FairQueue[str] = FairQueue(most_per_owner)
    for item in items:
        queue.put(item.rstrip("0123456789"), item)
    return queue


def test_owners_take_turns() -> None:
    queue = _queue(9, "a1", "a2", "a3", "b1", "b2", "c1")
    assert [queue.take() for _ in range(6)] == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert queue.take() is None


def test_whoever_holds_least_comes_first() -> None:
    queue = _queue(9, "a1", "a2")
    assert [queue.take(), queue.take()] == ["a1", "a2"]
    queue.put("a", "a3")
    queue.put("b", "b1")
    assert queue.take() == "b1"


def test_nobody_holds_more_than_allowed() -> None:
    queue = _queue(2, "a1", "a2", "a3")
    assert [queue.take() for _ in range(3)] == ["a1", "a2", None]
    queue.release("a")
    assert queue.take() == "a3"


def test_the_server_itself_may_hold_all() -> None:
    queue = _queue(1, "1", "2", "3")
    assert [queue.take() for _ in range(3)] == ["1", "2", "3"]
    assert NOBODY == ""


def test_removing_and_clearing() -> None:
    queue = _queue(9, "a1", "a2", "b1")
    assert queue.remove("a", "a1")
    assert not queue.remove("a", "a1")
    assert not queue.remove("z", "z1")
    assert queue.clear() == ["a2", "b1"]
    assert queue.take() is None


def test_heavy_queries_of_one_do_not_starve_another(lowered: Lowered, database: Path) -> None:
    """Ten of them never end by themselves; the small one is answered while all ten are still there."""
    engine = lowered(query_workers=2, timeout_seconds=600.0)
    heavy = [engine.query(database, STUCK, owner="heavy") for _ in range(10)]
    for number in range(5):
        assert engine.query(database, f"SELECT {number}", owner="small").result(30).rows == [[number]]
    assert not any(future.done() for future in heavy)
    assert engine.is_healthy(10)
    for future in heavy:
        assert future.cancel()


def test_one_worker_serves_all_in_turns(lowered: Lowered, database: Path) -> None:
    engine = lowered(query_workers=1)
    ended: list[str] = []
    futures = []
    for owner in ("a", "a", "a", "b"):
        futures.append(engine.query(database, "SELECT 1", owner=owner))
        futures[-1].add_done_callback(lambda _, owner=owner: ended.append(owner))  # type: ignore[misc]
    for future in futures:
        future.result(30)
    assert ended.index("b") <= 1
