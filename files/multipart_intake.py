"""Reading an upload's multipart body as it arrives: the file is written once, where it will stay.

Django spools a whole body and then writes the file out of it; on a large file the second write
takes as long as the first. Here the bytes of the part called `file` go straight to disk, from a
thread, and nothing else of the body is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import PureWindowsPath
from typing import Any

from django.utils.http import parse_header_parameters
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, MultipartState

from files.upload_handler import IncomingFile

FIELD = "file"
_WRITE_BYTES = 1024 * 1024
_MAX_HEADER_BYTES = 16 * 1024

Receive = Callable[[], Awaitable[dict[str, Any]]]


class MalformedUpload(Exception):
    """The body is no complete multipart form."""


class ClientGone(Exception):
    """The client hung up before the body was complete."""


def boundary_of(content_type: str) -> bytes | None:
    """The boundary of a multipart form's content type; None for anything else."""
    kind, parameters = _parameters(content_type)
    boundary = parameters.get("boundary", "")
    return boundary.encode("latin-1", "replace") if kind == "multipart/form-data" and boundary else None


def _parameters(header: str) -> tuple[str, dict[str, Any]]:
    try:
        return parse_header_parameters(header)
    except ValueError:  # longer than any honest header
        return "", {}


def _base_name(filename: str) -> str:
    """The name without folders of either kind of path; Django refuses names that are no names."""
    name = PureWindowsPath(filename.replace("\0", "")).name
    return name if name not in ("", ".", "..") else "upload"


async def read_upload(receive: Receive, boundary: bytes) -> IncomingFile | None:
    """The file of the form, or None when it has none.

    Raises MalformedUpload, ClientGone, and what `receive` raises; nothing is left on disk then.
    """
    form = _Form(boundary)
    try:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            form.feed(message.get("body", b""))
            more = message.get("more_body", False)
            if len(form.pending) >= _WRITE_BYTES or not more:
                await asyncio.to_thread(form.write)
        form.finish()
    except BaseException:
        await asyncio.to_thread(form.discard)
        raise
    return form.upload


class _Form:
    """What the parser calls back: headers are collected, the file's bytes pend until they are written."""

    def __init__(self, boundary: bytes) -> None:
        self.upload: IncomingFile | None = None
        self.pending = bytearray()
        self._filename: str | None = None
        self._name = b""
        self._value = b""
        self._disposition = ""
        self._in_file = False
        self._header_bytes = 0
        callbacks: Any = {
            "on_part_begin": self._part_begins,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_ends,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._part_data,
            "on_part_end": self._part_ends,
        }
        try:
            self._parser = MultipartParser(boundary, callbacks)
        except FormParserError as error:
            raise MalformedUpload from error

    def feed(self, data: bytes) -> None:
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise MalformedUpload from error

    def finish(self) -> None:
        if self._parser.state != MultipartState.END:
            raise MalformedUpload
        if self.upload is not None:
            self.upload.seek(0)

    def write(self) -> None:
        """Write what pends. Blocking: called in a thread, while nothing is fed."""
        if self._filename is not None and self.upload is None:
            self.upload = IncomingFile(self._filename)
        if self.upload is not None and self.pending:
            self.upload.write(self.pending)
            self.upload.size = (self.upload.size or 0) + len(self.pending)
            self.upload.flush()
        self.pending.clear()

    def discard(self) -> None:
        """Remove what was written. Blocking: freeing a large file takes a while."""
        if self.upload is not None:
            self.upload.close()

    def _part_begins(self) -> None:
        self._disposition = ""
        self._header_bytes = 0

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]
        self._count(end - start)

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._count(end - start)

    def _count(self, size: int) -> None:
        self._header_bytes += size
        if self._header_bytes > _MAX_HEADER_BYTES:
            raise MalformedUpload

    def _header_ends(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value.decode("utf-8", "replace")
        self._name = self._value = b""

    def _headers_end(self) -> None:
        parameters = _parameters(self._disposition)[1]
        filename = parameters.get("filename")
        is_first = filename is not None and self._filename is None
        self._in_file = is_first and parameters.get("name") == FIELD
        if self._in_file:
            self._filename = _base_name(str(filename))

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self.pending += data[start:end]

    def _part_ends(self) -> None:
        self._in_file = False
