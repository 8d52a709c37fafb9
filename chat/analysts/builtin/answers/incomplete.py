"""The last period of a trend, where the data end well before it does: its figure is not to be compared."""

from __future__ import annotations

from datetime import date, timedelta

from chat.analysts.builtin.columns import ColumnInfo
from chat.analysts.builtin.figures import moment
from chat.analysts.builtin.intent import Grain
from chat.analysts.builtin.parsing.periods import add_months
from chat.analysts.builtin.sql import parse_day

_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_COMPLETE = 0.85
_STAMPED = 1.5
"""With about one date for each period the dates are stamps of whole periods, not days."""


def incomplete(column: ColumnInfo, grain: Grain | None, last: object, periods: int) -> str | None:
    """A remark on the period that begins at `last`; None where it is complete or can't be judged."""
    newest, start = parse_day(column.high), parse_day(str(last))
    if newest is None or start is None or column.distinct is None or column.distinct <= _STAMPED * periods:
        return None
    end = _end(start, grain)
    if end is None or not start <= newest < end:
        return None
    if (newest - start).days + 1 >= _COMPLETE * (end - start).days:
        return None
    return f"The data end on {newest.isoformat()}, so {moment(last, grain)} is not complete."


def _end(start: date, grain: Grain | None) -> date | None:
    if start.year > 9_900:
        return None
    if grain is Grain.WEEK:
        return start + timedelta(days=7)
    return add_months(start, _MONTHS[grain]) if grain in _MONTHS else None
