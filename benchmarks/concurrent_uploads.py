"""Eight uploads at once: how long everybody else waits for a session list meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from benchmarks.data import make_csv
from benchmarks.report import Row, p95
from benchmarks.sending import peak_megabytes, upload_seconds
from tests.client import Api
from tests.server import ServerProcess

_AT_ONCE = 8
_PAUSE_SECONDS = 0.01
_IDLE_SAMPLES = 100


def measure(folder: Path, megabytes: int) -> list[Row]:
    source = folder / "orders.csv"
    make_csv(source, megabytes)
    server = ServerProcess(folder / "data-concurrent").migrated().start()
    try:
        watcher = Api(server.url).register()
        watcher.upload()
        idle = _milliseconds_of_lists(watcher, lambda taken: taken < _IDLE_SAMPLES)
        started = time.perf_counter()
        busy = _while_uploading(watcher, source)
        seconds = time.perf_counter() - started
        peak = peak_megabytes(server.pid)
    finally:
        server.stop()
        source.unlink()
    what = f"{_AT_ONCE} uploads of {megabytes} MB at once"
    times = f"median {median(busy):.1f} ms, largest {max(busy):.1f} ms; idle p95 {p95(idle):.1f} ms"
    return [
        Row(f"{what}: p95 of the session list meanwhile, in ms", p95(busy), "≤ 100", times),
        Row(f"{what}: seconds until the last is answered", seconds, "", f"{len(busy)} lists meanwhile"),
        Row(f"{what}: peak of the web process, in MB", peak, "≤ 250", "VmHWM"),
    ]


def _while_uploading(watcher: Api, source: Path) -> list[float]:
    people = [Api(watcher.url).register() for _ in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        uploads = [threads.submit(upload_seconds, person, source) for person in people]
        times = _milliseconds_of_lists(watcher, lambda _: not all(upload.done() for upload in uploads))
        for upload in uploads:
            upload.result()
    return times


def _milliseconds_of_lists(api: Api, more: Callable[[int], bool]) -> list[float]:
    """Ask for the list again and again, while `more(number taken)`."""
    times: list[float] = []
    while more(len(times)):
        started = time.perf_counter()
        api.get("/api/sessions").raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(_PAUSE_SECONDS)
    return times
