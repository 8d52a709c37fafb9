"""Reading records out of lines, strictly where the text allows it and with a stated repair where not.

Python's `csv` never says that it guessed, and one unclosed quote makes it swallow the rest of the
file. This reader marks every guess as a flaw and never looks further ahead than it can pay for.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from engine.importing.broken_quotes import QuoteRules, split_broken

NO_DELIMITER = "\x1f"
"""Stands for "no delimiter" in a file of one column: a character that text doesn't hold."""

STRAY_QUOTE = "a quote inside a value was not doubled; it was kept as text"
_NO_QUOTE = "\0"
"""Stands for "nothing is quoted": NUL bytes are removed before lines are read."""
_FAR_LINES = 10_000
_FAR_CHARACTERS = 4_000_000
_NEAR_LINES = 100
_FAR_FAILURES = 20
_LENIENT_LINES = 20
_SINGLE_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file separates and quotes its values; `escape` equals `quote` when quotes are doubled.

    `quote` is empty when nothing is quoted. `padded` says that a space follows each delimiter and
    belongs to it.
    """

    delimiter: str
    quote: str = '"'
    escape: str = '"'
    padded: bool = False

    @property
    def doubled(self) -> bool:
        return self.escape == self.quote


@dataclass(slots=True)
class Record:
    """One record: `line` and `lines` say where it starts and how many physical lines it spans."""

    line: int
    cells: list[str]
    raw: str
    lines: int = 1
    flaw: str | None = None

    @property
    def is_blank(self) -> bool:
        """A line with nothing on it; not a row of empty cells."""
        return len(self.cells) == 1 and not self.raw.strip(" \t\r\n\ufeff")


@dataclass(slots=True)
class _Scan:
    cells: list[str]
    state: Literal["complete", "open", "malformed"]
    end: int = 0


class RecordReader:
    """Iterates over the records of `lines` (each with its line break, as `open(newline=…)` gives them).

    A line break of another kind ends a record as well, unless it is quoted or the line reads
    well with it inside a value.

    `width` is the expected number of cells, used only to choose between two ways of reading a
    line whose quotes are broken; None while it is not known.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect, width: int | None = None) -> None:
        self._lines = iter(lines)
        self._pushed: deque[str] = deque()
        self._dialect = dialect if dialect.quote else replace(dialect, quote=_NO_QUOTE, escape=_NO_QUOTE)
        self._width = width
        self._next_line = 1
        self._failures = 0
        self._compile()

    def _compile(self) -> None:
        quote, escape = re.escape(self._dialect.quote), re.escape(self._dialect.escape)
        delimiter = re.escape(self._dialect.delimiter)
        inside = rf"[^{quote}]++|{quote}{quote}"
        if not self._dialect.doubled:
            inside = rf"[^{quote}{escape}]++|{escape}."
        self._opening = re.compile(rf"[ ]*{quote}")
        self._inside = re.compile(rf"(?:{inside})*+", re.DOTALL)
        self._closing = re.compile(rf"{quote}(?=[ ]*(?:{delimiter}|[\r\n]|\Z))")
        self._unquoted = re.compile(rf"[^{delimiter}\r\n]*+")
        self._unquoted_any = re.compile(rf"(?:[^{delimiter}\r\n]++|(?:\r\n|\r|\n)(?!\Z))*+")
        self._after = re.compile(r"[ ]*")
        self._escaped = re.compile(rf"{escape}(.)", re.DOTALL)
        self._rules = QuoteRules(
            self._dialect.delimiter,
            self._dialect.quote,
            self._opening,
            self._closing,
            self._unescape,
            self._unpadded,
        )

    def __iter__(self) -> Iterator[Record]:
        quote = self._dialect.quote
        while (line := self._take()) is not None:
            start = self._next_line
            if quote not in line:
                body = line.rstrip("\r\n")
                cells = self._split(body)
                if ("\r" in body or "\n" in body) and len(cells) != self._width:
                    line, cells = self._first_part(line)
                record = Record(start, cells, line)
            else:
                record = self._quoted(line, start)
            self._next_line = start + record.lines
            yield record

    def _first_part(self, line: str) -> tuple[str, list[str]]:
        """The line up to its first line break of whatever kind; the rest waits its turn."""
        first, *others = _SINGLE_LINE.findall(line)
        self._put_back(others)
        return first, self._split(first.rstrip("\r\n"))

    def _split(self, body: str) -> list[str]:
        cells = body.split(self._dialect.delimiter)
        return [cells[0], *map(self._unpadded, cells[1:])] if self._dialect.padded else cells

    def _unpadded(self, cell: str) -> str:
        return cell.removeprefix(" ") if self._dialect.padded else cell

    def _take(self) -> str | None:
        return self._pushed.popleft() if self._pushed else next(self._lines, None)

    def _quoted(self, line: str, start: int) -> Record:
        scan, taken = self._scan_lines(line)
        if scan.state == "complete" and (len(taken) == 1 or self._fits(scan.cells)):
            return Record(start, scan.cells, "".join(taken), len(taken))
        repaired = self._lenient(taken)
        if repaired is not None:
            cells, used = repaired
        elif scan.state == "complete":
            return Record(start, scan.cells, "".join(taken), len(taken))
        else:
            cells, used = self._lenient_cells(line), 1
        self._put_back(taken[used:])
        return Record(start, cells, "".join(taken[:used]), used, STRAY_QUOTE)

    def _fits(self, cells: list[str]) -> bool:
        return self._width is None or len(cells) == self._width

    def _scan_lines(self, line: str) -> tuple[_Scan, list[str]]:
        """Scan `line`, joined with as many following ones as an open quote needs."""
        scan, taken = self._scan_on(line, self._unquoted)
        if scan.state != "complete" or scan.end >= sum(map(len, taken)):
            return scan, taken
        if self._width is not None and len(scan.cells) != self._width:
            self._put_back(taken[1:])
            whole, taken = self._scan_on(line, self._unquoted_any)
            if whole.state == "complete" and len(whole.cells) == self._width:
                return whole, taken
            self._put_back(taken[1:])
            scan, taken = self._scan_on(line, self._unquoted)
        rest = "".join(taken)[scan.end :]
        taken[-1] = taken[-1].removesuffix(rest)
        self._put_back([rest])
        return scan, taken

    def _put_back(self, lines: list[str]) -> None:
        self._pushed.extendleft(reversed(lines))

    def _scan_on(self, line: str, unquoted: re.Pattern[str]) -> tuple[_Scan, list[str]]:
        """Scan, taking further lines while a quote is open."""
        scan = self._scan(line, unquoted)
        taken = [line]
        text = line
        characters = len(line)
        most = _FAR_LINES if self._failures < _FAR_FAILURES else _NEAR_LINES
        waiting: list[str] = []
        while scan.state == "open":
            following = self._take()
            if following is None or len(taken) >= most or characters > _FAR_CHARACTERS:
                self._failures += 1
                if following is not None:
                    taken.append(following)
                break
            taken.append(following)
            waiting.append(following)
            characters += len(following)
            if self._dialect.quote in following:
                text += "".join(waiting)
                waiting.clear()
                scan = self._scan(text, unquoted)
        return scan, taken

    def _scan(self, text: str, unquoted: re.Pattern[str]) -> _Scan:
        """Split a whole record by the rules; `open` when a quoted value doesn't end in `text`.

        `unquoted` matches a value without quotes, and says whether that may hold line breaks.
        """
        cells: list[str] = []
        at = 0
        while True:
            opening = self._opening.match(text, at)
            if opening is None:
                stop = self._end_of(unquoted, text, at)
                cells.append(self._unpadded(text[at:stop]))
            else:
                stop = self._end_of(self._inside, text, opening.end())
                if stop >= len(text):
                    return _Scan(cells, "open")
                if self._closing.match(text, stop) is None:
                    return _Scan(cells, "malformed")
                cells.append(self._unescape(text[opening.end() : stop]))
                stop = self._after_spaces(text, stop + 1)
            if stop >= len(text) or text[stop] in "\r\n":
                return _Scan(cells, "complete", stop + (2 if text.startswith("\r\n", stop) else 1))
            at = stop + 1

    @staticmethod
    def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
        found = pattern.match(text, at)
        return found.end() if found else at

    def _after_spaces(self, text: str, at: int) -> int:
        return at if self._dialect.delimiter == " " else self._end_of(self._after, text, at)

    def _unescape(self, inner: str) -> str:
        if self._dialect.doubled:
            return inner.replace(self._dialect.quote * 2, self._dialect.quote)
        return self._escaped.sub(r"\1", inner)

    def _lenient(self, taken: list[str]) -> tuple[list[str], int] | None:
        """The fewest of the taken lines that give a record of the expected width, if any do."""
        if self._width is None:
            return None
        for used in range(1, min(len(taken), _LENIENT_LINES) + 1):
            text = "".join(taken[:used]).rstrip("\r\n")
            cells = split_broken(text, self._rules, self._width) or self._lenient_cells(text)
            if len(cells) == self._width:
                return cells, used
        plain = self._split(taken[0].rstrip("\r\n"))
        return (plain, 1) if len(plain) == self._width else None

    def _lenient_cells(self, text: str) -> list[str]:
        """Split where a quote closes a value only in front of a delimiter or the end of the line."""
        cells: list[str] = []
        text = text.rstrip("\r\n")
        at = 0
        while True:
            opening = self._opening.match(text, at)
            closing = self._closing.search(text, opening.end()) if opening else None
            if opening is None or closing is None:
                stop = text.find(self._dialect.delimiter, at)
                stop = len(text) if stop < 0 else stop
                cells.append(self._unpadded(text[at:stop]))
            else:
                cells.append(self._unescape(text[opening.end() : closing.start()]))
                stop = self._after_spaces(text, closing.end())
            if stop >= len(text):
                return cells
            at = stop + 1
