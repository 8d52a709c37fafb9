"""Splitting a line whose quotes don't pair up, knowing how many cells it ought to have.

A quote at the start of a value may open it or be part of it, and a quote before a delimiter may
close it or not. Among all the ways to read the line as the expected number of cells, the one wins
that takes the fewest quotes for text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MOST_QUOTES = 64
"""The work grows with the square of the number of quotes in the line."""


@dataclass(frozen=True, slots=True)
class QuoteRules:
    """Where a quoted value opens and closes in a text, what follows it, and how its inside reads."""

    delimiter: str
    quote: str
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    unescape: Callable[[str], str]
    unpad: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    next_start: int
    cost: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """The best way found to read a text from its start up to some position."""

    cost: int
    cells: tuple[str, ...]


def split_broken(text: str, rules: QuoteRules, width: int) -> list[str] | None:
    """The text (without its line break) as exactly `width` cells, or None if there is no such reading."""
    if text.count(rules.quote) > _MOST_QUOTES:
        return None
    # Readings by position, then by number of cells; positions are visited from left to right.
    pending: dict[int, dict[int, _Reading]] = {0: {0: _Reading(0, ())}}
    end = len(text) + 1
    while pending:
        at = min(pending)
        readings = pending.pop(at)
        if at == end:
            return list(readings[width].cells) if width in readings else None
        for cell in _cells_at(text, at, rules):
            found = pending.setdefault(cell.next_start, {})
            for count, reading in readings.items():
                cost = reading.cost + cell.cost
                if count < width and (count + 1 not in found or cost < found[count + 1].cost):
                    found[count + 1] = _Reading(cost, (*reading.cells, cell.text))
    return None


def _cells_at(text: str, at: int, rules: QuoteRules) -> Iterator[_Cell]:
    """The ways to read one cell that starts at `at`; the last one ends one behind the text."""
    opening = rules.opening.match(text, at)
    if opening is not None:
        for closing in rules.closing.finditer(text, opening.end()):
            inner = text[opening.end() : closing.start()]
            following = _end_of_cell(text, closing.end(), rules.delimiter)
            doubled = inner.count(rules.quote * 2)
            stray = inner.count(rules.quote) - 2 * doubled
            yield _Cell(rules.unescape(inner), following + len(rules.delimiter), stray)
    stop = _end_of_cell(text, at, rules.delimiter)
    plain = text[at:stop]
    cost = plain.count(rules.quote) if opening is not None else 0
    yield _Cell(rules.unpad(plain), stop + len(rules.delimiter), cost)


def _end_of_cell(text: str, at: int, delimiter: str) -> int:
    found = text.find(delimiter, at)
    return len(text) if found < 0 else found
