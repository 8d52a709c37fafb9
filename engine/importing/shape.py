"""What a text file's table looks like: what stands above it, its header, its width, its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.importing.dialect import Layout, is_separator_line, read_layout, sniff_layout
from engine.importing.header import HeaderDecision, decide_header, unique_names
from engine.importing.kinds import is_typed
from engine.importing.records import Dialect, Record
from engine.importing.sampling import Sample


@dataclass(frozen=True, slots=True)
class Shape:
    """The guessed table. `body_line` is the physical line (from 1) on which its first row starts.

    `above` are the lines left out above the header. `sampled` are the rows of the head and of the
    pieces that have the right width; `regular` says that the whole sampled head has.
    """

    dialect: Dialect
    names: tuple[str, ...]
    header: HeaderDecision
    header_record: Record | None
    body_line: int
    above: tuple[Record, ...]
    sampled: tuple[tuple[str, ...], ...]
    regular: bool

    @property
    def width(self) -> int:
        return len(self.names)


def find_shape(sample: Sample, newline: str) -> Shape:
    """Guess dialect, header, names and width from the sample; the load has to prove all of it."""
    layout = sniff_layout(sample.head, newline)
    records = layout.records
    first = _first_table_record(layout)
    body = [record for record in records[first + 1 :] if not record.is_blank]
    cells = _without_surplus(records[first].cells, body, layout.width)
    decision = decide_header(cells, [record.cells for record in body])
    width = max(layout.width, len(cells) if decision.present else 0)
    names = unique_names(_padded(cells, body, width) if decision.present else [""] * width)
    table = [records[first], *body]
    if decision.present:
        # The header may be repeated further down, where files were put together.
        table = [record for record in body if record.cells != records[first].cells]
    start = records[first]
    return Shape(
        dialect=layout.dialect,
        names=tuple(names),
        header=decision,
        header_record=start if decision.present else None,
        body_line=start.line + start.lines if decision.present else start.line,
        above=tuple(record for record in records[:first] if not record.is_blank),
        sampled=(*_rows(table, width), *_rows_of_pieces(sample, newline, layout.dialect, width)),
        regular=_is_regular(records[: first + 1], body, width),
    )


def _first_table_record(layout: Layout) -> int:
    """Index of the header, or of the first row where there is none."""
    records, width = layout.records, layout.width
    filled = [
        index for index, record in enumerate(records) if not record.is_blank and not is_separator_line(record)
    ]
    if not filled:
        return 0
    if width == 1:
        return filled[0]
    wide = next((index for index in filled if len(records[index].cells) >= width), filled[0])
    before = [index for index in filled if index < wide]
    if before and _is_short_header(records, before[-1], wide):
        return before[-1]
    return wide


def _is_short_header(records: Sequence[Record], short: int, wide: int) -> bool:
    """A line of names with too few of them, above rows: not a title, and not above a better header."""
    cells = [cell.strip() for cell in records[short].cells]
    if len(cells) < 2 or not all(cells) or any(is_typed(cell) for cell in cells):
        return False
    below = [record.cells for record in records[wide + 1 :] if not record.is_blank]
    better = decide_header(records[wide].cells, below)
    return not (better.present and better.sure) and any(
        is_typed(cell.strip()) for cell in records[wide].cells
    )


def _without_surplus(cells: list[str], body: Sequence[Record], width: int) -> list[str]:
    """Drop empty names at the end that no row has cells for."""
    if not body:
        return cells
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _padded(cells: Sequence[str], body: Sequence[Record], width: int) -> list[str]:
    """As many names as columns. One name too few above numbered rows is how R writes row names."""
    missing = width - len(cells)
    rows = [record.cells for record in body if len(record.cells) == width]
    firsts = [cells[0].strip() for cells in rows]
    filled = any(cells[-1].strip() for cells in rows)
    if (
        missing == 1
        and filled
        and len(firsts) > 1
        and firsts == [str(number) for number in range(1, len(firsts) + 1)]
    ):
        return ["row_names", *cells]
    return [*cells, *([""] * missing)]


def _rows(records: Sequence[Record], width: int) -> list[tuple[str, ...]]:
    return [tuple(record.cells) for record in records if len(record.cells) == width and not record.is_blank]


def _rows_of_pieces(sample: Sample, newline: str, dialect: Dialect, width: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for piece in sample.pieces:
        # The piece may start inside a quoted value; what reads with a flaw says nothing about types.
        layout = read_layout(piece, newline, dialect)
        rows += _rows([record for record in layout.records if record.flaw is None], width)
    return rows


def _is_regular(above: Sequence[Record], table: Sequence[Record], width: int) -> bool:
    one_line_each = all(record.lines == 1 and record.flaw is None for record in above)
    same_width = all(record.flaw is None and len(record.cells) == width for record in table)
    return one_line_each and same_width
