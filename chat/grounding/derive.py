"""Recomputing what a sentence says was computed: only the derivation its words ask for, over its rows."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from chat.grounding.basis import Basis
from chat.grounding.lexicon import DIFFERENCE, FELL, LESS, MORE, ROSE, SHARE, TOTAL, word_set
from chat.grounding.lookup import Cell, fits

_MAX_NAMES = 8
_UP, _DOWN = ROSE | MORE, FELL | LESS
_BY = frozenset(["by", "um"])
_THROUGH = re.compile(r"\s?(?:to|through|until|till|and|–|-|bis|und)\s?", re.IGNORECASE)
_NOT_ADDED = word_set("mean median std min max share p coefficient")


_PER = word_set("per pro je worth each apiece")
_REST = word_set(
    "other others rest remaining remainder failed fail not without nicht ohne durchgefallen übrigen "
    "restlichen anderen"
)
_ACROSS = word_set("over across during throughout all total über")
_SPREAD = word_set("median std min max error p")


@dataclass(frozen=True)
class Derivation:
    """A value the server computed itself; `signed` values carry a direction that the words must share."""

    value: float
    words: str
    cell: Cell | None = None
    signed: bool = False
    whole_table: bool = False


def derivations(basis: Basis) -> Iterator[Derivation]:
    """Every derivation that the figure's kind and the words around it ask for, in this table."""
    figure, words = basis.figure, basis.words
    if figure.kind in ("number", "points"):
        if words & (DIFFERENCE | _UP | _DOWN | _BY) or (basis.listed and not words & TOTAL):
            yield from _differences(basis)
        if figure.kind == "number":
            yield from _sums(basis)
            yield from _rates(basis)
            yield from _remainders(basis)
    if figure.kind == "percent":
        yield from _sums(basis)
    if figure.kind in ("percent", "points", "fraction"):
        if words & (_UP | _DOWN | {"change", "changed", "changes", "veränderung", "veränderte"}):
            yield from _changes(basis)
        if words & SHARE or (
            figure.kind == "percent" and (basis.listed or basis.sentence.piece.kind == "item")
        ):
            yield from _shares(basis)
    if figure.kind in ("multiple", "fraction", "percent"):
        yield from _ratios(basis)


def matching(basis: Basis) -> Derivation | None:
    """The first derivation that the figure can stand for."""
    for derived in derivations(basis):
        if fits(basis.figure, derived.value) and (not derived.signed or direction_fits(basis, derived.value)):
            return derived
    return None


def direction_fits(basis: Basis, value: float) -> bool:
    """ "Rose" and "more" need a gain, "fell" and "less" a loss; other words take either."""
    if basis.sentence.misdirected:
        return True
    near = basis.sentence.scope(basis.figure).near
    words = near if near & (_UP | _DOWN) else basis.words
    up, down = bool(words & _UP), bool(words & _DOWN)
    if basis.figure.negative:
        return value < 0
    return up == down or (value > 0) == up


def _differences(basis: Basis) -> Iterator[Derivation]:
    for column in basis.columns:
        info = basis.column(column)
        factor = 100.0 if basis.figure.kind == "points" and info.is_fraction else 1.0
        for a, b, words in basis.pairs():
            x, y = basis.value(a, column), basis.value(b, column)
            if x is not None and y is not None:
                yield Derivation(
                    (x - y) * factor,
                    f"difference in {info.name}, {words}",
                    Cell(basis.table, a, column),
                    signed=True,
                )
        unasked = info.words & _SPREAD and not info.words & basis.wording.said(basis.table)
        if len(info.ordered) > 1 and not basis.names and basis.words & DIFFERENCE and not unasked:
            words = f"highest minus lowest {info.name}"
            yield Derivation((info.ordered[-1] - info.ordered[0]) * factor, words, whole_table=True)
    yield from _across_columns(basis)


