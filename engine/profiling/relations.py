"""Which columns go together, strongest first: numbers, categories, and one with the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import fsum, isfinite, sqrt
from typing import Any

import duckdb

from engine.profiling.basics import Basics
from engine.profiling.columns import ColumnProfile, Meaning
from engine.profiling.results import Relation
from engine.profiling.source import Source

_NUMBERS = 20
_CATEGORIES = 8
_MAX_CATEGORIES = 50
"""A category with more values relates to everything by chance."""
_WEAKEST = 0.1
_MOST = 30
_MIN_ROWS = 10

Pair = tuple[ColumnProfile, Basics]


def strongest_relations(source: Source, columns: Sequence[Pair]) -> tuple[Relation, ...]:
    """Relations of at least 0.1 among the first numbers and categories, over the sample if there is one."""
    numbers = [basics for column, basics in columns if _is_number(column, basics)][:_NUMBERS]
    categories = [basics for column, basics in columns if _is_category(column)][:_CATEGORIES]
    found = [*_pearson(source, numbers)]
    for category in categories:
        found += _correlation_ratios(source, category, numbers)
    for first, second in combinations(categories, 2):
        found += _cramers_v(source, first, second)
    strong = [each for each in found if abs(each.value) >= _WEAKEST and each.n >= _MIN_ROWS]
    return tuple(sorted(strong, key=lambda each: -abs(each.value))[:_MOST])


def _is_number(column: ColumnProfile, basics: Basics) -> bool:
    measured = column.meaning in (Meaning.MEASURE, Meaning.CURRENCY, Meaning.GEOGRAPHIC, Meaning.DATE)
    return measured and basics.kind.is_number and (column.distinct or 0) > 1


def _is_category(column: ColumnProfile) -> bool:
    named = column.meaning in (Meaning.CATEGORY, Meaning.BOOLEAN, Meaning.GEOGRAPHIC)
    return named and 1 < (column.distinct or 0) <= _MAX_CATEGORIES


def _double(column: Basics) -> str:
    return f"CAST({column.finite} AS DOUBLE)"


def _pearson(source: Source, numbers: Sequence[Basics]) -> Iterator[Relation]:
    """Pearson's r of each pair, over the rows with both values."""
    for at, first in enumerate(numbers):
        others = numbers[at + 1 :]
        values = _row(source, [f(first, second) for second in others for f in (_corr, _count)])
        for second, r, n in zip(others, values[::2], values[1::2], strict=True):
            if r is not None:
                yield Relation(first.name, second.name, "pearson", _within_one(r), n, source.is_sampled)


def _within_one(r: float) -> float:
    """Floating-point sums may end a digit beyond 1."""
    return max(-1.0, min(1.0, r))


def _corr(first: Basics, second: Basics) -> str:
    return f"corr({_double(first)}, {_double(second)})"


def _count(first: Basics, second: Basics) -> str:
    return f"regr_count({_double(first)}, {_double(second)})"


def _row(source: Source, expressions: Sequence[str]) -> list[Any]:
    """Aggregates of the detail rows; all None where values are too large to be squared."""
    try:
        return source.row(expressions, source.detail)
    except duckdb.OutOfRangeException:
        return [None] * len(expressions)


def _correlation_ratios(source: Source, category: Basics, numbers: Sequence[Basics]) -> Iterator[Relation]:
    """η, the root of the share of a number's variance that lies between the groups (Pearson, 1905)."""
    if not numbers:
        return
    figures = ", ".join(f"count({x}), avg({x}), var_pop({x})" for x in map(_double, numbers))
    groups = f"{category.quoted} IS NOT NULL GROUP BY {category.quoted} ORDER BY {category.quoted}"
    select = f"SELECT {figures} FROM {source.detail} WHERE {groups}"  # noqa: S608
    try:
        rows = source.rows(select, _MAX_CATEGORIES + 1)
    except duckdb.OutOfRangeException:
        return
    for at, number in enumerate(numbers):
        value, n = _between([row[3 * at : 3 * at + 3] for row in rows if row[3 * at]])
        if value is not None and number.name != category.name:
            yield Relation(category.name, number.name, "correlation_ratio", value, n, source.is_sampled)


def _between(groups: Sequence[Sequence[Any]]) -> tuple[float | None, int]:
    """η and the rows, from (rows, mean, variance) of each group."""
    n = sum(rows for rows, _, _ in groups)
    if n == 0 or any(mean is None or variance is None for _, mean, variance in groups):
        return None, n
    try:
        grand = fsum(rows * mean for rows, mean, _ in groups) / n
        between = fsum(rows * (mean - grand) ** 2 for rows, mean, _ in groups)
        total = between + fsum(rows * variance for rows, _, variance in groups)
    except OverflowError:  # means beyond 1e154 can't be squared
        return None, n
    if n == len(groups) or not (isfinite(total) and total > 0):
        return None, n  # groups of one row each explain everything and mean nothing
    return sqrt(between / total), n


def _cramers_v(source: Source, first: Basics, second: Basics) -> Iterator[Relation]:
    """Cramér's V without correction, by SciPy."""
    from scipy.stats.contingency import association

    both = f"{first.quoted} IS NOT NULL AND {second.quoted} IS NOT NULL"
    select = (
        f"SELECT dense_rank() OVER (ORDER BY {first.quoted}) - 1, "  # noqa: S608
        f"dense_rank() OVER (ORDER BY {second.quoted}) - 1, count(*) "
        f"FROM {source.detail} WHERE {both} GROUP BY {first.quoted}, {second.quoted}"
    )
    cells = source.rows(select, _MAX_CATEGORIES**2)
    height, width = (max((cell[at] for cell in cells), default=-1) + 1 for at in (0, 1))
    if min(height, width) < 2:
        return
    table = [[0] * width for _ in range(height)]
    for row, column, count in cells:
        table[row][column] = count
    n = sum(map(sum, table))
    yield Relation(first.name, second.name, "cramers_v", float(association(table)), n, source.is_sampled)
