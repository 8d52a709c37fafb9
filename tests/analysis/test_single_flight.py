"""One computation for all who ask at once, also when whoever computes gives up or fails."""

from __future__ import annotations

import asyncio

import pytest

from analysis.profiles.single_flight import SingleFlight


class Work:
    """A computation that ends when it is told to, and counts how often it began."""

    def __init__(self) -> None:
        self.begun = 0
        self.started = asyncio.Event()
        self.may_end = asyncio.Event()

    async def __call__(self) -> str:
        self.begun += 1
        self.started.set()
        await self.may_end.wait()
        return "done"


async def test_all_who_ask_share_one_computation() -> None:
    flights: SingleFlight[str, str] = SingleFlight()
    work = Work()
    asking = [asyncio.create_task(flights.run("key", work)) for _ in range(5)]
    await work.started.wait()
    work.may_end.set()
    assert await asyncio.gather(*asking) == ["done"] * 5
    assert work.begun == 1


async def test_another_begins_anew_when_the_first_is_cancelled() -> None:
    flights: SingleFlight[str, str] = SingleFlight()
    work = Work()
    first = asyncio.create_task(flights.run("key", work))
    await work.started.wait()
    second = asyncio.create_task(flights.run("key", work))
    await asyncio.sleep(0)
    first.cancel()
    work.may_end.set()
    assert await second == "done"
    assert work.begun == 2
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_whoever_stops_waiting_disturbs_nobody() -> None:
    flights: SingleFlight[str, str] = SingleFlight()
    work = Work()
    first = asyncio.create_task(flights.run("key", work))
    await work.started.wait()
    second = asyncio.create_task(flights.run("key", work))
    await asyncio.sleep(0)
    second.cancel()
    work.may_end.set()
    assert await first == "done"


async def test_a_failure_is_the_askers_own() -> None:
    flights: SingleFlight[str, str] = SingleFlight()

    async def fails() -> str:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await flights.run("key", fails)
    work = Work()
    work.may_end.set()
    assert await flights.run("key", work) == "done"


async def test_different_keys_run_side_by_side() -> None:
    flights: SingleFlight[str, str] = SingleFlight()
    slow, quick = Work(), Work()
    quick.may_end.set()
    waiting = asyncio.create_task(flights.run("slow", slow))
    await slow.started.wait()
    assert await flights.run("quick", quick) == "done"
    slow.may_end.set()
    assert await waiting == "done"
