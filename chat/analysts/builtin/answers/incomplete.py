"""What a trend leaves out: the rest of its last period, and periods without any row."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from chat.analysts.builtin.columns import ColumnInfo
from chat.analysts.builtin.figures import moment
from chat.analysts.builtin.intent import Grain
from chat.analysts.builtin.parsing.periods import add_months
from chat.analysts.builtin.sql import parse_day, stamp

_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_COMPLETE = 0.85


def incomplete(column: ColumnInfo, grain: Grain | None, last: object) -> str | None:
    """A remark on the period that begins at `last`; None where it is complete or can't be judged."""
    newest, start = parse_day(column.high), parse_day(str(last))
    end = _end(start, grain) if start else None
    if newest is None or start is None or end is None or not start <= newest < end:
        return None
    covered = _end(newest, stamp(column)) or newest + timedelta(days=1)
    if (covered - start).days >= _COMPLETE * (end - start).days:
        return None
    return f"The data end on {newest.isoformat()}, so {moment(last, grain)} is not complete."


def gaps(grain: Grain | None, starts: set[str]) -> str | None:
    """A remark where periods between the first and the last have no rows, thus no figure."""
    days = sorted(day for text in starts if (day := parse_day(text)))
    if len(days) < len(starts) or any(_end(day, grain) is None for day in days):
        return None
    if all(_end(day, grain) == following for day, following in pairwise(days)):
        return None
    return f"A {grain.value if grain else 'period'} without any row is not shown."


def _end(start: date, grain: Grain | None) -> date | None:
    if start.year > 9_900:
        return None
    if grain is Grain.DAY:
        return start + timedelta(days=1)
    if grain is Grain.WEEK:
        return start + timedelta(days=7)
    return add_months(start, _MONTHS[grain]) if grain in _MONTHS else None
