"""An upload against a raw write plus the bare import, and what it costs the web process in memory."""

from __future__ import annotations

import json
import re
import socket
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.bare import bare_import, raw_write, seconds_in_process
from benchmarks.data import make_csv
from benchmarks.report import Row
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
        upload = _upload(api, source)
        peak = _peak_megabytes(server.pid)
        detail_ms = _detail_milliseconds(api)
    finally:
        server.stop()
        for path in (source, folder / "copy.csv", folder / "bare.duckdb"):
            path.unlink()
    bare = write + imported
    detail = f"{upload:.2f} s against {write:.2f} s + {imported:.2f} s"
    return [
        Row(f"upload of {megabytes} MB ÷ (raw write + bare import)", upload / bare, "≤ 1.5", detail),
        Row(f"restore of the session at {megabytes} MB, in ms", detail_ms, "", "500 rows of preview"),
        Row(f"peak of the web process at {megabytes} MB, in MB", peak, "≤ 250", "VmHWM"),
    ]


def _upload(api: Api, source: Path) -> float:
    """Send the file with sendfile, so that the client costs next to nothing; returns seconds."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="orders.csv"\r\n\r\n'
    tail = b"\r\n--x--\r\n"
    address = urlsplit(api.url)
    length = len(head) + source.stat().st_size + len(tail)
    request = (
        f"POST /api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {api.token}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n"
        "Connection: close\r\n\r\n"
    ).encode()
    started = time.perf_counter()
    with socket.create_connection((address.hostname, address.port)) as connection, source.open("rb") as file:
        connection.sendall(request + head)
        connection.sendfile(file)
        connection.sendall(tail)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    seconds = time.perf_counter() - started
    if not answer.startswith(b"HTTP/1.1 201"):
        raise RuntimeError(json.dumps(answer[:500].decode()))
    return seconds


def _detail_milliseconds(api: Api) -> float:
    """Median of restoring the newest session."""
    session_id = api.get("/api/sessions").json()[0]["id"]
    times = []
    for _ in range(20):
        started = time.perf_counter()
        api.session(session_id)
        times.append(time.perf_counter() - started)
    return median(times) * 1000


def _peak_megabytes(pid: int) -> float:
    """The largest resident set of the process so far, as the kernel counts it."""
    match = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert match is not None
    return int(match[1]) / 1024
