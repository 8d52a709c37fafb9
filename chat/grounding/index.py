"""One result, indexed once: its numbers sorted, its categories and dates by their words."""

from __future__ import annotations

import math
import re
import statistics
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import Any

from chat.grounding.dates import cell_keys
from chat.grounding.lexicon import (
    CANONICAL,
    CHANGE_COLUMN,
    COUNTED,
    ENDS,
    FILLERS,
    MONEY,
    STATES,
)
from chat.grounding.records import Evidence
from chat.grounding.shortnames import short_forms

MAX_ROWS = 2_000
MAX_CELLS = 40_000
MAX_LABEL_WORDS = 8
MAX_LABEL_LENGTH = 120
_MAX_PAIRED = 40

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?$")
_NUMERIC = re.compile(
    r"(?:TINY|SMALL|BIG|HUGE|U\w*)?INT|DOUBLE|FLOAT|REAL|DECIMAL|INTEGER|NUMERIC", re.IGNORECASE
)
_WHOLE = re.compile(r"\w*INT", re.IGNORECASE)

# Numbers up to 1 that nobody says as a percentage.
_NO_FRACTION = frozenset(("r", "coefficient", "p", "statistic", "error", "rho", "tau"))

Key = tuple[str, ...]
# Quoted in SQL without being a condition.
_DATE_PARTS = frozenset(
    (part,)
    for part in ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "dow", "decade"]
)


def canonical(word: str) -> str:
    """The name under which a word of a sentence and one of a column meet."""
    folded = word.casefold()
    if folded in CANONICAL:
        return CANONICAL[folded]
    stem = folded[:-1] if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss") else folded
    if len(stem) > 5 and stem.endswith("ed") and stem not in CANONICAL:
        stem = stem[:-2]  # "grossed" is of the column gross
    return CANONICAL.get(stem, stem)


def words_of(text: str) -> Key:
    """The words of a category or phrase, case and punctuation taken away."""
    return tuple(match[0].casefold() for match in _WORD.finditer(text[:MAX_LABEL_LENGTH]))


def column_words(name: str) -> frozenset[str]:
    """What a column's name says, in common names: `avg_unitPrice` says mean, unit and price."""
    spaced = _CAMEL.sub(" ", name[:MAX_LABEL_LENGTH].replace("_", " ").replace("²", " squared"))
    said = {match[0] for match in _WORD.finditer(spaced)}
    found = {canonical(word) for word in said if word.casefold() not in FILLERS}
    implied = {"share": "%" in name, "interval": bool(found & ENDS), "money": bool(found & MONEY)}
    return frozenset(found | {word for word, holds in implied.items() if holds})


