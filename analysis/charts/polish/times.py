"""How dates are read and written: by the step between them and the span they cover."""

from __future__ import annotations

import itertools
import math
import re
from datetime import date
from enum import StrEnum
from typing import Any

from analysis.charts.kinds import Kind
from analysis.charts.polish.parts import complete
from analysis.charts.scope import Node
from analysis.charts.table import Field

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_MOST_LABELS = 8
_MONTH_STEPS = (1, 2, 3, 6)
_DAYS_NAMED_SINGLY = 62
_SCALED_CHANNELS = ("x", "y", "color", "size", "opacity")


class Grain(StrEnum):
    """The step that all values of a column fall on; the value is Vega-Lite's time unit of that length."""

    YEAR = "year"
    QUARTER = "yearquarter"
    MONTH = "yearmonth"
    DAY = "yearmonthdate"
    HOUR = "yearmonthdatehours"
    INSTANT = ""


_ENDINGS = {
    Grain.YEAR: re.compile(r"\d{4}(-01(-01([T ]00:00(:00)?)?)?)?"),
    Grain.QUARTER: re.compile(r"\d{4}-(01|04|07|10)(-01([T ]00:00(:00)?)?)?"),
    Grain.MONTH: re.compile(r"\d{4}-\d\d(-01([T ]00:00(:00)?)?)?"),
    Grain.DAY: re.compile(r"\d{4}-\d\d-\d\d([T ]00:00(:00)?)?"),
    Grain.HOUR: re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:00(:00)?"),
}


_LABEL_LENGTHS = {Grain.YEAR: 4, Grain.QUARTER: 7, Grain.MONTH: 7, Grain.DAY: 10, Grain.HOUR: 16}


def grain_of(field: Field) -> Grain:
    """The longest step that every value falls on."""
    values = field.distinct
    if not values:
        return Grain.INSTANT
    fitting = (grain for grain, ending in _ENDINGS.items() if all(map(ending.fullmatch, values)))
    return next(fitting, Grain.INSTANT)


def holds_days(field: Field) -> bool:
    """Whether values are days of a calendar, which JavaScript reads as midnight in Greenwich.

    West of it they would show as the day before, so such fields are read and written in UTC.
    """
    if field.kind is Kind.TEXT:
        return bool(field.values) and all(_DAY.fullmatch(str(value)) for value in field.values or ())
    return field.kind is Kind.DATE


def keep_days(channel: str, definition: Node, field: Field) -> None:
    """Let days stay the days they are, wherever in the world the chart is looked at."""
    if not holds_days(field):
        return
    unit = definition.get("timeUnit")
    if isinstance(unit, dict):
        unit.setdefault("utc", True)
    elif isinstance(unit, str):
        definition["timeUnit"] = unit if unit.startswith("utc") else f"utc{unit}"
    elif channel in _SCALED_CHANNELS:
        complete(definition, "scale", type="utc")


def skips_days(field: Field) -> bool:
    """Whether days stand far apart, as in weekly figures: a bar one day wide would be a hair."""
    if grain_of(field) is not Grain.DAY:
        return False
    steps = [(later - earlier).days for earlier, later in itertools.pairwise(_dates(field))]
    return min(steps, default=1) > 1


def step_label(field: Field) -> str | None:
    """An expression that writes a date which stands as a category: no day for months, no time for days."""
    length = _LABEL_LENGTHS.get(grain_of(field)) if field.kind in (Kind.DATE, Kind.MOMENT) else None
    return f"replace(slice(datum.label, 0, {length}), 'T', ' ')" if length else None


def axis_of(field: Field, unit: Any = None) -> dict[str, Any]:
    """Format and ticks of a time axis, where Vega's mixture of years, months and days is too much.

    `unit` is Vega-Lite's time unit that the values are cut to, if any.
    """
    grain, dates = _drawn_grain(field, unit), _dates(field)
    if grain is None or not dates:
        return {}
    first, last = dates[0], dates[-1]
    days = (last - first).days
    if grain is Grain.YEAR:
        return _years(first, last)
    if grain in (Grain.QUARTER, Grain.MONTH) or days > _DAYS_NAMED_SINGLY:
        return _months(first, last)
    if grain is Grain.DAY:
        return {"format": "%-d %b"}
    if field.kind is not Kind.MOMENT:
        return {}
    return {"format": "%H:%M"} if days <= 1 else {"format": "%-d %b", **_ticks("day", days / _MOST_LABELS)}


def _drawn_grain(field: Field, unit: Any) -> Grain | None:
    """None for units that are no step of the calendar, such as the day of the week."""
    if unit is None:
        return grain_of(field)
    name = str(unit).removeprefix("utc")
    return Grain(name) if name in set(Grain) else None


def _months(first: date, last: date) -> dict[str, Any]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in _MONTH_STEPS if step * _MOST_LABELS >= months), None)
    return {"format": "%b %Y", **_ticks("month", step)} if step else _years(first, last)


def _years(first: date, last: date) -> dict[str, Any]:
    return {"format": "%Y", **_ticks("year", (last.year - first.year + 1) / _MOST_LABELS)}


def _ticks(interval: str, step: float) -> dict[str, Any]:
    return {"tickCount": {"interval": interval, "step": max(1, math.ceil(step))}}


def _dates(field: Field) -> list[date]:
    """The days of all values in order, the first one of a year or month; none if one can't be read."""
    try:
        return sorted(date.fromisoformat(f"{value[:10]}-01-01"[:10]) for value in field.distinct)
    except ValueError:
        return []
