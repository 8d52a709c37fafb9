"""What a text file's table looks like: what stands above it, its header, its width, its names."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from engine.import_options import ImportOptions
from engine.importing.dialect import Layout, is_separator_line, read_layout, sniff_layout
from engine.importing.header import HeaderDecision, decide_header, unique_names
from engine.importing.kinds import is_typed
from engine.importing.records import Dialect, Record
from engine.importing.sampling import Sample, lines_of
from engine.importing.table_end import ends_with_footer
from engine.importing.table_top import TableTop, find_top, join_names

_LAST_LINES = 20
_AS_YOU_ASKED = {
    True: HeaderDecision(present=True, reason="The first line holds the names, as you asked.", sure=True),
    False: HeaderDecision(present=False, reason="No line holds names, as you asked.", sure=True),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The guessed table. `body_line` is the physical line (from 1) on which its first row starts.

    `header_records` are the lines that hold names. `above` are the lines left out above them.
    `sampled` are the rows of the head and of the pieces that have the right width; `regular` says
    that the whole sample looks like lines of one table and nothing else.
    """

    dialect: Dialect
    names: tuple[str, ...]
    header: HeaderDecision
    header_records: tuple[Record, ...]
    body_line: int
    above: tuple[Record, ...]
    sampled: tuple[tuple[str, ...], ...]
    regular: bool

    @property
    def width(self) -> int:
        return len(self.names)


def find_shape(sample: Sample, newline: str, options: ImportOptions) -> Shape:
    """Guess dialect, header, names and width from the sample; the load has to prove all of it.

    The sample starts behind the lines that `options` skip. What `options` decide isn't guessed.
    """
    layout = sniff_layout(sample.head, newline, options)
    first = _first_table_record(layout, options)
    filled = [record for record in layout.records[first:] if not record.is_blank]
    top = _top(filled, layout.width, options)
    table = filled[top.titles :]
    header, body = tuple(table[: top.names]), table[top.names :]
    cells = _without_surplus(join_names([record.cells for record in header]), body, layout.width)
    width = max(layout.width, len(cells))
    names = unique_names(_padded(cells, body, width) if header else [""] * width)
    last_name = header[-1] if header else None
    above = [record for record in layout.records if record.line < table[0].line and not record.is_blank]
    # The header may be repeated further down, where files were put together.
    rows = [record for record in body if all(record.cells != each.cells for each in header)]
    pieces = [read_layout(piece, newline, layout.dialect).records for piece in sample.pieces]
    return Shape(
        dialect=layout.dialect,
        names=tuple(names),
        header=top.decision,
        header_records=header,
        body_line=last_name.line + last_name.lines if last_name else table[0].line,
        above=tuple(above),
        sampled=(*_rows(rows, width), *_rows_of_pieces(pieces, width)),
        regular=not layout.cut
        and _is_regular([*above, *header], body, width)
        and not ends_with_footer(_last_records(sample, newline, layout.dialect), width),
    )


def _top(filled: Sequence[Record], width: int, options: ImportOptions) -> TableTop:
    if options.header is not None:
        return TableTop(0, int(options.header), _AS_YOU_ASKED[options.header])
    return find_top(filled, width, may_have_titles=options.skip_lines is None)


def _first_table_record(layout: Layout, options: ImportOptions) -> int:
    """Index of the header, or of the first row where there is none."""
    records, width = layout.records, layout.width
    filled = [
        index for index, record in enumerate(records) if not record.is_blank and not is_separator_line(record)
    ]
    if not filled:
        return 0
    if width == 1 or options.header is not None or options.skip_lines is not None:
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
    """Drop empty names that no row has cells for: those at the end, or all that are too many."""
    if not body:
        return cells
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    named = [cell for cell in cells if cell.strip()]
    return named if len(cells) > width == len(named) else cells


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


def _last_records(sample: Sample, newline: str, dialect: Dialect) -> Sequence[Record]:
    lines = deque(lines_of(sample.pieces[-1] if sample.pieces else sample.head, newline), maxlen=_LAST_LINES)
    return read_layout("".join(lines), newline, dialect).records


def _rows_of_pieces(pieces: Sequence[Sequence[Record]], width: int) -> list[tuple[str, ...]]:
    # A piece may start inside a quoted value; what reads with a flaw says nothing about types.
    sound = [record for records in pieces for record in records if record.flaw is None]
    return _rows(sound, width)


def _is_regular(above: Sequence[Record], table: Sequence[Record], width: int) -> bool:
    one_line_each = all(record.lines == 1 and record.flaw is None for record in above)
    same_width = all(record.flaw is None and len(record.cells) == width for record in table)
    return one_line_each and same_width
