"""Holding a figure against cells: is it this cell's value, in this unit, rounded as it is written?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat.grounding.context import Sentence
from chat.grounding.index import Column, Table, canonical
from chat.grounding.lexer import Written
from chat.grounding.lexicon import FELL, HIGH, LOW, MEAN, NEXT, PERIODS, PREVIOUS, ROSE, TOTAL, word_set
from chat.grounding.mentions import Mention

CURRENCIES = frozenset(("$", "€", "£", "EUR", "USD"))
_SMALL = 12
_SIDE = re.compile(r"_[ab]$")
_APART = word_set("differ differs difference apart gap unterschied differenz")
_FALLING = FELL | word_set("loss losing verlust")
_LOSS = FELL | word_set("lower lowers less below loss losing verlust weniger unter")


@dataclass(frozen=True)
class Cell:
    """A place in a result that a figure may have come from."""

    table: Table
    row: int
    column: int

    @property
    def value(self) -> float:
        found = self.table.value(self.row, self.column)
        assert found is not None
        return found

    @property
    def info(self) -> Column:
        return self.table.columns[self.column]


def fits(figure: Written, true: float, half: float | None = None) -> bool:
    """Whether `true` can be written as this figure. Signs are the caller's business."""
    shown, exact = abs(figure.value), abs(true)
    half = figure.half if half is None else half
    slack = half + 1e-9 * max(shown, exact)
    if abs(exact - shown) <= slack:
        return True
    if not figure.hedge:
        return False
    if figure.kind in ("fraction", "multiple") and figure.hedge in ("over", "under"):
        reach = 0.15 if figure.hedge == "under" else 0.3 if figure.kind == "fraction" else 1 / shown
        return (
            shown < exact <= shown * (1 + reach)
            if figure.hedge == "over"
            else shown * (1 - reach) <= exact < shown
        )
    step = last_step(figure)
    if figure.hedge == "about":
        return abs(exact - shown) <= max(half, min(step / 2, 0.06 * shown), 0.02 * shown)
    # "Open over $17,905.50": nobody rounds to the cent.
    reach = step if step < 1e-4 * shown else max(step, 0.1 * shown)
    if figure.hedge == "over":
        return shown < exact <= shown + reach
    return figure.hedge == "under" and shown - reach <= exact < shown


def last_step(figure: Written) -> float:
    """What one more in the last digit that isn't zero would add: 1,000 for 48,000."""
    unit = figure.half * 2 if figure.half else 1.0
    shown = abs(figure.value) / unit
    if figure.kind in ("fraction", "multiple"):
        return 0.3 * abs(figure.value)
    if not 1 <= shown < 1e15:
        return unit
    digits = round(shown)
    while digits and digits % 10 == 0:
        digits //= 10
        unit *= 10
    return unit


def rows_of(table: Table, bound: Sequence[tuple[Mention, ...]]) -> frozenset[int] | None:
    """The rows of the table that all bound names leave, or None where it knows nothing of one of them."""
    rows: frozenset[int] | None = None
    for names in bound:
        known = [found for name in names if (found := name.rows_in(table.number)) is not None]
        if known:
            # Two names in one row, as of a correlation, mean that row; else a list means all its rows.
            meant = (
                (frozenset.intersection(*known) or frozenset().union(*known)) if len(known) > 1 else known[0]
            )
            rows = meant if rows is None else rows & meant
        elif not any(table.number in name.literal or _is_column(name, table) for name in names):
            return None
    return table.everything if rows is None else rows


def of_pair(table: Table, groups: Sequence[list[Mention]], rows: frozenset[int]) -> frozenset[int]:
    """ "Oats yield less than wheat": the row that holds both, where the table is one of pairs."""
    for group in groups:
        if len(group) < 2:
            continue
        known = [found for name in group if (found := name.rows_in(table.number)) is not None]
        both = frozenset.intersection(*known) if len(known) > 1 else frozenset()
        if both and len({name.key for name in group}) > 1 and both & rows:
            return both & rows
    return rows


def of_side(cell: Cell, bound: Sequence[tuple[Mention, ...]]) -> bool:
    """ "112 in the coaching": in a row of two groups, a name speaks of the columns of its own side."""
    side = _SIDE.search(cell.info.name)
    if side is None:
        return True
    names = [name for names in bound for name in names if name.rows_in(cell.table.number)]
    sides = {
        found[0] for name in names for table, column in name.rows
        if table == cell.table.number and (found := _SIDE.search(cell.table.columns[column].name))
    }  # fmt: skip
    return not sides or side[0] in sides


