"""Sending a file so that the client costs next to nothing, and what the server's memory came to."""

from __future__ import annotations

import json
import re
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.client import Api


def upload_seconds(api: Api, source: Path) -> float:
    """Send the file with sendfile; returns the seconds until the answer is complete."""
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


def peak_megabytes(pid: int) -> float:
    """The largest resident set of the process so far, as the kernel counts it."""
    match = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert match is not None
    return int(match[1]) / 1024