def _across_columns(basis: Basis) -> Iterator[Derivation]:
    """Within one row, from one column to another of the same kind ("revenue_2022" to "revenue_2023")."""
    rows = basis.bound_rows
    if rows is None or len(rows) != 1:
        return
    row = next(iter(rows))
    for first, second in basis.table.counterparts:
        x, y = basis.value(row, first), basis.value(row, second)
        one, two = basis.column(first), basis.column(second)
        if x is None or y is None:
            continue
        words = f"{one.name} to {two.name}"
        if basis.figure.kind == "number":
            yield Derivation(y - x, f"difference, {words}", Cell(basis.table, row, second), signed=True)
        elif x:
            yield Derivation(
                (y - x) / abs(x) * 100, f"change, {words}", Cell(basis.table, row, second), signed=True
            )


def _changes(basis: Basis) -> Iterator[Derivation]:
    if basis.figure.kind == "points":
        yield from _differences(basis)
        return
    factor = 1.0 if basis.figure.kind == "fraction" else 100.0
    for column in basis.columns:
        for a, b, words in basis.pairs():
            x, y = basis.value(a, column), basis.value(b, column)
            if x is not None and y:
                change = (x - y) / abs(y) * factor
                words = f"change of {basis.column(column).name}, {words}"
                yield Derivation(change, words, Cell(basis.table, a, column), signed=True)
    yield from _across_columns(basis)


def _shares(basis: Basis) -> Iterator[Derivation]:
    factor = 1.0 if basis.figure.kind == "fraction" else 100.0
    part_rows = basis.bound_rows
    if part_rows is None:
        return
    names = [m for m, _ in basis.names]
    whole_rows = basis.rows_without(names)
    for column in basis.columns:
        part, whole = _sum(basis, part_rows, column), _sum(basis, whole_rows, column)
        if part_rows != whole_rows and whole and not _within_name(basis):
            words = f"share of all {basis.column(column).name}"
            row = min(part_rows) if len(part_rows) == 1 else None
            cell = Cell(basis.table, row, column) if row is not None else None
            yield Derivation(part / whole * factor, words, cell, whole_table=True)
    counted = [i for i in basis.table.numeric if basis.column(i).whole]
    for a in counted:
        for b in counted:
            part, whole = _sum(basis, part_rows, a), _sum(basis, part_rows, b)
            if a != b and whole and 0 <= part <= whole:
                words = f"{basis.column(a).name} ÷ {basis.column(b).name}"
                yield Derivation(part / whole * factor, words, whole_table=len(part_rows) > 1)


def _within_name(basis: Basis) -> bool:
    """ "a third of North": a share within North, not North's share of all."""
    text, at = basis.sentence.text, basis.figure.end
    return any(re.fullmatch(r"\s(?:of|von)\s(?:the\s)?[*_`]*", text[at : m.start]) for m, _ in basis.names)


def _ratios(basis: Basis) -> Iterator[Derivation]:
    factor = 100.0 if basis.figure.kind == "percent" else 1.0
    if basis.figure.kind == "percent" and not basis.words & {"of", "von", "des"}:
        return
    for column in basis.columns:
        for a, b, words in basis.pairs():
            x, y = basis.value(a, column), basis.value(b, column)
            if x is not None and y:
                info = basis.column(column)
                yield Derivation(
                    x / y * factor, f"ratio of {info.name}, {words}", Cell(basis.table, a, column)
                )


def _sums(basis: Basis) -> Iterator[Derivation]:
    """Sums and means over the rows named together, or over all where a whole is spoken of."""
    wants_sum, wants_mean = bool(basis.words & TOTAL) or _over_all(basis), basis.asks_for_mean
    together = frozenset(row for _, rows in basis.names for row in rows)
    listed = [names for names in basis.sentence.bound(basis.figure) if len(names) > 1]
    bound = basis.bound_rows or frozenset()
    sets = [(rows, False) for rows in spans(basis)]
    sets += [
        (rows, False) for rows in (together, bound) if len(rows) > 1 and (wants_sum or wants_mean or listed)
    ]
    if basis.names and len(bound) > 1:
        sets.append((bound, False))
    if wants_sum or wants_mean:
        sets.append((basis.rows_without([m for m, _ in basis.names]), True))
        sets.append((basis.table.everything, True))
    for rows, whole in dict(sets).items():
        yield from _over(basis, rows, mean=wants_mean, whole=whole)


