"""Guessing how a file is laid out: delimiter, quote, escape, lines above the header.

Every plausible combination reads the head of the file; the one under which most records have one
width, and whose cells look like values, wins. The guess is proven or dropped by the load.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from engine.import_options import ImportOptions
from engine.importing.kinds import is_typed
from engine.importing.records import NO_DELIMITER, Dialect, Record, RecordReader
from engine.importing.sampling import lines_of
from engine.importing.table_end import first_table

_DELIMITERS = (",", ";", "\t", "|")
_RARE_DELIMITERS = (":", "~", "^", "\x01", "\x1e", "§", "¦", "#", "&", "@", "!", "*")
_TRIED_RECORDS = 500
_SINGLE_COLUMN_SCORE = 0.35
_FLAW_COST = 0.4
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """A dialect, the most frequent `width` of records, and the head's records read with it.

    `records` are those of the first table; `cut` says that another one follows below it.
    """

    dialect: Dialect
    width: int
    records: tuple[Record, ...]
    cut: bool = False


def sniff_layout(head: str, newline: str, options: ImportOptions) -> Layout:
    """The most plausible layout of a text that starts at the file's first line, or as `options` say."""
    separator = _SEPARATOR_LINE.match(head)
    forced = options.delimiter or (separator.group(1) if separator else None)
    best: Layout | None = None
    best_score = 0.0 if forced else _SINGLE_COLUMN_SCORE
    for dialect in _candidates(head, forced, options.quote):
        layout = read_layout(head, newline, dialect)
        score = _score(layout)
        if score > best_score or (forced and best is None):
            best, best_score = layout, score
    if best is None:
        return read_layout(head, newline, _quoting(NO_DELIMITER, options.quote, head)[0])
    if _is_padded(best):
        return read_layout(head, newline, replace(best.dialect, padded=True))
    return best


def is_separator_line(record: Record) -> bool:
    """Whether the record is Excel's `sep=;` line."""
    return _SEPARATOR_LINE.fullmatch(record.raw) is not None


def read_layout(head: str, newline: str, dialect: Dialect) -> Layout:
    """The head as it reads in this dialect; a second time when knowing the width may help."""
    layout = _read(head, newline, dialect, None)
    if any(len(record.cells) != layout.width or record.flaw for record in layout.records):
        return _read(head, newline, dialect, layout.width)
    return layout


def _read(head: str, newline: str, dialect: Dialect, width: int | None) -> Layout:
    records = tuple(islice(RecordReader(lines_of(head, newline), dialect, width), _TRIED_RECORDS))
    table = tuple(first_table(records))
    return Layout(dialect, _usual_width(table), table, cut=len(table) < len(records))


def _candidates(head: str, delimiter: str | None, quote: str | None) -> Iterator[Dialect]:
    for each in [delimiter] if delimiter else _delimiters_in(head):
        yield from _quoting(each, quote, head)


def _quoting(delimiter: str, quote: str | None, head: str) -> list[Dialect]:
    """The dialects of one delimiter, the most usual first."""
    quotes = ['"'] if quote is None else [quote]
    opens = quote is None and re.search(r"(?m)(?:^|[,;\t|])'", head)
    if opens and re.search(r"(?m)'(?:[,;\t|\r]|$)", head):
        quotes.append("'")
    dialects = []
    for each in quotes:
        dialects.append(Dialect(delimiter, each, each))
        if each and "\\" + each in head:
            dialects.append(Dialect(delimiter, each, "\\"))
    return dialects


def _is_padded(layout: Layout) -> bool:
    """Whether a space stands behind every delimiter, in front of every value but the first of a line."""
    if layout.dialect.delimiter == " ":
        return False
    padded = _paddings(layout)
    return next(padded, False) and all(padded)


def _paddings(layout: Layout) -> Iterator[bool]:
    behind_space = re.compile(rf" {re.escape(layout.dialect.quote)}(?=(.))", re.DOTALL)
    for record in layout.records:
        # Looked up once a record: a search for each cell takes the square of the width.
        firsts = set(behind_space.findall(record.raw))
        for cell in record.cells[1:]:
            if cell.strip():
                yield cell.startswith(" ") or cell[0] in firsts


def _delimiters_in(head: str) -> list[str]:
    usual = [each for each in _DELIMITERS if each in head]
    if usual:
        return usual
    rare = [each for each in _RARE_DELIMITERS if each in head]
    return rare or [each for each in (" ",) if each in head]


def _usual_width(records: Sequence[Record]) -> int:
    widths = Counter(len(record.cells) for record in records if not record.is_blank)
    if not widths:
        return 0
    return max(widths, key=lambda width: (widths[width], width))


def _score(layout: Layout) -> float:
    """How plausible a layout is, 0 to 1: share of regular records × how much cells look like values."""
    width = layout.width
    filled = [record for record in layout.records if not record.is_blank]
    if width < 2 or not filled:
        return 0.0
    regular = [record for record in filled if len(record.cells) == width]
    flawed = sum(record.flaw is not None for record in regular)
    share = (len(regular) - _FLAW_COST * flawed) / len(filled)
    cells = [cell for record in regular for cell in record.cells]
    if not cells:
        return 0.0
    clean = sum(_cleanness(cell.strip(), layout.dialect) for cell in cells) / len(cells)
    if layout.dialect.delimiter in (" ", ":") or layout.dialect.delimiter in _RARE_DELIMITERS:
        share = share if share == 1.0 and len(filled) > 1 else share * 0.4
    return share * clean * (1 - 0.5 / width)


def _cleanness(cell: str, dialect: Dialect) -> float:
    if not cell or is_typed(cell):
        return 1.0
    if cell[0] == cell[-1] and cell[0] in "\"'" and len(cell) > 1:
        return 0.4
    if any(other in cell for other in _DELIMITERS if other != dialect.delimiter):
        return 0.6
    return 0.9
