"""Holding a figure against cells: is it this cell's value, in this unit, rounded as it is written?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat.grounding.context import Sentence
from chat.grounding.index import Column, Table, canonical
from chat.grounding.lexer import Written
from chat.grounding.lexicon import FELL, HIGH, LOW, NEXT, PERIODS, PREVIOUS, ROSE, TOTAL, word_set
from chat.grounding.mentions import Mention

_CURRENCIES = frozenset(("$", "€", "£", "EUR", "USD"))
MAX_CANDIDATES = 5
_SMALL = 12
_NO_NOUN = word_set("of in the by at for on and all this month year per im am der die das den von")
_MEASURES = frozenset(("mean", "median", "std"))
# "30 of 48": what follows is counted in another column.
_PART_OF = (("of",), ("for",), ("out", "of"), ("von",), ("of", "the"), ("von", "den"))
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
    reach = max(step, 0.1 * shown)
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


def shifted(table: Table, rows: frozenset[int], words: frozenset[str]) -> frozenset[int]:
    """ "a month later", "the year before": the row next to the one named, in time."""
    step = bool(words & NEXT) - bool(words & PREVIOUS) if words & PERIODS else 0
    if not step or table.dated is None or len(rows) != 1:
        return rows
    place = table.places_in_time[next(iter(rows))] + step
    return frozenset(table.in_time[place : place + 1]) if place >= 0 else frozenset()


def _is_column(name: Mention, table: Table) -> bool:
    """Whether what is a row elsewhere is a column here, as in a profile of the columns."""
    if name.key[0] in ("@", "#"):
        return False
    return {canonical(word) for word in name.key} <= table.spoken or set(name.key) <= table.identifiers


class Wording:
    """Which columns of a table the words around a figure allow."""

    def __init__(self, sentence: Sentence, figure: Written | Mention) -> None:
        scope = sentence.scope(figure)
        inherited: list[frozenset[str]] = []
        if scope.left[-2:] not in _PART_OF and not _alone(sentence, figure):
            inherited = list(_inherited(sentence, figure))
        self.tiers = (*scope.tiers[:3], *inherited)
        # "an average of 42 per order" names the column on both sides.
        self._names = sentence.mentions
        self._everything = frozenset[str]().union(*self.tiers)
        self._said: dict[tuple[int, bool], frozenset[str]] = {}
        self._measures = frozenset().union(*scope.tiers[:3]) & _MEASURES
        if {*scope.right[:1], *scope.left} & {"per", "pro", "je"}:
            self._measures |= {"mean"}

    def said(self, table: Table, *, strict: bool = False) -> frozenset[str]:
        """The words that speak of this table's columns, from the most telling place that has any."""
        key = (table.number, strict)
        if key not in self._said:
            self._said[key] = self._spoken(table, strict=strict)
        return self._said[key]

    def _spoken(self, table: Table, *, strict: bool) -> frozenset[str]:
        if table.vocabulary.isdisjoint(self._everything):
            return frozenset()
        words = table.vocabulary - self.names(table)
        own = [found for tier in self.tiers[:3] if (found := tier & words)]
        # "made 829 in orders": a verb says less than a noun after it.
        if (best := next((found for found in own if found != {"money"}), None)) or own:
            return (best or own[0]) | (self._measures & words)
        rest = () if strict else self.tiers[3:]
        inherited = next((found for tier in rest if (found := tier & words)), frozenset[str]())
        return inherited and inherited | (self._measures & words)

    def names(self, table: Table) -> frozenset[str]:
        """The words that name rows of this table, and so no columns."""
        return frozenset(
            canonical(word) for name in self._names if name.rows_in(table.number) for word in name.key
        )

    def unknown_noun(self, table: Table) -> bool:
        """Whether a noun follows that no column here goes by ("the highest basket value")."""
        noun = self.tiers[0] - _NO_NOUN
        return bool(noun) and not (self.tiers[0] | self.tiers[1]) & table.vocabulary

    def columns(self, table: Table) -> list[int]:
        """The numeric columns that no other one suits better: "average revenue" rules out the sum."""
        return best_columns(table, self.said(table))


