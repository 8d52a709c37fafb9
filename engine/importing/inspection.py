"""One streaming pass over a text file's bytes: the facts that every later proof rests on.

It counts lines without reading them, so that the number of rows DuckDB reports can be checked
against the number of lines that are physically there.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

BLOCK_BYTES = 1024 * 1024
Newline = Literal["\n", "\r\n", "\r"]


@dataclass(slots=True)
class LineBreaks:
    """Counts of line breaks by kind, wherever they stand; `\\r\\n` is one."""

    lone_lf: int = 0
    crlf: int = 0
    lone_cr: int = 0
    _last: bytes = b""

    def add(self, block: bytes) -> None:
        """Count those of the next block."""
        line_feeds = block.count(b"\n")
        pairs = returns = 0
        if b"\r" in block:
            returns = block.count(b"\r")
            pairs = block.count(b"\r\n")
        if self._last == b"\r" and block.startswith(b"\n"):
            pairs += 1
        self.crlf += pairs
        self.lone_lf += line_feeds - pairs
        self.lone_cr += returns - pairs
        self._last = block[-1:]

    @property
    def total(self) -> int:
        return self.lone_lf + self.crlf + self.lone_cr

    @property
    def kinds(self) -> int:
        return sum(count > 0 for count in (self.lone_lf, self.crlf, self.lone_cr))


@dataclass(slots=True)
class Inspection:
    """What the bytes of one file are, all of them looked at.

    `longest_line_bytes` is an upper bound: exact for lines longer than a block, otherwise the
    size of a block. `breaks` is None in a file without returns: then only `count_lines` counts
    the line feeds, because that takes as long as everything else here.
    """

    path: Path
    size_bytes: int = 0
    is_utf8: bool = True
    breaks: LineBreaks | None = None
    nuls: int = 0
    has_quote: bool = False
    has_text: bool = False
    ends_with_newline: bool = False
    ends_with_blank_line: bool = False
    longest_line_bytes: int = BLOCK_BYTES
    _lines: int | None = None

    @property
    def newline(self) -> Newline:
        """The most frequent kind of line break."""
        if self.breaks is None:
            return "\n"
        if self.breaks.lone_cr > self.breaks.lone_lf + self.breaks.crlf:
            return "\r"
        return "\r\n" if self.breaks.crlf > self.breaks.lone_lf else "\n"

    @property
    def breaks_are_uniform(self) -> bool:
        """Whether all line breaks are line feeds, or all are `\\r\\n`."""
        return self.breaks is None or (self.breaks.kinds == 1 and not self.breaks.lone_cr)

    def count_lines(self) -> int:
        """Physical lines, the last one counted also when no line break ends it."""
        if self._lines is None:
            breaks = self.breaks or count_breaks(self.path)
            self._lines = breaks.total + (not self.ends_with_newline)
        return self._lines


def inspect_bytes(path: Path) -> Inspection:
    """Read the file once, in blocks."""
    facts = Inspection(path)
    utf8 = codecs.getincrementaldecoder("utf-8")()
    breaks = LineBreaks()
    tail = b""
    since_newline = skipped = 0
    for block in blocks(path):
        facts.size_bytes += len(block)
        if breaks.total or b"\r" in block:
            breaks.add(block)
        else:
            skipped += 1
        _look_for_rarities(facts, block)
        facts.is_utf8 = facts.is_utf8 and _continues_utf8(utf8, block)
        since_newline = _measure_line(facts, block, since_newline)
        tail = (tail + block[-4:])[-4:]
    if breaks.total:
        facts.breaks = count_breaks(path) if skipped else breaks
    facts.ends_with_newline = tail.endswith((b"\n", b"\r"))
    facts.ends_with_blank_line = tail.endswith((b"\n\n", b"\r\n\r\n", b"\r\r"))
    facts.is_utf8 = facts.is_utf8 and not utf8.getstate()[0]
    return facts


def count_breaks(path: Path) -> LineBreaks:
    """Count the file's line breaks."""
    breaks = LineBreaks()
    for block in blocks(path):
        breaks.add(block)
    return breaks


def blocks(path: Path) -> Iterator[bytes]:
    """The file's bytes in blocks of `BLOCK_BYTES`."""
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def count_blank_lines(path: Path) -> int:
    """How many lines are empty: nothing between two line breaks (line feeds, returns allowed before)."""
    with path.open("rb") as file:
        return sum(1 for line in file if line in (b"\n", b"\r\n"))


def _look_for_rarities(facts: Inspection, block: bytes) -> None:
    if b"\0" in block:
        facts.nuls += block.count(b"\0")
    facts.has_quote = facts.has_quote or b'"' in block
    facts.has_text = facts.has_text or bool(block.strip(b" \t\r\n\v\f\0\x1a").removeprefix(codecs.BOM_UTF8))


def _continues_utf8(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    if block.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _measure_line(facts: Inspection, block: bytes, since_newline: int) -> int:
    first = _first_break(block)
    if first < 0:
        since_newline += len(block)
        facts.longest_line_bytes = max(facts.longest_line_bytes, since_newline)
        return since_newline
    facts.longest_line_bytes = max(facts.longest_line_bytes, since_newline + first)
    return len(block) - 1 - max(block.rfind(b"\n"), block.rfind(b"\r"))


def _first_break(block: bytes) -> int:
    found = [at for at in (block.find(b"\n"), block.find(b"\r")) if at >= 0]
    return min(found, default=-1)
