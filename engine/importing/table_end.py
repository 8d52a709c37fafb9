"""Where a table ends: footers and totals below its rows, and another table below it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import takewhile

from engine.importing.header import decide_header
from engine.importing.kinds import is_typed
from engine.importing.records import Record

_ROWS_NEEDED = 2
_ROWS_SEEN = 10
"""How many rows below a line of names are looked at, and how many it takes for another table."""
_FOOTER = re.compile(
    r"\s*(total|sum|summe|gesamt|source|quelle|note|\(|\*|#|--|end\b|eof\b|=|~|\d+ rows)", re.IGNORECASE
)
_TOTAL = re.compile(
    r"((grand|overall|sub)[ -]?)?totals?|sum|summe|gesamt(summe)?|insgesamt|somme|totale|totaal|suma|soma"
    r"|razem|celkem|итого|всего|合計|合计|总计",
    re.IGNORECASE,
)


def may_be_footer(cells: Sequence[str], width: int) -> bool:
    """Whether a record, should nothing but its like follow, may stand below the table's rows."""
    return width > 1 and (not any(cell.strip() for cell in cells[1:]) or is_total(cells))


def is_footer_text(cell: str) -> bool:
    """Whether a text begins as notes below a table do."""
    return _FOOTER.match(cell) is not None


def is_total(cells: Sequence[str]) -> bool:
    """Whether a record says "total" first and holds nothing but numbers after that."""
    filled = [text for cell in cells if (text := cell.strip())]
    if len(filled) < 2 or _TOTAL.fullmatch(filled[0].rstrip(" :")) is None:
        return False
    return all(is_typed(text) for text in filled[1:])


def ends_with_footer(records: Sequence[Record], width: int) -> bool:
    """Whether the last of the records looks like one that stands below a table."""
    filled = [record for record in records if not record.is_blank]
    if width < 2 or not filled:
        return False
    cells = filled[-1].cells
    return is_total(cells) or (not any(cell.strip() for cell in cells[1:]) and is_footer_text(cells[0]))


def first_table(records: Sequence[Record]) -> Sequence[Record]:
    """The records up to a second table, if the first one is plainly a table by itself."""
    filled: list[Record] = []
    after_blank = False
    for at, record in enumerate(records):
        odd = len(filled) > _ROWS_NEEDED and (after_blank or len(record.cells) != len(filled[-1].cells))
        if (
            odd
            and is_start(record, records[at + 1 : at + 1 + _ROWS_SEEN])
            and _is_table_without(record, filled)
        ):
            return records[:at]
        after_blank = record.is_blank
        if not after_blank:
            filled.append(record)
    return records


class TableRecords:
    """Iterates over the records of one table of `width`; `others` are those of further tables below.

    `others` is complete only after the iteration.
    """

    def __init__(self, records: Iterator[Record], width: int, names: Sequence[Sequence[str]]) -> None:
        """`names` are the cells of the table's lines of names; without any, no other table is looked for."""
        self._records = records
        self._width = width
        self._names = names
        self.others: Iterator[Record] = iter(())

    def __iter__(self) -> Iterator[Record]:
        ahead: deque[Record] = deque()
        after_blank = False
        while (record := ahead.popleft() if ahead else next(self._records, None)) is not None:
            if self._is_odd(record, after_blank=after_blank):
                while len(ahead) < _ROWS_SEEN and (following := next(self._records, None)) is not None:
                    ahead.append(following)
                if is_start(record, ahead):
                    self.others = self._rest(record, ahead)
                    return
            after_blank = record.is_blank
            yield record

    def _is_odd(self, record: Record, *, after_blank: bool) -> bool:
        """A cheap test first: nearly all records fail it."""
        cells = record.cells
        odd = len(cells) != self._width or after_blank
        return odd and len(cells) > 1 and bool(self._names) and cells not in self._names

    def _rest(self, record: Record, ahead: deque[Record]) -> Iterator[Record]:
        yield record
        yield from ahead
        yield from self._records


def is_start(record: Record, following: Sequence[Record]) -> bool:
    """Whether a record holds names, and typed rows of their number follow."""
    names = [cell.strip() for cell in record.cells]
    if len(names) < 2 or not all(names) or any(is_typed(name) for name in names):
        return False
    rows = [each.cells for each in takewhile(lambda each: not each.is_blank, following)]
    if len(rows) < _ROWS_NEEDED or any(len(row) != len(names) for row in rows):
        return False
    decision = decide_header(names, rows)
    return decision.present and decision.sure


def _is_table_without(record: Record, before: Sequence[Record]) -> bool:
    width = len(before[-1].cells)
    table = [each.cells for each in before if len(each.cells) == width]
    if width < 2 or record.cells in table[:1]:
        return False
    decision = decide_header(table[0], table[1:])
    return decision.present and decision.sure