def best_columns(table: Table, said: frozenset[str]) -> list[int]:
    """The numeric columns that these words name best; all of them for no words."""
    if not said:
        return table.numeric
    if said not in table.best:
        table.best[said] = [i for i in table.numeric if not _outdone(table, i, said)]
    return table.best[said]


def _outdone(table: Table, index: int, said: frozenset[str]) -> bool:
    """Whether the words say more of another column, or name another one fully."""
    column = table.columns[index]
    mine = column.words & said
    for other in (table.columns[i] for i in table.numeric if i != index):
        theirs = other.words & said
        if mine < theirs:
            return True
        if mine == theirs and _fully_named(other, said) and not _goes_by_it(column, said):
            return True
    return False


def _goes_by_it(column: Column, said: frozenset[str]) -> bool:
    """A share or a change goes by the name of what it is a share of."""
    return column.is_share or column.is_change or _fully_named(column, said)


def _alone(sentence: Sentence, figure: Written | Mention) -> bool:
    """A figure alone in brackets adds something to the one before: "43 % (70)"."""
    if sentence.scope(figure).left:
        return False
    around = sentence.text[figure.start - 1 : figure.start] + sentence.text[figure.end : figure.end + 1]
    return around == "()"


def _fully_named(column: Column, said: frozenset[str]) -> bool:
    return column.words - {"money", "interval"} <= said


def _inherited(sentence: Sentence, figure: Written | Mention) -> Iterator[frozenset[str]]:
    """Where the column may be named if not beside the figure: at earlier figures, after it, above, before."""
    for earlier in sentence.figures_before(figure):
        yield from sentence.scope(earlier).tiers[:3]
    yield sentence.scope(figure).tiers[3]
    if sentence.lead is not None:
        yield frozenset(map(canonical, sentence.lead.words))
    if sentence.refers_back and sentence.previous is not None:
        yield frozenset(map(canonical, sentence.previous.words))


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
    if figure.unit in _CURRENCIES:
        return not (column.is_count or column.is_share)
    return figure.kind != "ordinal"


def sign_fits(figure: Written, cell: Cell, sentence: Sentence) -> bool:
    """A minus needs a negative cell; a negative cell needs a minus or a word of loss."""
    words = sentence.clause(figure)
    if cell.info.is_change and cell.value != 0:
        if words & ROSE and not words & FELL:
            return cell.value > 0 and not figure.negative
        if words & FELL and not words & ROSE:
            return cell.value < 0
    if figure.negative:
        return cell.value < 0
    return cell.value >= 0 or bool(words & _LOSS)


def distinctive(figure: Written) -> bool:
    """Whether the figure says enough to be looked for without a name beside it."""
    if figure.kind == "word":
        return False
    return not (figure.whole and abs(figure.value) <= _SMALL and not figure.unit)


def claims_total(figure: Written, sentence: Sentence) -> bool:
    """Whether the words around the figure ask for a whole rather than for one row."""
    return bool(sentence.scope(figure).near & TOTAL)


def extreme_fits(cell: Cell, rows: frozenset[int], sentence: Sentence, figure: Written) -> bool:
    """A figure that is called the highest, without a row's name, has to be the highest."""
    near = sentence.scope(figure).near - {word for name in sentence.mentions for word in name.key}
    high, low = bool(near & HIGH), bool(near & LOW)
    if high == low:
        return True
    values = [v for row in rows if (v := cell.table.value(row, cell.column)) is not None]
    return math.isclose(cell.value, max(values) if high else min(values))


def candidates(
    tables: Sequence[Table], wording: Wording, bound: Sequence[tuple[Mention, ...]]
) -> list[Table]:
    """The few results that a sentence can have computed from: those it names first, the newest first."""
    fitting = [table for table in tables if rows_of(table, bound) is not None]
    spoken = [table for table in fitting if wording.said(table)]
    chosen = spoken[:MAX_CANDIDATES]
    chosen += [table for table in fitting if table not in chosen][: MAX_CANDIDATES - len(chosen)]
    return chosen or list(tables[:MAX_CANDIDATES])
