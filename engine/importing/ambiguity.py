"""03/04/2024 in March or in April, 1,234 as one or as a thousand: decided over columns, then the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from engine.importing.date_kinds import ORDERED_DATES, OrderedDates
from engine.importing.kind import Kind
from engine.importing.numbers import COMMA, GROUPED, POINT


@dataclass(frozen=True, slots=True)
class Reading:
    """The kind a column gets (None: text), with a remark that has a `{columns}` placeholder."""

    kind: Kind | None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the columns that read in one way only say about the file."""

    orders: frozenset[str]
    decimals: frozenset[str]
    delimiter: str


def settle(fitting: Sequence[Sequence[Kind]], delimiter: str) -> list[Reading]:
    """Choose each column's kind from those that fit all its values, in order of preference.

    A column that reads in two ways follows the columns that read in only one. Without such a
    column, points and delimiters other than the comma speak for dates with the day first; a comma
    is a decimal comma where it doesn't separate values, and a point is a decimal point.
    """
    orders = frozenset(filter(None, (_clear_order(kinds) for kinds in fitting)))
    decimals = frozenset(filter(None, (_clear_decimal(kinds) for kinds in fitting)))
    evidence = _Evidence(orders, decimals, delimiter)
    return [_reading(kinds, evidence) for kinds in fitting]


def _clear_order(kinds: Sequence[Kind]) -> str | None:
    """ "day" or "month" when only that order fits the column."""
    for pair in ORDERED_DATES:
        day, month = pair.day_first in kinds, pair.month_first in kinds
        if day != month and kinds and kinds[0] in (pair.day_first, pair.month_first):
            return "day" if day else "month"
    return None


def _clear_decimal(kinds: Sequence[Kind]) -> str | None:
    """The decimal mark when only one fits the column."""
    marks = {kind.marks[0] for kind in kinds if kind.marks}
    return marks.pop() if len(marks) == 1 else None


def _reading(kinds: Sequence[Kind], evidence: _Evidence) -> Reading:
    if not kinds:
        return Reading(None)
    for pair in ORDERED_DATES:
        if kinds[0] is pair.day_first and pair.month_first in kinds:
            return _either_order(pair, evidence)
    by_marks = {kind.marks: kind for kind in kinds}
    point, comma, grouped = (
        by_marks.get(marks.decimal + marks.thousands) for marks in (POINT, COMMA, GROUPED)
    )
    if not kinds[0].marks:
        return Reading(kinds[0])
    if point and comma:
        return _either_decimal(point, comma, ".", sure=evidence.delimiter == ",", evidence=evidence)
    if comma and grouped:
        return _either_decimal(grouped, comma, ",", sure=False, evidence=evidence)
    return Reading(kinds[0])


def _either_order(pair: OrderedDates, evidence: _Evidence) -> Reading:
    if len(evidence.orders) == 1:
        day_first, why = "day" in evidence.orders, "as in the file's other dates"
    elif pair.separator == ".":
        return Reading(pair.day_first)
    else:
        day_first = evidence.delimiter != ","
        why = "which is a guess, because no value has a number above 12 that would prove it"
    order = "day first" if day_first else "month first"
    remark = f"The dates in {{columns}} were read with the {order}, {why}."
    return Reading(pair.day_first if day_first else pair.month_first, remark)


def _either_decimal(
    with_point: Kind, with_comma: Kind, mark: str, *, sure: bool, evidence: _Evidence
) -> Reading:
    """`mark` is the only one that the values have, with three digits behind it."""
    if len(evidence.decimals) == 1:
        kind, why = (with_comma if "," in evidence.decimals else with_point), "as in the file's other numbers"
        if sure and kind is with_point:
            return Reading(kind)
    else:
        decimal_comma = mark == "," and evidence.delimiter != ","
        kind = with_comma if decimal_comma else with_point
        why = "which is a guess, because all of them have three digits behind it"
    if sure and not evidence.decimals:
        return Reading(kind)
    role = "decimal mark" if kind.marks[0] == mark else "mark between thousands"
    name = {",": "comma", ".": "point"}[mark]
    return Reading(kind, f"The {name} in the numbers of {{columns}} was read as the {role}, {why}.")


def rivalling(kinds: Sequence[Kind]) -> list[tuple[Kind, ...]]:
    """The kinds in their order, those together that only all values can tell apart."""
    groups = groupby(kinds, key=lambda kind: kind.rivals or kind.name)
    return [tuple(group) for _, group in groups]
