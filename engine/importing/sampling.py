"""Pieces of a file to guess from: its head, some of its middle and its tail.

Guesses made here are never trusted. The load proves them over the whole file or drops them.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

HEAD_BYTES = 256 * 1024
_HEAD_LINES = 12
_LONGEST_HEAD_BYTES = 8 * 1024 * 1024
_PIECE_BYTES = 16 * 1024
_PIECES = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """`head` starts at the first line; every piece starts and ends at a line break, the last at the end.

    `head` is the whole text when `complete`; otherwise its last, cut line is left out.
    """

    head: str
    complete: bool
    pieces: tuple[str, ...]


def take_sample(path: Path, size_bytes: int, newline: str, head_bytes: int = HEAD_BYTES) -> Sample:
    """Read a sample of a UTF-8 file; a byte order mark is dropped."""
    with path.open("rb") as file:
        head = file.read(head_bytes)
        if len(head) >= size_bytes:
            return Sample(_text(head), complete=True, pieces=())
        breaking = newline[-1:].encode()
        while _is_short(head, breaking) and (more := file.read(head_bytes)):
            head += more
        start, last = len(head), size_bytes - _PIECE_BYTES
        pieces = []
        for index in range(_PIECES + 1):
            offset = start + (last - start) * index // _PIECES
            if offset >= start and last > start:
                file.seek(offset)
                piece = _behind_break(file.read(_PIECE_BYTES), breaking)
                pieces.append(piece if index == _PIECES else _whole_lines(piece, breaking))
    whole_lines = _whole_lines(head, breaking) or head
    texts = tuple(_text(piece) for piece in pieces if piece)
    return Sample(_text(whole_lines), complete=False, pieces=texts)


def lines_of(text: str, newline: str) -> Iterator[str]:
    """The lines of `text` with their line breaks, as `open_lines` gives those of a file."""
    return iter(io.StringIO(text, newline=newline[-1:]))


def open_lines(path: Path, newline: str) -> io.TextIOWrapper:
    """The file's text, to be iterated line by line; lines end at the last character of `newline`."""
    return path.open(encoding="utf-8-sig", newline=newline[-1:])


def cut_first_lines(source: Path, target: Path, newline: str, count: int) -> Iterator[str]:
    """Copy the file to `target` without its first lines, which are yielded; there may be fewer."""
    with open_lines(source, newline) as file, target.open("w", encoding="utf-8", newline="") as output:
        yield from islice(file, count)
        shutil.copyfileobj(file, output)


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="ignore").removeprefix("\ufeff").replace("\0", "")


def _is_short(head: bytes, breaking: bytes) -> bool:
    """Whether too few lines are in the head to guess from, though they are long."""
    lines = head.count(breaking)
    return not lines or (lines < _HEAD_LINES and len(head) < _LONGEST_HEAD_BYTES)


def _behind_break(data: bytes, breaking: bytes) -> bytes:
    first = data.find(breaking)
    return data[first + 1 :] if first >= 0 else b""


def _whole_lines(data: bytes, breaking: bytes) -> bytes:
    return data[: data.rfind(breaking) + 1]
