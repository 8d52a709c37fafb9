"""The six chart types, and the forecast, as specifications without data: only what makes the type what it is.

Everything else (titles, formats, sorting, colours, sizes) is left silent on purpose: the gate sees
the rows and fills it in. Columns are those of the query's result.
"""

from __future__ import annotations

from typing import Any

from analysis.charts.kinds import Kind, kind_of, vega_type
from analysis.charts.polish.colours import CATEGORIES
from analysis.charts.polish.names import readable
from engine.results import Column

Spec = dict[str, Any]

_MEDIAN_COLOUR = CATEGORIES[1]

_FORECAST_COLOUR = CATEGORIES[1]

FORECAST_FIELDS = ("forecast", "ci_low", "ci_high")
"""The columns of a forecast: what is expected, and the interval around it."""

BOX_FIELDS = ("low", "q1", "median", "q3", "high")
"""The columns that a query for `box` returns: the whiskers' ends, the quartiles and the median."""


def line(x: Column, y: Column, colour: Column | None = None) -> Spec:
    """A line along time or numbers, one for each value of `colour`."""
    return _chart("line", x=_field(x), y=_field(y), color=_colour(colour))


def bar(x: Column, y: Column, colour: Column | None = None) -> Spec:
    """Bars from zero, stacked by `colour`; upright, or lying when only `x` holds numbers."""
    if _is_number(x) and not _is_number(y):
        return _chart("bar", x=_field(x), y=_base(y), color=_colour(colour))
    return _chart("bar", x=_base(x), y=_field(y), color=_colour(colour))


def scatter(x: Column, y: Column, colour: Column | None = None) -> Spec:
    """A point for each row. Above a few thousand rows, bin in SQL and use `heatmap`."""
    return _chart("point", x=_free(x), y=_free(y), color=_colour(colour))


def heatmap(x: Column, y: Column, value: Column) -> Spec:
    """A cell for each pair of `x` and `y`, which are read as ordered steps; `value` is its colour."""
    return _chart("rect", x=_band(x), y=_band(y), color=_field(value))


def box(category: Column | None, measure: str = "Value") -> Spec:
    """Box plots of `measure` from quantiles that the query computed, in columns named as in `BOX_FIELDS`."""
    encoding = {} if category is None else {"y": _band(category)}
    low, q1, median, q3, high = (
        {"field": name, "type": "quantitative", "title": readable(measure)} for name in BOX_FIELDS
    )
    whisker = {"x": {**low, "scale": {"zero": False}}, "x2": {"field": high["field"]}}
    middle_half = {"x": q1, "x2": {"field": q3["field"]}}
    return {
        "encoding": encoding,
        "layer": [
            {"mark": "rule", "encoding": whisker},
            {"mark": {"type": "bar", "size": 16}, "encoding": middle_half},
            {
                "mark": {"type": "tick", "size": 16, "thickness": 3, "color": _MEDIAN_COLOUR, "opacity": 1},
                "encoding": {"x": median},
            },
        ],
    }


def forecast(time: Column, measure: Column) -> Spec:
    """A line of what was, a dashed one of what is expected, and a band around it (`FORECAST_FIELDS`)."""
    expected, low, high = (
        {"field": name, "type": "quantitative", "title": readable(measure.name)} for name in FORECAST_FIELDS
    )
    level = {"scale": {"zero": False}}
    point = {"color": _FORECAST_COLOUR}
    return {
        "encoding": {"x": _field(time)},
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.2, "color": _FORECAST_COLOUR},
                "encoding": {"y": {**low, **level}, "y2": {"field": high["field"]}},
            },
            {"mark": "line", "encoding": {"y": {**_field(measure), **level}}},
            {
                "mark": {"type": "line", "strokeDash": [5, 4], "color": _FORECAST_COLOUR, "point": point},
                "encoding": {"y": {**expected, **level}},
            },
        ],
    }


def histogram(bin_start: Column, bin_end: Column, count: Column) -> Spec:
    """Bars without gaps over bins that the query computed."""
    start = {**_field(bin_start), "bin": {"binned": True}} if _is_number(bin_start) else _field(bin_start)
    return _chart("bar", x=start, x2={"field": bin_end.name}, y=_field(count))


def _chart(mark: str, **channels: Spec | None) -> Spec:
    return {"mark": mark, "encoding": {name: given for name, given in channels.items() if given}}


def _field(column: Column) -> Spec:
    return {"field": column.name, "type": vega_type(column)}


def _free(column: Column) -> Spec:
    """A position that says something without a zero on its axis."""
    field = _field(column)
    return {**field, "scale": {"zero": False}} if _is_number(column) else field


def _band(column: Column) -> Spec:
    """A category, or a number or date that stands for one step of an order."""
    return {"field": column.name, "type": "ordinal" if _is_ordered(column) else "nominal"}


def _base(column: Column) -> Spec:
    """What bars stand on: categories, steps of numbers, or time."""
    return _field(column) if vega_type(column) == "temporal" else _band(column)


def _colour(column: Column | None) -> Spec | None:
    if column is None:
        return None
    return _field(column) if _is_number(column) else _band(column)


def _is_number(column: Column) -> bool:
    return kind_of(column.type) is Kind.NUMBER


def _is_ordered(column: Column) -> bool:
    return kind_of(column.type) in (Kind.NUMBER, Kind.DATE, Kind.MOMENT)
