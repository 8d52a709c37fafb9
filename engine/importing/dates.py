"""Whether 03/04/2024 is in March or in April, decided over whole columns and then over the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.importing.kinds import ORDERED_DATES, Kind, OrderedDates


@dataclass(frozen=True, slots=True)
class DateReading:
    """The kind a column gets (None: text), with a remark that has a `{name}` placeholder."""

    kind: Kind | None
    remark: str | None = None


def settle_date_order(fitting: Sequence[Sequence[Kind]], delimiter: str) -> list[DateReading]:
    """Choose each column's kind from those that fit all its values, in order of preference.

    A date column that both orders fit follows the columns that only one fits. Without such a
    column, points and delimiters other than the comma speak for the day first.
    """
    clear = {_clear_order(kinds) for kinds in fitting} - {None}
    return [_reading(kinds, clear, delimiter) for kinds in fitting]


def _clear_order(kinds: Sequence[Kind]) -> str | None:
    """ "day" or "month" when only that order fits the column."""
    for pair in ORDERED_DATES:
        day, month = pair.day_first in kinds, pair.month_first in kinds
        if day != month and kinds and kinds[0] in (pair.day_first, pair.month_first):
            return "day" if day else "month"
    return None


def _reading(kinds: Sequence[Kind], clear: set[str | None], delimiter: str) -> DateReading:
    if not kinds:
        return DateReading(None)
    pair = next(
        (pair for pair in ORDERED_DATES if kinds[0] is pair.day_first and pair.month_first in kinds), None
    )
    if pair is None:
        return DateReading(kinds[0])
    return _ambiguous(pair, clear, delimiter)


def _ambiguous(pair: OrderedDates, clear: set[str | None], delimiter: str) -> DateReading:
    if len(clear) == 1:
        day_first, why = clear == {"day"}, "as in the file's other dates"
    elif r"\." in pair.day_first.pattern:
        return DateReading(pair.day_first)
    else:
        day_first = delimiter != ","
        why = "which is a guess, because no value has a number above 12 that would prove it"
    order = "day first" if day_first else "month first"
    remark = f"The dates in the column “{{name}}” were read with the {order}, {why}."
    return DateReading(pair.day_first if day_first else pair.month_first, remark)