def shifted(table: Table, rows: frozenset[int], words: frozenset[str]) -> frozenset[int]:
    """ "a month later", "the year before": the row next to the one named, in time."""
    step = bool(words & NEXT) - bool(words & PREVIOUS) if words & PERIODS else 0
    if not step or table.dated is None or len(rows) != 1:
        return rows
    place = table.places_in_time[next(iter(rows))] + step
    return frozenset(table.in_time[place : place + 1]) if place >= 0 else frozenset()


def _is_column(name: Mention, table: Table) -> bool:
    """Whether what is a row elsewhere is a column here, as in a profile of the columns."""
    if name.key[0] == "@":
        return name.key[1] in table.vocabulary
    if name.key[0] == "#":
        return False
    return {canonical(word) for word in name.key} <= table.spoken or set(name.key) <= table.identifiers


def cells(table: Table, figure: Written) -> Iterator[Cell]:
    """Every cell of the table whose value the figure can stand for, unit and sign apart."""
    for scale in _scales(figure):
        low, high = _reach(figure)
        for row, column in table.near(low / scale, high / scale):
            cell = Cell(table, row, column)
            if _unit_fits(figure, cell.info, scale) and fits(figure, cell.value * scale):
                yield cell


def _scales(figure: Written) -> tuple[float, ...]:
    if figure.kind in ("percent", "points"):
        return (1.0, 100.0)
    if figure.kind == "fraction":
        return (1.0, 0.01)
    return (1.0,)


def _reach(figure: Written) -> tuple[float, float]:
    shown = abs(figure.value)
    reach = figure.half + 1e-9 * shown
    if figure.hedge:
        reach = max(reach, last_step(figure), 0.1 * shown)
    return max(shown - reach, 0.0), shown + reach


def _unit_fits(figure: Written, column: Column, scale: float) -> bool:
    """Whether a figure with this unit can come from this column."""
    if figure.kind == "multiple":
        return bool(column.words & {"ratio", "factor", "odds", "multiple", "times"})
    if figure.kind == "fraction":
        return column.is_fraction if scale == 1.0 else column.is_percent
    if figure.kind in ("percent", "points"):
        return (column.is_fraction if scale == 100.0 else not column.is_fraction) and not (
            column.is_money and not column.is_share and not column.is_change
        ) and not column.whole  # fmt: skip
    if figure.unit in CURRENCIES:
        return not (column.is_count or column.is_share)
    return figure.kind != "ordinal"


def sign_fits(figure: Written, cell: Cell, sentence: Sentence) -> bool:
    """A minus needs a negative cell; a negative cell needs a minus or a word of loss."""
    words = sentence.clause(figure)
    if cell.info.is_change and words & _APART and not figure.negative:
        return True
    if cell.info.is_change and cell.value != 0:
        if words & ROSE and not words & FELL:
            return cell.value > 0 and not figure.negative
        if words & FELL and not words & ROSE:
            return cell.value < 0
    if figure.negative:
        return cell.value < 0
    # "Well below zero" says nothing of a level's sign; "10 lower" does of a change's.
    return cell.value >= 0 or bool(words & (_LOSS if cell.info.is_change else _FALLING))


def distinctive(figure: Written) -> bool:
    """Whether the figure says enough to be looked for without a name beside it."""
    if figure.kind == "word":
        return False
    return not (figure.whole and abs(figure.value) <= _SMALL and not figure.unit)


def claims_total(figure: Written, sentence: Sentence) -> bool:
    """Whether the words around the figure ask for a whole rather than for one row."""
    scope = sentence.scope(figure)
    opens = bool({*sentence.words[:1]} & TOTAL) and not scope.near & (HIGH | LOW | MEAN)
    return opens or bool(scope.near & TOTAL)


def extreme_fits(cell: Cell, rows: frozenset[int], sentence: Sentence, figure: Written) -> bool:
    """A figure that is called the highest, without a row's name, has to be the highest."""
    near = sentence.scope(figure).near - {word for name in sentence.mentions for word in name.key}
    high, low = bool(near & HIGH), bool(near & LOW)
    if high == low:
        return True
    values = [v for row in rows if (v := cell.table.value(row, cell.column)) is not None]
    return math.isclose(cell.value, max(values) if high else min(values))
