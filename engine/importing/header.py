"""Is the first record a header, and what are the columns called?

Names are made unique the way DuckDB does it (`a`, `a_1`, `column3`), so that an analyst who opens
the same file in DuckDB sees the same names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.importing.kinds import is_typed, kinds_of
from engine.importing.null_markers import MISSING_MARKERS

YEAR = re.compile(r"(1[89]|20|21)\d\d")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class HeaderDecision:
    """Whether the record is a header, with the reason as a sentence; `sure` when types prove it."""

    present: bool
    reason: str
    sure: bool


def decide_header(first: Sequence[str], body: Sequence[Sequence[str]]) -> HeaderDecision:
    """Compare the first record's cells with the cells below them (a sample of rows)."""
    cells = [cell.strip() for cell in first]
    if not any(cells):
        return HeaderDecision(present=False, reason="The first line has no names.", sure=True)
    if not body and any(is_typed(cell) for cell in cells):
        return HeaderDecision(present=False, reason="The file's only line holds values.", sure=False)
    if not body:
        return HeaderDecision(
            present=True, reason="The file has one line, which was taken as the header.", sure=False
        )
    supporting, against = _evidence(cells, [row for row in body if list(row) != list(first)])
    if against and _are_years(cells, body):
        return HeaderDecision(
            present=True, reason="The first line holds text and years above other values.", sure=True
        )
    if against > supporting or (against and not supporting):
        return HeaderDecision(
            present=False,
            reason="The first line holds values of the same types as the lines below.",
            sure=True,
        )
    if supporting:
        return HeaderDecision(
            present=True, reason="The first line holds names above values of other types.", sure=True
        )
    return _decide_text(cells, body)


def unique_names(cells: Sequence[str]) -> list[str]:
    """Trimmed names, empty ones as `column<index>`, duplicates numbered, ignoring case."""
    seen: dict[str, int] = {}
    names = []
    for index, cell in enumerate(cells):
        name = " ".join(cell.replace("\0", "").split()) or f"column{index}"
        while name.lower() in seen:
            seen[name.lower()] += 1
            name = f"{name}_{seen[name.lower()]}"
        seen[name.lower()] = 0
        names.append(name)
    return names


def _evidence(cells: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[int, int]:
    supporting = against = 0
    for index, cell in enumerate(cells):
        below = [row[index].strip() for row in body if index < len(row)]
        values = [value for value in below if value and value.lower() not in MISSING_MARKERS]
        if not values or not kinds_of(values):
            # A number above text is no name either, unless the text is only sometimes text.
            against += bool(cell) and is_typed(cell) and bool(values) and not YEAR.fullmatch(cell)
        elif is_typed(cell):
            against += 1
        elif cell and cell.lower() not in MISSING_MARKERS:
            supporting += 1
    return supporting, against


def _are_years(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Years in a row as column names: distinct, ordered, and not what stands below them."""
    at = [index for index, cell in enumerate(cells) if YEAR.fullmatch(cell)]
    years = [int(cells[index]) for index in at]
    if len(years) < 2 or years not in (sorted(set(years)), sorted(set(years), reverse=True)):
        return False
    if any(is_typed(cell) and not YEAR.fullmatch(cell) for cell in cells):
        return False
    below = [row[index].strip() for row in body for index in at if index < len(row)]
    return sum(bool(YEAR.fullmatch(value)) for value in below) < 0.5 * max(len(below), 1)


def _decide_text(cells: Sequence[str], body: Sequence[Sequence[str]]) -> HeaderDecision:
    repeated = sum(
        any(index < len(row) and row[index].strip() == cell for row in body)
        for index, cell in enumerate(cells)
        if cell
    )
    too_long = any(len(cell) > _LONGEST_NAME for cell in cells)
    if too_long or repeated > len(cells) / 2:
        return HeaderDecision(
            present=False, reason="The first line looks like the lines below it.", sure=False
        )
    return HeaderDecision(
        present=True, reason="All columns hold text, so the first line was taken as the header.", sure=False
    )
