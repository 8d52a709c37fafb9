"""An upload against a raw write plus the bare import, and what it costs the web process in memory."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from benchmarks.bare import bare_import, raw_write, seconds_in_process
from benchmarks.data import make_csv
from benchmarks.report import Row
from benchmarks.sending import peak_megabytes, upload_seconds
from tests.client import Api
from tests.server import ServerProcess


def measure(folder: Path, megabytes: int) -> list[Row]:
    source = folder / f"orders-{megabytes}.csv"
    make_csv(source, megabytes)
    write = seconds_in_process(raw_write, source, folder / "copy.csv")
    imported = seconds_in_process(bare_import, source, folder / "bare.duckdb")
    server = ServerProcess(folder / f"data-{megabytes}").migrated().start()
    try:
        api = Api(server.url).register()
        upload = upload_seconds(api, source)
        peak = peak_megabytes(server.pid)
        detail_ms = _detail_milliseconds(api)
    finally:
        server.stop()
        for path in (source, folder / "copy.csv", folder / "bare.duckdb"):
            path.unlink()
    bare = write + imported
    detail = f"{upload:.2f} s against {write:.2f} s + {imported:.2f} s"
    return [
        Row(f"upload of {megabytes} MB ÷ (raw write + bare import)", upload / bare, "≤ 1.3", detail),
        Row(f"restore of the session at {megabytes} MB, in ms", detail_ms, "", "500 rows of preview"),
        Row(f"peak of the web process at {megabytes} MB, in MB", peak, "≤ 250", "VmHWM"),
    ]


def _detail_milliseconds(api: Api) -> float:
    """Median of restoring the newest session."""
    session_id = api.get("/api/sessions").json()[0]["id"]
    times = []
    for _ in range(20):
        started = time.perf_counter()
        api.session(session_id)
        times.append(time.perf_counter() - started)
    return median(times) * 1000
