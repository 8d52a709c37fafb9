"""Files whose import takes long enough to be seen at each stage, and where those stages show."""

from __future__ import annotations

import glob
import random
import socket
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from tests.client import Api

FILTHY_ROW = b'%d,M\xfcnchen,"a ""quoted"" name",10.5,2024-01-03\n'
HEADER = b"id,city,product,price,sold_on\n"


def clean_csv(rows: int) -> bytes:
    """Reads in one pass; 50 bytes a row that don't compress well."""
    source = random.Random(1)
    return HEADER + b"".join(
        b"%d,North,%s,10.5,2024-01-03\n" % (number, source.randbytes(10).hex().encode())
        for number in range(rows)
    )


def filthy_csv(rows: int) -> bytes:
    """Windows-1252 and ragged: transcoded, found unreadable, rewritten, staged, converted."""
    return HEADER + b"".join(FILTHY_ROW % number for number in range(rows)) + b"1,short\n" + FILTHY_ROW % rows


# How a stage of an import shows below DATA_DIR, in the order in which a filthy file takes them.
STAGES = {
    "moved": "incoming/*/*/original.csv",
    "opened": "incoming/*/*/importing-*/data.duckdb",
    "transcoding": "incoming/*/*/importing-*/transcoded.csv",
    "staging": "incoming/*/*/importing-*/staging.duckdb",
    "repairing": "incoming/*/*/importing-*/plain.csv",
    "writing the preview": "incoming/*/*/importing-*/preview.json",
    "placing the preview": "incoming/*/*/preview.json",
    "placing the copy": "incoming/*/*/data.duckdb",
}


def stage_shows(data_dir: Path, stage: str) -> Callable[[], bool]:
    """Whether the import has come to `stage`."""
    # Path.glob fails when a folder vanishes while it looks.
    return lambda: bool(glob.glob(STAGES[stage], root_dir=data_dir))  # noqa: PTH207


class RawUpload:
    """An upload whose body is sent in pieces, over a socket of its own."""

    def __init__(self, api: Api, content: bytes, filename: str = "raw.csv") -> None:
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'
        self._body = memoryview(head.encode() + content + b"\r\n--x--\r\n")
        address = urlsplit(api.url)
        self._socket = socket.create_connection((address.hostname, address.port), timeout=60)
        self._send(
            f"POST /api/upload HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Authorization: Bearer {api.token}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            f"Content-Length: {len(self._body)}\r\n\r\n".encode()
        )

    def __enter__(self) -> RawUpload:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, size: int | None = None) -> None:
        """Send the next `size` bytes of the body, or all that is left."""
        piece = self._body[:size]
        self._body = self._body[len(piece) :]
        self._send(piece)

    def status(self) -> int:
        """The status of the answer, once it has come completely."""
        with HTTPResponse(self._socket, method="POST") as response:
            response.begin()
            response.read()
            return response.status

    def _send(self, data: bytes | memoryview) -> None:
        self._socket.sendall(data)
