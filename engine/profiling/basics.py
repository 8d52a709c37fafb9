"""What whole columns say cheaply: counts, ends, distinct values, mean and deviation, lengths.

Least and greatest values come from the file's own statistics and cost nothing, but only in a query
that asks for nothing else; hence several queries instead of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import duckdb

from engine.importing.sql_text import identifier
from engine.profiling.columns import Lengths
from engine.profiling.kinds import Kind, kind_of
from engine.profiling.source import EXACT_ROWS, Source, batches
from engine.results import Column, JsonValue

SHOWN_CHARACTERS = 200
_MAX_CHARACTERS = 10_000
_MAX_MEAN_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Basics:
    """A column as its first scans show it. `distinct` is an estimate (HyperLogLog) in large files."""

    column: Column
    kind: Kind
    filled: int
    nulls: int
    low: JsonValue = None
    high: JsonValue = None
    infinite: int = 0
    distinct: int | None = None
    mean: float | None = None
    std: float | None = None
    lengths: Lengths | None = None

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def quoted(self) -> str:
        return identifier(self.column.name)

    @property
    def finite(self) -> str:
        """SQL for a value that takes part in arithmetic: NULL where it is infinite or NaN."""
        return f"CASE WHEN isfinite({self.quoted}) THEN {self.quoted} END" if self.infinite else self.quoted

    @property
    def can_be_grouped(self) -> bool:
        """Whether its values fit into memory beside each other; long texts don't."""
        if self.lengths is not None and self.lengths.longest > _MAX_CHARACTERS:
            return False
        return self.kind is not Kind.NESTED and self.filled > 0 and self.width <= _MAX_MEAN_CHARACTERS

    @property
    def width(self) -> float:
        """Roughly the bytes of a value."""
        return 16 + self.lengths.mean if self.lengths else 8


def read_basics(source: Source, columns: Sequence[Column]) -> list[Basics]:
    """The first facts about these columns, in their order, over all rows."""
    read = [each for some in batches(columns) for each in _ends(source, some)]
    read = [_without_infinite(source, each) for each in read]
    read = _replaced(read, _lengths(source, [each for each in read if each.kind is Kind.TEXT]))
    read = _replaced(read, _with_distinct(source, read))
    return _replaced(read, _moments(source, [each for each in read if each.kind.is_number and each.filled]))


def is_grouped(source: Source, column: Basics) -> bool:
    """Whether its values are counted one by one; measurements of wide tables seldom repeat, and aren't."""
    is_measurement = column.kind in (Kind.FLOAT, Kind.DECIMAL)
    return column.can_be_grouped and not (source.is_wide and is_measurement)


def shown(kind: Kind, expression: str) -> str:
    """SQL for a value as the profile shows it: texts and plain values cut, all others as they are."""
    if kind in (Kind.TEXT, Kind.PLAIN):
        return f"left(CAST({expression} AS VARCHAR), {SHOWN_CHARACTERS})"
    return expression


def _replaced(all_of_them: list[Basics], some: Iterator[Basics]) -> list[Basics]:
    known = {each.name: each for each in some}
    return [known.get(each.name, each) for each in all_of_them]


def _ends(source: Source, columns: Sequence[Column]) -> Iterator[Basics]:
    """Filled cells, least and greatest value, and for now an `infinite` of 1 where there is one."""
    kinds = [kind_of(column.type) for column in columns]
    expressions = []
    for column, kind in zip(columns, kinds, strict=True):
        name = identifier(column.name)
        low, high = (shown(kind, f"{end}({name})") if kind.has_order else "NULL" for end in ("min", "max"))
        is_infinite = f"NOT (isfinite(min({name})) AND isfinite(max({name})))"
        expressions += [f"count({name})", low, high, is_infinite if kind.can_be_infinite else "false"]
    values = source.row(expressions)
    for at, (column, kind) in enumerate(zip(columns, kinds, strict=True)):
        filled, low, high, infinite = values[4 * at : 4 * at + 4]
        nulls = source.row_count - filled
        yield Basics(column, kind, filled, nulls, low, high, infinite=int(infinite or 0))


def _without_infinite(source: Source, basics: Basics) -> Basics:
    """Ends and count of the finite values, where there are others."""
    if not basics.infinite:
        return basics
    finite = basics.finite
    low, high, count = source.row([f"min({finite})", f"max({finite})", f"count({finite})"])
    return replace(basics, low=low, high=high, infinite=basics.filled - count)


def _with_distinct(source: Source, columns: Sequence[Basics]) -> Iterator[Basics]:
    """Estimates, where values aren't going to be counted one by one."""
    is_large = source.row_count > EXACT_ROWS
    estimated = [c for c in columns if c.kind is not Kind.NESTED and (is_large or not is_grouped(source, c))]
    for some in batches(estimated):
        values = source.row([f"approx_count_distinct({each.quoted})" for each in some])
        for each, value in zip(some, values, strict=True):
            yield replace(each, distinct=min(value, each.filled))


def _moments(source: Source, columns: Sequence[Basics]) -> Iterator[Basics]:
    """Mean and sample standard deviation (n − 1)."""
    for some in batches(columns):
        values = _finite_moments(source, some)
        for at, each in enumerate(some):
            yield replace(each, mean=values[2 * at], std=values[2 * at + 1])


def _finite_moments(source: Source, columns: Sequence[Basics]) -> list[JsonValue]:
    """Two figures a column; both None for a column whose values are too large to be squared."""
    expressions = [f"{f}({each.finite})" for each in columns for f in ("avg", "stddev_samp")]
    try:
        return source.row(expressions)
    except duckdb.OutOfRangeException:
        if len(columns) == 1:
            return [None, None]
        middle = len(columns) // 2
        return _finite_moments(source, columns[:middle]) + _finite_moments(source, columns[middle:])


def _lengths(source: Source, columns: Sequence[Basics]) -> Iterator[Basics]:
    for some in batches(columns):
        expressions = [
            f"{f}(length(CAST({each.quoted} AS VARCHAR)))" for each in some for f in ("min", "avg", "max")
        ]
        values = source.row(expressions)
        for at, each in enumerate(some):
            if each.filled:
                yield replace(each, lengths=Lengths(*values[3 * at : 3 * at + 3]))
