"""Rewriting a filthy file as a plain one: one line per row, every row of the same width, no quotes.

What has to be changed on the way is reported line by line. Line breaks, delimiters and the escape
itself are written as two characters inside a value and turned back by SQL (`decoding_sql`), so the
plain file can be read in parallel and its lines are its rows.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile
from pathlib import Path
from typing import TextIO

from engine.importing.kinds import kinds_of_column
from engine.importing.records import Dialect, Record, RecordReader
from engine.importing.report import Report
from engine.importing.sampling import open_lines
from engine.importing.shape import Shape
from engine.importing.table_end import TableRecords, is_footer_text, is_total, may_be_footer

SHORT = "the row has fewer cells than there are columns; the missing ones are empty"
SURPLUS = "the row has more cells than there are columns; the surplus is kept as text in the last column"
NUL = "NUL bytes were removed"
FOOTER = "a line below the table, not a row"
COMMENT = "a comment line, not a row"
TOTAL = "a line with totals of the rows, not a row"
OTHER_TABLE = "a line of another table, below the first one"
REPEATED_HEADER = "the header line again, not a row"
SURPLUS_NAME = "surplus_cells"

_ESCAPE = "\x1d"
_LONGEST_FOOTER_LINES = 10


@dataclass(slots=True)
class PlainFile:
    """The rewritten file: its dialect, the number of rows and of cells in each, and what to turn back.

    `escaped` are the indexes of columns in which something was written in the two-character form.
    """

    path: Path
    dialect: Dialect
    width: int
    rows: int = 0
    longest_line_bytes: int = 0
    escaped: set[int] = field(default_factory=set)


class _SurplusFoundError(Exception):
    """A row has more cells than the table: start again with a column for the surplus."""


def rewrite_plain(source: Path, target: Path, shape: Shape, newline: str, report: Report) -> PlainFile:
    """Write the rows of `source` to `target`; the report learns of each repair and rejection.

    The result is one cell wider than the shape when any row had a surplus of cells.
    """
    attempt = Report(report.format, report.problem_limit, skipped_lines=report.skipped_lines)
    try:
        plain = _Rewriter(shape, attempt, keeps_surplus=False).run(source, target, newline)
    except _SurplusFoundError:
        attempt = Report(report.format, report.problem_limit, skipped_lines=report.skipped_lines)
        plain = _Rewriter(shape, attempt, keeps_surplus=True).run(source, target, newline)
    report.absorb(attempt)
    return plain


def decoding_sql(column: str, delimiter: str) -> str:
    """SQL that turns the two-character forms in a column back into what they stand for."""
    text = column
    for code, char in (("r", "\r"), ("n", "\n"), ("c", delimiter), ("d", _ESCAPE)):
        text = f"replace({text}, chr({ord(_ESCAPE)}) || '{code}', chr({ord(char)}))"
    return text


class _Rewriter:
    """Passes records on, holding back what may turn out to stand below the table."""

    def __init__(self, shape: Shape, report: Report, *, keeps_surplus: bool) -> None:
        self._shape = shape
        self._report = report
        self._keeps_surplus = keeps_surplus
        self._delimiter = shape.dialect.delimiter
        self._special = re.compile(f"[\r\n{_ESCAPE}{re.escape(self._delimiter)}]")
        self._header = [record.cells for record in shape.header_records]
        self._first_kinds = kinds_of_column(row[0] for row in shape.sampled)
        self._nul_lines: deque[int] = deque()
        self._doubtful: list[tuple[Record, bool]] = []
        self._blank_lines = 0
        self._after_blank = False
        self._totals_are_rows = False

    def run(self, source: Path, target: Path, newline: str) -> PlainFile:
        width = self._shape.width + self._keeps_surplus
        plain = PlainFile(target, Dialect(self._delimiter, "", ""), width)
        with open_lines(source, newline) as file, target.open("w", encoding="utf-8", newline="\n") as output:
            writer = _Writer(plain, output, self._special)
            reader = RecordReader(self._without_nuls(file), self._shape.dialect, self._shape.width)
            records = dropwhile(self._is_above, reader)
            table = TableRecords(records, self._shape.width, self._header)
            for record in table:
                self._pass(record, writer)
            self._end(writer)
            self._leave_out(table.others)
        return plain

    def _is_above(self, record: Record) -> bool:
        above = record.line < self._shape.body_line
        if above and self._nul_lines:
            self._takes_nuls(record)
        return above

    def _without_nuls(self, lines: Iterable[str]) -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if "\0" in line:
                self._nul_lines.append(number)
                line = line.replace("\0", "")
            yield line

    def _takes_nuls(self, record: Record) -> bool:
        found = False
        while self._nul_lines and self._nul_lines[0] < record.line + record.lines:
            self._nul_lines.popleft()
            found = True
        return found

    def _pass(self, record: Record, writer: _Writer) -> None:
        if self._is_blank(record):
            self._blank_lines += 1
            self._after_blank = True
        elif may_be_footer(record.cells, self._shape.width):
            self._doubtful.append((record, self._after_blank))
            if len(self._doubtful) > _LONGEST_FOOTER_LINES:
                self._settle(writer)
        else:
            self._settle(writer)
            self._write(record, writer)

    def _is_blank(self, record: Record) -> bool:
        return record.is_blank and (self._shape.width > 1 or not record.raw.strip("\r\n"))

    def _settle(self, writer: _Writer) -> None:
        """The table goes on: what was held back are rows of it, in one column blank ones too."""
        for record, _ in self._doubtful:
            self._totals_are_rows = self._totals_are_rows or is_total(record.cells)
            self._write(record, writer)
        self._doubtful.clear()
        if self._shape.width == 1:
            for _ in range(self._blank_lines):
                writer.write_cells([""])
            self._blank_lines = 0
        self._after_blank = False

    def _end(self, writer: _Writer) -> None:
        below = False
        for record, after_blank in self._doubtful:
            total = not self._totals_are_rows and is_total(record.cells)
            below = below or total or self._is_footer(record, after_blank=after_blank)
            if below:
                self._report.rejected(record.line, TOTAL if total else FOOTER, record.raw)
            else:
                self._write(record, writer)
        if self._blank_lines:
            self._report.note(f"Blank lines passed over: {self._blank_lines:,}.")

    def _is_footer(self, record: Record, *, after_blank: bool) -> bool:
        cells = record.cells
        if any(cell.strip() for cell in cells[1:]):
            return False
        if is_footer_text(cells[0]):
            return True
        misfit = bool(self._first_kinds) and not kinds_of_column(cells[:1])
        return len(cells) < self._shape.width and (after_blank or misfit)

    def _leave_out(self, others: Iterable[Record]) -> None:
        """Report the lines of other tables; they belong together, but not to this one."""
        first = None
        for record in others:
            first = first or record
            if not record.is_blank:
                self._report.rejected(record.line, OTHER_TABLE, record.raw)
        if first:
            line = self._report.file_line(first.line)
            self._report.note(
                f"Another table starts in line {line:,}, with {len(first.cells):,} columns. It is not in the"
                f" data; to read it instead, import the file again and skip {line - 1:,} lines."
            )

    def _write(self, record: Record, writer: _Writer) -> None:
        cells, width = record.cells, self._shape.width
        if cells in self._header:
            self._report.rejected(record.line, REPEATED_HEADER, record.raw)
            return
        if len(cells) < width and cells[0].lstrip().startswith("#") and not any(cells[1:]):
            self._report.rejected(record.line, COMMENT, record.raw)
            return
        reasons = [record.flaw] if record.flaw else []
        if self._nul_lines and self._takes_nuls(record):
            reasons.append(NUL)
        if len(cells) != width:
            cells, reason = self._fitted(cells)
            reasons += [reason] if reason else []
        if reasons:
            self._report.repaired(record.line, "; ".join(reasons), record.raw)
        if self._keeps_surplus and len(cells) == width:
            cells = [*cells, ""]
        writer.write_cells(cells)

    def _fitted(self, cells: list[str]) -> tuple[list[str], str | None]:
        width = self._shape.width
        if len(cells) < width:
            return [*cells, *[""] * (width - len(cells))], SHORT
        surplus = self._delimiter.join(cells[width:]).rstrip(self._delimiter + " ")
        if not surplus:
            return cells[:width], None
        if not self._keeps_surplus:
            raise _SurplusFoundError
        return [*cells[:width], surplus], SURPLUS


class _Writer:
    """Writes rows without quotes, one a line."""

    def __init__(self, plain: PlainFile, output: TextIO, special: re.Pattern[str]) -> None:
        self._plain = plain
        self._write = output.write
        self._delimiter = plain.dialect.delimiter
        self._codes = {"\r": "r", "\n": "n", self._delimiter: "c", _ESCAPE: "d"}
        self._special = special
        self._longest = 0

    def write_cells(self, cells: Sequence[str]) -> None:
        line = self._delimiter.join(cells)
        if self._special.search("".join(cells)) is not None:
            line = self._delimiter.join([self._encoded(index, cell) for index, cell in enumerate(cells)])
        self._write(line + "\n")
        self._plain.rows += 1
        if len(line) > self._longest:
            self._longest = len(line)
            self._plain.longest_line_bytes = max(self._plain.longest_line_bytes, len(line.encode()))

    def _encoded(self, index: int, cell: str) -> str:
        encoded = self._special.sub(lambda found: _ESCAPE + self._codes[found.group()], cell)
        if encoded != cell:
            self._plain.escaped.add(index)
        return encoded
