"""Cutting Markdown into the pieces within which a figure and its subject belong together.

A table row, a list item and a sentence of prose are each one piece; the heading, the lead line of a
list and a table's header row stay known to the pieces under them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Literal

from chat.grounding.lexicon import MONTHS

MAX_PIECE = 600
MAX_CELLS = 100

_FENCE = re.compile(r"^[ ]{0,3}(```|~~~)")
_LINE = re.compile(r"[^\n]*")
_ITEM = re.compile(r"\s*(?:[-*+•]|[0-9]{1,3}[.)])\s+")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_RULE = re.compile(r"[\s|:-]*$")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__).*(?:\*\*|__):?\s*$")
_SPLIT = re.compile(r"[.!?;](?:[\"”'*)]{0,3})\s+(?=[\"“„'*(\[]{0,3}[A-ZÄÖÜ0-9$€])|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:mio|mrd|tsd|ca|approx|vs|e\.g|i\.e|z\.B|d\.h|nr|no|st|bzw|inkl|usw|etc|dr|mr|mrs|ltd|inc|jan|feb"
    r"|apr|aug|sept?|oct|nov|dec))$",
    re.IGNORECASE,
)
# Code, addresses, and the numbers of a list within a sentence ("1. East, 2. North").
_HIDDEN = re.compile(
    r"(?<=[:,;])\s{1,3}\(?[0-9]{1,2}[.)]\s|(?<![^\s(])[0-9]{1,2}[.)]\s(?=[*_]*[A-ZÄÖÜ])|#[0-9]{1,2}\b|`[^`\n]*`|https?://[^\s)>]+|\]\([^)\n]*\)|\bwww\.[^\s)>]+"
)

# "L. Brandt" is one name, "in class B. The others" are two sentences.
_INITIAL = re.compile(r"(?:^|[\s(*\"])[A-ZÄÖÜ]$")
_OPENER = re.compile(
    r"(?:The|It|This|That|These|Those|In|On|At|Its|They|There|Here|But|And|However|Die|Der|Das|Es|Im|Dort)\b"
)

Kind = Literal["prose", "item", "row", "heading"]


@dataclass(slots=True)
class Piece:
    """A sentence, list item, heading or table row: `start` to `end` of the text, and what stands over it."""

    start: int
    end: int
    kind: Kind
    lead: Piece | None = None
    previous: Piece | None = None
    header: tuple[tuple[int, int], ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    hidden: tuple[tuple[int, int], ...] = field(default=())

    def hides(self, start: int) -> bool:
        """Whether this place holds code, an address or a list number rather than prose."""
        return any(begin <= start < end for begin, end in self.hidden)


def pieces(text: str) -> list[Piece]:
    """The pieces of a Markdown text in order; fenced code is left out."""
    found: list[Piece] = []
    lead: Piece | None = None
    header: tuple[tuple[int, int], ...] = ()
    fenced = in_list = False
    for start, end in _lines(text):
        line = text[start:end]
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced or not line.strip():
            header = ()
        elif line.lstrip().startswith("|"):
            header = _row(text, start, end, header, lead, found)
        elif _HEADING.match(line) or _BOLD_LINE.match(line):
            lead, in_list = Piece(start, end, "heading", hidden=((start, end),)), False
            found.append(lead)
        elif item := _ITEM.match(line):
            lead, in_list = _lead_of_list(lead, found, in_list=in_list), True
            found.extend(_sentences(text, start + item.end(), end, "item", lead))
        else:
            lead = None if in_list else lead
            in_list = False
            found.extend(_sentences(text, start, end, "prose", lead))
    _chain(text, found)
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        if match.end() > match.start() or (match.start() and text[match.start() - 1 : match.start()] == "\n"):
            yield match.span()


def _lead_of_list(lead: Piece | None, found: list[Piece], *, in_list: bool) -> Piece | None:
    """A list stands under the line before it."""
    return lead if in_list or not found else found[-1]


def _row(
    text: str,
    start: int,
    end: int,
    header: tuple[tuple[int, int], ...],
    lead: Piece | None,
    found: list[Piece],
) -> tuple[tuple[int, int], ...]:
    """Adds a table row; returns the header that the next row stands under."""
    if _RULE.match(text, start, end):
        return header
    cells = tuple(islice(_cells(text, start, end), MAX_CELLS))
    end = cells[-1][1] if cells else end
    if not header:
        found.append(Piece(start, end, "heading", lead, cells=cells, hidden=((start, end),)))
        return cells
    found.append(Piece(start, end, "row", lead, header=header, cells=cells))
    return header


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    borders = [m.start() for m in re.finditer(r"(?<!\\)\|", text[start:end])]
    for left, right in zip(borders, [*borders[1:], end - start], strict=True):
        if right - left > 1:
            yield start + left + 1, start + right


def _sentences(text: str, start: int, end: int, kind: Kind, lead: Piece | None) -> Iterator[Piece]:
    at = start
    for match in _SPLIT.finditer(text, start, end):
        if not _ends_sentence(text, at, match):
            continue
        yield from _windows(text, at, match.end(), kind, lead)
        at = match.end()
    yield from _windows(text, at, end, kind, lead)


def _windows(text: str, start: int, end: int, kind: Kind, lead: Piece | None) -> Iterator[Piece]:
    """The piece, or parts of one that is longer than any sentence, so that work stays in proportion."""
    while end - start > MAX_PIECE:
        at = text.rfind(" ", start + 1, start + MAX_PIECE) + 1 or start + MAX_PIECE
        yield _piece(text, start, at, kind, lead)
        start = at
    if start < end:
        yield _piece(text, start, end, kind, lead)


def _ends_sentence(text: str, at: int, match: re.Match[str]) -> bool:
    before = text[max(at, match.start() - 12) : match.start()]
    if _ABBREVIATED.search(before) or (_INITIAL.search(before) and not _OPENER.match(text, match.end())):
        return False
    if (
        re.search(r"(?:^|[\s(:,;])[0-9]{1,2}$", before)
        and text[match.start()] == "."
        and at + 4 >= match.start()
    ):
        return False
    following = re.match(r"[^\W\d_]+", text[match.end() : match.end() + 12])
    return not (before[-1:].isdigit() and following and following[0].casefold() in MONTHS)


def _piece(text: str, start: int, end: int, kind: Kind, lead: Piece | None) -> Piece:
    hidden = tuple(match.span() for match in _HIDDEN.finditer(text, start, end))
    return Piece(start, end, kind, lead, hidden=hidden)


def _chain(text: str, found: list[Piece]) -> None:
    """Prose looks back at the sentence before it; items of a list and rows of a table don't."""
    for before, piece in pairwise(found):
        same_line = "\n" not in text[before.end : piece.start]
        if piece.kind == "prose" or (piece.kind == "item" and same_line):
            piece.previous = before
