"""The lines at the top of a table: titles above it, one or several lines of names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.importing.header import YEAR, HeaderDecision, decide_header
from engine.importing.kinds import is_typed, kinds_of_column
from engine.importing.records import Record

_MOST_LINES = 4
_MOST_TITLES = 10
_BODY_LOOKED_AT = 500
_UNIT = re.compile(
    r"[(\[].{0,20}[)\]]|[%‰°$€£¥-]|°?[CF]|K|[nµumck]?m[23²³]?|[nµmk]?g|t|lbs?|oz|[mcdh]?[lL]|[nµm]?s|min|hrs?|h"
    r"|days?|years?|[mkMG]?[VAWJ]|[kMGT]?Wh|[kMG]?Hz|[hkM]?Pa|m?bar|ppm|ppb|[kMGT]?B|km/h|mph|m/s|mm/h|[A-Z]{3}"
)


@dataclass(frozen=True, slots=True)
class TableTop:
    """Of the records that aren't blank: how many are titles, how many hold names, and why."""

    titles: int
    names: int
    decision: HeaderDecision


def find_top(records: Sequence[Record], width: int, *, may_have_titles: bool = True) -> TableTop:
    """Look at the records of a table (no blank ones, the first of them may be titles)."""
    titles = _count_titles(records, width) if may_have_titles else 0
    rows = [record.cells for record in records[titles : titles + _BODY_LOOKED_AT]]
    if len(rows) > 1 and _groups_names(rows[0], rows[1], width):
        below = decide_header(rows[1], rows[2:])
        if below.present and below.sure:
            return TableTop(titles, 2, _joined(2))
    lines = _count_name_lines(rows)
    if lines > 1:
        below = decide_header(rows[0], rows[lines:])
        if below.present and below.sure:
            return TableTop(titles, lines, _joined(lines))
    decision = decide_header(rows[0], rows[1:])
    return TableTop(titles, int(decision.present), decision)


def join_names(lines: Sequence[Sequence[str]]) -> list[str]:
    """One name a column from several lines of them; a group's name holds for the gaps to its right."""
    if len(lines) < 2:
        return [cell for line in lines for cell in line]
    width = max(map(len, lines))
    padded = [[*line, *[""] * (width - len(line))] for line in lines]
    spread = [_spread(line, padded[-1]) for line in padded[:-1]]
    columns = zip(*spread, padded[-1], strict=True)
    return [" ".join(part for cell in parts if (part := cell.strip())) for parts in columns]


def _joined(lines: int) -> HeaderDecision:
    reason = f"The first {lines} lines hold names above values of other types; they were joined."
    return HeaderDecision(present=True, reason=reason, sure=True)


def _count_titles(records: Sequence[Record], width: int) -> int:
    """Lines padded to the table's width, with text in the first cell at most, above a line of names."""
    titles = 0
    while titles < min(_MOST_TITLES, len(records)) and not any(
        cell.strip() for cell in records[titles].cells[1:]
    ):
        titles += 1
    if not titles or width < 3 or titles == len(records):
        return 0
    names, *below = (record.cells for record in records[titles : titles + _BODY_LOOKED_AT])
    return titles if below and decide_header(names, below).present else 0


def _groups_names(above: Sequence[str], names: Sequence[str], width: int) -> bool:
    """Whether a line with gaps stands above a line of names without any."""
    filled = [index for index, cell in enumerate(above) if cell.strip()]
    sparse = bool(filled) and filled != [0] and len(filled) <= width / 2
    full = len(names) >= width and all(_is_name(cell.strip()) for cell in names)
    return sparse and full


def _is_name(cell: str) -> bool:
    return bool(cell) and (not is_typed(cell) or YEAR.fullmatch(cell) is not None)


def _spread(groups: Sequence[str], names: Sequence[str]) -> list[str]:
    if all(cell.strip() for cell in groups):
        return list(groups)
    spread, group = [], ""
    for cell, name in zip(groups, names, strict=True):
        group = cell if cell.strip() else group if name.strip() else ""
        spread.append(group)
    return spread


def _count_name_lines(rows: Sequence[Sequence[str]]) -> int:
    """1, and one more for each line that repeats the first or gives units of the columns."""
    lines = 1
    while lines < min(_MOST_LINES, len(rows) - 1):
        if not (_is_repeated(rows[0], rows[lines]) or _holds_units(rows[lines], rows[lines + 1 :])):
            break
        lines += 1
    return lines


def _is_repeated(first: Sequence[str], line: Sequence[str]) -> bool:
    return [cell.strip().lower() for cell in first] == [cell.strip().lower() for cell in line]


def _holds_units(line: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    units = [(index, cell.strip()) for index, cell in enumerate(line) if cell.strip()]
    if len(line) < 2 or not units or not all(_UNIT.fullmatch(unit) for _, unit in units):
        return False
    return any(
        kinds_of_column(values)
        for index, _ in units
        if any(values := [row[index] for row in below if index < len(row)])
    )
