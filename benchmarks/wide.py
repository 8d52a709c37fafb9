"""Wide files: how long a simple question takes from the frame to its `done`, and what goes over the wire."""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import median

from benchmarks.data import make_wide_csv
from benchmarks.report import Row, p95
from benchmarks.sending import upload_seconds
from tests.client import Api
from tests.server import ServerProcess

_QUESTIONS = (
    "what is the average of measure_7?",
    "average measure_8 by group_1",
    "how many rows are there?",
    "highest measure_3",
)
_ROUNDS = 5


def measure(folder: Path, columns: int, rows: int) -> list[Row]:
    source = folder / "wide.csv"
    make_wide_csv(source, columns, rows)
    server = ServerProcess(folder / f"data-wide-{columns}").migrated().start()
    try:
        api = Api(server.url).register()
        uploaded = upload_seconds(api, source)
        session_id = api.get("/api/sessions").json()[0]["id"]
        times, largest = _questions(api, session_id)
        restored, size = _restore(api, session_id)
    finally:
        server.stop()
        source.unlink()
    what = f"{columns:,} columns × {rows:,} rows"
    frames = f"p50 {median(times):.2f} s; the largest frame has {largest / 1000:.0f} KB"
    return [
        Row(f"{what}: p95 of a question, frame to done, in s", p95(times), "≤ 1", frames),
        Row(f"{what}: upload, in s", uploaded, "", ""),
        Row(f"{what}: restore of the session, in ms", restored * 1000, "", f"{size / 1000:.0f} KB"),
    ]


def _questions(api: Api, session_id: str) -> tuple[list[float], int]:
    """Seconds of each question, the first one included, and the characters of the largest frame."""
    times, largest = [], 0
    with api.chat(session_id) as chat:
        for question in _QUESTIONS * _ROUNDS:
            started = time.perf_counter()
            events = chat.ask(question)
            times.append(time.perf_counter() - started)
            if events[-1]["data"]["status"] != "completed":
                raise RuntimeError(json.dumps(events[-1]))
            largest = max(largest, *(len(json.dumps(event)) for event in events))
    return times, largest


def _restore(api: Api, session_id: str) -> tuple[float, int]:
    """Median seconds and bytes of GET session."""
    times = []
    for _ in range(10):
        started = time.perf_counter()
        response = api.get(f"/api/sessions/{session_id}").raise_for_status()
        times.append(time.perf_counter() - started)
    return median(times), len(response.content)
