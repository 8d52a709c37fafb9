"""The profile of a large file over HTTP: against one bare scan per column type, and against SUMMARIZE."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from benchmarks.bare import BareQueries
from benchmarks.data import make_csv
from benchmarks.report import Row
from benchmarks.sending import upload_seconds
from tests.client import Api
from tests.server import ServerProcess

_ROUNDS = 3
_BARE = (
    "SELECT min(order_id), max(order_id), avg(order_id), min(quantity), max(quantity), avg(quantity) "
    "FROM data",
    "SELECT min(price), max(price), avg(price), min(weight), max(weight), avg(weight) FROM data",
    "SELECT min(region), max(region), max(length(region)), min(product), max(product), max(length(product)) "
    "FROM data",
    "SELECT min(sold_on), max(sold_on), count(sold_on) FROM data",
    "SELECT min(paid_at), max(paid_at), count(paid_at) FROM data",
)
"""The least that one can ask of the columns of each type in a scan."""


def measure(folder: Path, megabytes: int) -> list[Row]:
    source = folder / "orders.csv"
    make_csv(source, megabytes)
    server = ServerProcess(folder / "data-profile").migrated().start()
    try:
        api = Api(server.url).register()
        upload_seconds(api, source)
        session_id = api.get("/api/sessions").json()[0]["id"]
        copy = server.data_dir / session_id
        ours, bare, summarize = _side_by_side(api, session_id, copy)
        kept = median(_seconds(api, session_id) for _ in range(_ROUNDS))
    finally:
        server.stop()
        source.unlink()
    what = f"profile of {megabytes} MB"
    return [
        Row(
            f"{what} ÷ one bare scan per column type",
            ours / bare,
            "≤ 3",
            f"{ours:.2f} s against {bare:.2f} s",
        ),
        Row(f"{what} ÷ SUMMARIZE", ours / summarize, "< 1", f"{ours:.2f} s against {summarize:.2f} s"),
        Row(f"{what}, kept from earlier, in ms", kept * 1000, "", ""),
    ]


def _side_by_side(api: Api, session_id: str, copy: Path) -> tuple[float, float, float]:
    """Median seconds of the profile computed anew, of the bare scans, and of one SUMMARIZE, in turns."""
    ours, bare = [], []
    with BareQueries(copy / "data.duckdb") as database:
        for _ in range(_ROUNDS):
            (copy / "profile.json").unlink(missing_ok=True)
            ours.append(_seconds(api, session_id))
            bare.append(sum(map(database.seconds, _BARE)))
        summarize = database.seconds("SUMMARIZE data")
    return median(ours), median(bare), summarize


def _seconds(api: Api, session_id: str) -> float:
    started = time.perf_counter()
    api.get(f"/api/sessions/{session_id}/profile").raise_for_status()
    return time.perf_counter() - started