def _over_all(basis: Basis) -> bool:
    """ "Over the eight months" of eight rows, or "adds up to"."""
    words = basis.sentence.words
    if {"adds", "up"} <= {*words} or {"add", "up"} <= {*words}:
        return True
    counts = any(f.whole and f.value == len(basis.table.rows) for f in basis.sentence.figures)
    return counts and bool(_ACROSS & {*words})


def _rates(basis: Basis) -> Iterator[Derivation]:
    """ "Revenue per order", "an order is worth 115": one column of a row divided by another that counts."""
    if not basis.words & _PER and not basis.asks_for_mean:
        return
    rows = basis.bound_rows or frozenset()
    counted = [i for i in basis.table.numeric if basis.column(i).whole]
    if not rows or len(basis.table.numeric) > _MAX_NAMES:
        return
    for a in basis.table.numeric:
        for b in counted:
            whole = _sum(basis, rows, b)
            if a != b and whole and basis.column(a).words.isdisjoint(_NOT_ADDED):
                words = f"{basis.column(a).name} ÷ {basis.column(b).name}"
                yield Derivation(_sum(basis, rows, a) / whole, words, whole_table=len(rows) > 1)


def _remainders(basis: Basis) -> Iterator[Derivation]:
    """ "The other 16,922": a whole without the part named."""
    if not basis.words & _REST:
        return
    rows = basis.bound_rows or frozenset()
    counted = [i for i in basis.table.numeric if basis.column(i).whole]
    for a in counted:
        rest = basis.table.everything - rows
        if rest and rows:
            yield Derivation(
                _sum(basis, rest, a), f"{basis.column(a).name} of the other rows", whole_table=True
            )
        for b in counted:
            if a != b and rows and (value := _sum(basis, rows, a) - _sum(basis, rows, b)) > 0:
                words = f"{basis.column(a).name} − {basis.column(b).name}"
                yield Derivation(value, words, whole_table=len(rows) > 1)


def spans(basis: Basis) -> Iterator[frozenset[int]]:
    """The rows from one date to another: "April to June"."""
    order = basis.table.in_time
    for (first, a), (second, b) in pairwise(basis.names):
        between = basis.sentence.text[first.end : second.start]
        if basis.table.dated is not None and len(a) == len(b) == 1 and _THROUGH.fullmatch(between):
            start, stop = sorted((order.index(a[0]), order.index(b[0])))
            yield frozenset(order[start : stop + 1])


def _over(basis: Basis, rows: frozenset[int], *, mean: bool, whole: bool) -> Iterator[Derivation]:
    if len(rows) < 2:
        return
    for column in basis.summed:
        info = basis.column(column)
        if basis.figure.kind == "percent" and not info.is_percent:
            continue
        total, count, median = _gathered(basis, rows, column)
        if not count:
            continue
        over = f"of {info.name} over {count} rows"
        yield Derivation(total, f"sum {over}", whole_table=whole)
        if mean:
            yield Derivation(total / count, f"mean {over}", whole_table=whole)
            yield Derivation(median, f"median {over}", whole_table=whole)


def _gathered(basis: Basis, rows: frozenset[int], column: int) -> tuple[float, int, float]:
    """Sum, number and median of a column over these rows; those of all rows are kept."""
    info = basis.column(column)
    if len(rows) == len(basis.table.rows):
        return info.total, info.known, info.median
    values = [v for row in rows if (v := basis.value(row, column)) is not None]
    return math.fsum(values), len(values), statistics.median(values) if values else 0.0


def _sum(basis: Basis, rows: frozenset[int], column: int) -> float:
    return _gathered(basis, rows, column)[0]
