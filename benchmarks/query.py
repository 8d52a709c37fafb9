"""A GROUP BY through the socket: against bare DuckDB on the same copy, the CSV itself, and data frames."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from benchmarks import dataframes
from benchmarks.bare import BareQueries
from benchmarks.data import make_csv
from benchmarks.report import Row
from benchmarks.sending import upload_seconds
from tests.client import Api
from tests.server import ServerProcess

_REPEATS = 30
_GROUP_BY = "SELECT region, count(*) AS n, sum(price) AS total FROM {} GROUP BY region ORDER BY region"


def measure(folder: Path, megabytes: int) -> list[Row]:
    source = folder / "orders.csv"
    make_csv(source, megabytes)
    server = ServerProcess(folder / "data-query").migrated().start()
    try:
        api = Api(server.url).register()
        uploaded = upload_seconds(api, source)
        session_id = api.get("/api/sessions").json()[0]["id"]
        with BareQueries(server.data_dir / session_id / "data.duckdb") as database:
            socket, bare = _side_by_side(api, session_id, database)
            csv = median(database.seconds(_GROUP_BY.format(f"read_csv('{source}')")) for _ in range(3))
        frames = dataframes.measure(source, uploaded + socket)
    finally:
        server.stop()
        source.unlink()
    times = f"{socket * 1000:.1f} ms against {bare * 1000:.1f} ms"
    return [
        Row(
            f"GROUP BY over {megabytes} MB: socket − bare DuckDB, in ms",
            (socket - bare) * 1000,
            "≤ 15",
            times,
        ),
        Row("GROUP BY: socket ÷ bare DuckDB on the same copy", socket / bare, "", times),
        Row("GROUP BY: re-reading the CSV ÷ socket", csv / socket, "> 1", f"{csv * 1000:.0f} ms"),
        *frames,
    ]


def _side_by_side(api: Api, session_id: str, database: BareQueries) -> tuple[float, float]:
    """Median seconds from the person's SQL to the event with its rows, and of the bare query, in turns."""
    ours, bare = [], []
    with api.chat(session_id) as chat:
        for number in range(_REPEATS):
            sql = _GROUP_BY.format("data") + f" -- {number}"
            started = time.perf_counter()
            chat.say(sql)
            chat.until("query_result")
            ours.append(time.perf_counter() - started)
            chat.until("done")
            bare.append(database.seconds(sql))
    return median(ours), median(bare)