def as_number(cell: Any) -> float | None:
    """The cell as a finite number; large integers and decimals arrive as text."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if isinstance(cell, str) and not _PLAIN_NUMBER.match(cell):
        return None
    try:
        value = float(cell)
    except (OverflowError, ValueError):
        return None
    return value if math.isfinite(value) else None


class Column:
    """A column of a result with what its name and values say of its unit."""

    def __init__(self, name: str, kind: str, values: list[float | None]) -> None:
        self.name = name
        self.words = column_words(name)
        self.values = values
        self.numeric = bool(_NUMERIC.match(kind))
        known = [abs(value) for value in values if value is not None]
        self.empty = not known
        self.whole = bool(_WHOLE.match(kind))
        self.is_share = "share" in self.words
        self.is_change = bool(self.words & CHANGE_COLUMN)
        self.is_money = bool(self.words & MONEY)
        self.is_count = self.whole and bool(self.words & COUNTED)
        # A fraction is shown as a percentage a hundred times as large.
        of_one = not self.empty and not self.whole and max(known) <= 1.0
        self.is_fraction = of_one and (not self.words & _NO_FRACTION or "squared" in self.words)
        self.is_percent = self.is_share and not self.is_fraction
        self.known = len(known)

    @cached_property
    def ordered(self) -> list[float]:
        """The known values, the smallest first."""
        return sorted(value for value in self.values if value is not None)

    @cached_property
    def total(self) -> float:
        return math.fsum(self.ordered)

    @cached_property
    def median(self) -> float:
        return statistics.median(self.ordered)

    def rank(self, value: float, *, highest_first: bool = True) -> int:
        """1 for the highest value, or for the lowest one."""
        if highest_first:
            return len(self.ordered) - bisect_right(self.ordered, value) + 1
        return bisect_left(self.ordered, value) + 1


class Table:
    """The index of one result. Rows beyond MAX_ROWS aren't looked at."""

    def __init__(self, number: int, evidence: Evidence) -> None:
        self.number = number
        self.evidence = evidence
        width = max(len(evidence.columns), 1)
        self.rows = evidence.rows[: min(MAX_ROWS, max(MAX_CELLS // width, 1))]
        self.columns = [self._column(index, name) for index, name in enumerate(evidence.columns)]
        self.numeric = [i for i, c in enumerate(self.columns) if c.numeric and not c.empty]
        self.labels: dict[Key, dict[int, set[int]]] = {}
        self.label_columns: set[int] = set()
        self.dated: int | None = None
        self._index_labels()
        self.numeric = [i for i in self.numeric if i not in self.label_columns]
        self.vocabulary = frozenset[str]().union(*(self.columns[i].words for i in self.numeric))
        cells = sorted(self._cells())
        self.best: dict[frozenset[str], list[int]] = {}
        self._sizes = [cell[0] for cell in cells]
        for column in self.columns:
            _ = column.ordered  # sorted now, so that the first check is as fast as the others
        # Row and column in one number: half a million pairs would be work for the garbage collector.
        self._places = [row * width + column for _, row, column in cells]
        self._width = width
        self.literals = _literals(evidence.sql)
        self.identifiers = frozenset(words_in_sql(evidence.sql))
        self.spoken = frozenset[str]().union(*(column.words for column in self.columns))
        self.complete = not evidence.truncated and len(self.rows) == len(evidence.rows)

    def _column(self, index: int, name: str) -> Column:
        types = self.evidence.types
        values = [as_number(row[index]) if index < len(row) else None for row in self.rows]
        return Column(str(name), str(types[index]) if index < len(types) else "", values)

    def _cells(self) -> Iterator[tuple[float, int, int]]:
        for index, column in enumerate(self.columns):
            for row, value in enumerate(column.values):
                if value is not None:
                    yield abs(value), row, index

    def near(self, low: float, high: float) -> list[tuple[int, int]]:
        """(row, column) of every cell whose absolute value lies between `low` and `high`."""
        found = self._places[bisect_left(self._sizes, low) : bisect_right(self._sizes, high)]
        return [divmod(place, self._width) for place in found]

    def value(self, row: int, column: int) -> float | None:
        return self.columns[column].values[row]

    def _index_labels(self) -> None:
        found: defaultdict[Key, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for index, column in enumerate(self.columns):
            for number in range(len(self.rows)):
                for key in _keys(self.cell(number, index), column):
                    self._label(found, key, index, number)
        for index, column in enumerate(self.columns):
            keys = {} if self._identified() and not _is_year(column) else _keys_of_numbers(column)
            for number, value in enumerate(column.values if keys else ()):
                for key in keys.get(value, ()):
                    self._label(found, key, index, number)
        self.labels = {key: dict(places) for key, places in found.items()}

    def _label(
        self, found: defaultdict[Key, defaultdict[int, set[int]]], key: Key, index: int, number: int
    ) -> None:
        found[key][index].add(number)
        self.label_columns.add(index)
        if key[0] == "@" and self.dated is None:
            self.dated = index

    def _identified(self) -> bool:
        """Whether the label columns so far tell every row apart; then no number is a group's name."""
        if len(self.rows) < 2:
            return True
        labels = sorted(self.label_columns)
        return len({tuple(str(self.cell(row, i)) for i in labels) for row in range(len(self.rows))}) == len(
            self.rows
        )

    @cached_property
    def counterparts(self) -> list[tuple[int, int]]:
        """Columns that hold the same for two times or states: revenue_2022 and revenue_2023."""
        pairs = combinations(self.numeric[:_MAX_PAIRED], 2)
        return [(a, b) for a, b in pairs if _differ_in_state(self.columns[a].words, self.columns[b].words)]

    @cached_property
    def everything(self) -> frozenset[int]:
        """All rows."""
        return frozenset(range(len(self.rows)))

    @cached_property
    def places_in_time(self) -> dict[int, int]:
        """For each row its place in the order of time."""
        return {row: place for place, row in enumerate(self.in_time)}

    @cached_property
    def in_time(self) -> list[int]:
        """The rows in the order of their dates; as they stand where there are none."""
        if self.dated is None:
            return list(range(len(self.rows)))
        return sorted(range(len(self.rows)), key=lambda row: str(self.cell(row, self.dated or 0)))

    def cell(self, row: int, column: int) -> Any:
        """The cell as it came; None where the row is too short."""
        return self.rows[row][column] if column < len(self.rows[row]) else None

    def distinct(self, column: int) -> int:
        """How many different cells a column has, NULLs left out."""
        cells = (self.cell(row, column) for row in range(len(self.rows)))
        return len({str(cell) for cell in cells if cell is not None})


def _differ_in_state(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one & two) and all(word.isdigit() or word in STATES for word in one ^ two)


def _keys(cell: Any, column: Column) -> Iterator[Key]:
    """What a text cell can be called in a sentence."""
    if not isinstance(cell, str) or (as_number(cell) is not None and (column.numeric or not cell.isdigit())):
        return
    if dates := cell_keys(cell):
        yield from (("@", key) for key in dates)
        return
    words = words_of(cell)
    if 0 < len(words) <= MAX_LABEL_WORDS and (len(words) > 1 or not words[0].isdigit()):
        yield words
        yield from short_forms(words)
    elif words and words[0].isdigit():
        yield ("#", *sorted(column.words), words[0])


def _is_year(column: Column) -> bool:
    values = [value for value in column.values if value is not None]
    named = bool(column.words & {"year", "jahr"})
    return named and column.numeric and bool(values) and all(1900 <= value <= 2100 for value in values)


def _keys_of_numbers(column: Column) -> dict[float | None, tuple[Key, ...]]:
    """Keys for whole numbers that stand for groups: "Pclass 3", the year 2024, month 3."""
    values = {value for value in column.values if value is not None}
    if not column.numeric or not column.whole or not values:
        return {}
    if all(1900 <= value <= 2100 for value in values):
        return {value: (("@", str(int(value))),) for value in values}
    name = sorted(column.words)
    keys: dict[float | None, tuple[Key, ...]] = {value: (("#", *name, str(int(value))),) for value in values}
    if "month" in column.words and all(1 <= value <= 12 for value in values):
        keys |= {value: (*keys[value], ("@", f"m{int(value):02}")) for value in values}
    return keys


def words_in_sql(sql: str) -> Iterator[str]:
    """The words of a query outside its quoted texts: columns, functions, keywords."""
    for match in _WORD.finditer(re.sub(r"'[^']{0,1000}'", " ", sql[:20_000])):
        yield match[0].casefold()


def _literals(sql: str) -> frozenset[Key]:
    """The words and numbers that the query's conditions name."""
    texts = re.findall(r"'([^']{1,120})'", sql[:20_000])
    numbers = re.findall(r"(?<![\w.])[0-9]{1,20}(?:\.[0-9]{1,20})?(?![\w.])", sql[:20_000])
    dates = {("@", key) for text in texts for key in cell_keys(text)}
    years = {("@", number) for number in numbers if len(number) == 4}
    named = {words_of(text) for text in texts} - _DATE_PARTS
    return frozenset(named | {("#", number) for number in numbers} | dates | years)
