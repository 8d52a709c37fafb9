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
    days = sorted(field.distinct)
    if grain_of(field) is not Grain.DAY or len(days) < 2:
        return False
    return min(_span_in_days([first[:10], last[:10]]) for first, last in itertools.pairwise(days)) > 1


def step_label(field: Field) -> str | None:
    """An expression that writes a date which stands as a category: no day for months, no time for days."""
    length = _LABEL_LENGTHS.get(grain_of(field)) if field.kind in (Kind.DATE, Kind.MOMENT) else None
    return f"replace(slice(datum.label, 0, {length}), 'T', ' ')" if length else None


def axis_of(field: Field) -> dict[str, Any]:
    """Format and ticks of a time axis, where Vega's mixture of years, months and days is too much."""
    grain, days = grain_of(field), sorted(value[:10] for value in field.distinct)
    if grain is Grain.YEAR:
        return {"format": "%Y", **_ticks("year", int(days[-1][:4]) - int(days[0][:4]) + 1)}
    if grain in (Grain.QUARTER, Grain.MONTH) and (months := _months(days)) <= 24:
        return {"format": "%b %Y", **_ticks("month", months)}
    if grain is Grain.DAY and _span_in_days(days) <= 62:
        return {"format": "%-d %b"}
    if grain in (Grain.HOUR, Grain.INSTANT) and field.kind is Kind.MOMENT and _span_in_days(days) <= 1:
        return {"format": "%H:%M"}
    return {}


def _ticks(interval: str, steps: int) -> dict[str, Any]:
    return {"tickCount": {"interval": interval, "step": max(1, math.ceil(steps / _MOST_LABELS))}}


def _months(days: list[str]) -> int:
    first, last = days[0], days[-1]
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1


def _span_in_days(days: list[str]) -> float:
    try:
        return (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
    except (ValueError, IndexError):
        return math.inf
