"""The import report: what was read, what was repaired, what was left out, and why.

Its keys are stable and JSON-safe:

- `format`: "csv" or "parquet"; `path`: "fast" (every row proven as it stands) or "careful"
- `encoding`: Python's name of the text encoding, null for Parquet
- `dialect`: `{delimiter, quote, escape, newline}`, null for Parquet; `delimiter` is null when the
  file has one column
- `header`: `{present, line, lines, reason}`; `line` counts from 1 and is null without a header,
  `lines` is how many lines of names were joined
- `rows_read`: rows in the table; `rows_repaired`: those among them that needed a repair;
  `rows_rejected`: lines that look like rows or footers and are not in the table
- `problems`: `[{line, reason, raw}]`, the first ones quoted; the two counts above are complete
- `notes`: sentences for people and for the analyst
- `columns`: `[{name, type, reason, nulls, unit, null_markers, suspects}]`; `nulls` is the number of
  missing values, `null_markers` `{text: count}` those among them that a text stood for (the others were
  empty); `unit` is the sign written at every number, such as "€" or "%", else null; `suspects`
  `[{value, count, why}]` are values in the table that may stand for a missing one
- `values_set_null`: values that became NULL because they don't fit a type that a person gave; each
  of the first is in `problems`, with `row` (from 1, in the table) and a `line` of null
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from engine.results import FileFormat, JsonValue

_RAW_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Suspect:
    """A value that may stand for a missing one, and how often it is in the column."""

    value: JsonValue
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What the reading of a column brought to light; see `columns` above."""

    reason: str
    unit: str | None = None
    null_markers: dict[str, int] = field(default_factory=dict)
    suspects: tuple[Suspect, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """One imported column: its type, how many values are missing, and the facts about it."""

    name: str
    type: str
    nulls: int
    facts: ColumnFacts

    def as_json(self) -> dict[str, JsonValue]:
        return {"name": self.name, "type": self.type, "nulls": self.nulls, **asdict(self.facts)} | {
            "suspects": [asdict(suspect) for suspect in self.facts.suspects]
        }


@dataclass(slots=True)
class Report:
    """Collects findings while the import runs; `as_json` gives the documented dict."""

    format: FileFormat
    problem_limit: int
    encoding: str | None = None
    dialect: dict[str, JsonValue] | None = None
    header: dict[str, JsonValue] | None = None
    rows_read: int = 0
    rows_repaired: int = 0
    rows_rejected: int = 0
    values_set_null: int = 0
    skipped_lines: int = 0
    """Lines of the file that were cut off before it was read; they count in every line number."""
    path: str = "fast"
    notes: list[str] = field(default_factory=list)
    columns: list[ColumnNote] = field(default_factory=list)
    _problems: list[dict[str, JsonValue]] = field(default_factory=list)
    _reasons: Counter[str] = field(default_factory=Counter)

    def repaired(self, line: int, reason: str, raw: str) -> None:
        """A row that is in the table, but not as the file has it."""
        self.rows_repaired += 1
        self._problem(line, reason, raw)

    def rejected(self, line: int, reason: str, raw: str) -> None:
        """A line that is not in the table."""
        self.rows_rejected += 1
        self._problem(line, reason, raw)

    def left_out(self, line: int, reason: str, raw: str) -> None:
        """A line outside the table, such as a title above the header; no row is missing."""
        self._problem(line, reason, raw)

    def set_null(self, count: int, reason: str, quoted: Sequence[tuple[int, str]]) -> None:
        """Values that became NULL; `quoted` are the first ones, as (row of the table from 1, text)."""
        self.values_set_null += count
        room = self.problem_limit - len(self._problems)
        self._problems += [
            {"line": None, "row": row, "reason": reason, "raw": _cut(raw)}
            for row, raw in quoted[: max(room, 0)]
        ]

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def file_line(self, line: int) -> int:
        """The number in the file of a line of what is left of it when the skipped lines are cut off."""
        return self.skipped_lines + line

    def absorb(self, other: Report) -> None:
        """Take over what another report collected about rows."""
        self.rows_repaired += other.rows_repaired
        self.rows_rejected += other.rows_rejected
        self._problems = [*self._problems, *other._problems][: self.problem_limit]
        self._reasons += other._reasons
        for sentence in other.notes:
            self.note(sentence)

    def as_json(self) -> dict[str, Any]:
        """The report as the contract's `import_report`."""
        summaries = [f"{_lines(count)}: {reason}." for reason, count in self._reasons.most_common()]
        return {
            "format": self.format,
            "encoding": self.encoding,
            "dialect": self.dialect,
            "header": self.header,
            "rows_read": self.rows_read,
            "rows_repaired": self.rows_repaired,
            "rows_rejected": self.rows_rejected,
            "values_set_null": self.values_set_null,
            "problems": list(self._problems),
            "notes": [*self.notes, *summaries],
            "columns": [column.as_json() for column in self.columns],
            "path": self.path,
        }

    def _problem(self, line: int, reason: str, raw: str) -> None:
        self._reasons[reason] += 1
        if len(self._problems) < self.problem_limit:
            self._problems.append({"line": self.file_line(line), "reason": reason, "raw": _cut(raw)})


def _cut(raw: str) -> str:
    text = raw.rstrip("\r\n")
    return text if len(text) <= _RAW_CHARACTERS else text[:_RAW_CHARACTERS] + "…"


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"
