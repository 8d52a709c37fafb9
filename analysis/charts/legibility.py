"""Can a person read the chart? What would be drawn but not understood is refused with what to do.

Bars and areas are read by their length, so they begin at zero (Cleveland & McGill, "Graphical
Perception", JASA 79, 1984); a legend tells about twenty colours apart at best.
"""

from __future__ import annotations

from analysis.charts.fields import View
from analysis.charts.fit import check_definition, is_logarithmic
from analysis.charts.kinds import Kind
from analysis.charts.scope import Node
from analysis.charts.table import Field
from engine.errors import ChartRefused

MAX_COLOURS = 20
MAX_BANDS = 400
_MOST_VALUES = {
    "color": (MAX_COLOURS, "a legend can tell apart"),
    "fill": (MAX_COLOURS, "a legend can tell apart"),
    "stroke": (MAX_COLOURS, "a legend can tell apart"),
    "shape": (8, "shapes can tell apart"),
    "strokeDash": (6, "kinds of lines can tell apart"),
    "row": (40, "small charts can show"),
    "column": (40, "small charts can show"),
    "facet": (40, "small charts can show"),
    "x": (MAX_BANDS, "an axis can name"),
    "y": (MAX_BANDS, "an axis can name"),
}
_COLOURS = ("color", "fill", "stroke")
_SIZED_MARKS = {"bar": "A bar", "area": "An area"}


def check_view(view: View) -> None:
    """Raise ChartRefused when a view's values don't fit its encodings, or nobody could read them."""
    for definition, field in view.repeated_definitions():
        check_definition(definition, field)
    for channel, definition, field in view.definitions():
        check_definition(definition, field)
        _check_number_of_values(view, channel, definition, field)
        if channel == "theta":
            _check_slices(field)
    if view.mark in _SIZED_MARKS:
        for channel, other in (("x", "y"), ("y", "x")):
            _check_starts_at_zero(view, channel, other)


def _check_number_of_values(view: View, channel: str, definition: Node, field: Field) -> None:
    if channel not in _MOST_VALUES or not _is_discrete(definition, field):
        return
    if channel in _COLOURS and is_named_elsewhere(view, definition):
        return
    most, what = _MOST_VALUES[channel]
    count = len(field.distinct)
    if count > most:
        raise ChartRefused(
            f"{field.title!r} has {count:,} different values on the channel {channel}, more than {what} "
            f"({most}). In SQL, keep the largest and sum up the others as 'other', or group more coarsely."
        )


def _is_discrete(definition: Node, field: Field) -> bool:
    if definition.keys() & {"bin", "timeUnit"}:
        return False
    wanted = definition.get("type", "nominal" if field.kind is Kind.TEXT else "")
    return wanted == "nominal" or (wanted == "ordinal" and field.kind is Kind.TEXT)


def is_named_elsewhere(view: View, definition: Node) -> bool:
    """Whether a colour needs no legend: it has none, or its field stands on an axis too."""
    positions = [view.encoding.get(name) for name in ("x", "y")]
    on_axis = any(
        isinstance(place, dict) and place.get("field") == definition.get("field") for place in positions
    )
    return on_axis or definition.get("legend", True) in (None, False)


def _check_slices(field: Field) -> None:
    if any(isinstance(value, int | float) and value < 0 for value in field.values or ()):
        raise ChartRefused(f"A slice can't show a negative value, and {field.title!r} has some; use bars.")


def _check_starts_at_zero(view: View, channel: str, other: str) -> None:
    encoding = view.encoding
    length, band = encoding.get(channel), encoding.get(other)
    if not isinstance(length, dict) or f"{channel}2" in encoding or not _is_measure(length):
        return
    if isinstance(band, dict) and not _is_measure(band) and _misses_zero(length):
        raise ChartRefused(
            f"{_SIZED_MARKS[view.mark]} is read by its length from zero, which the scale of {channel} "
            "leaves out; remove `zero: false`, the domain or the log scale, or use point, tick or line."
        )


def _is_measure(definition: Node) -> bool:
    is_number = definition.get("type") == "quantitative" or "aggregate" in definition
    return is_number and not definition.get("bin")


def _misses_zero(definition: Node) -> bool:
    scale = definition.get("scale")
    if not isinstance(scale, dict):
        return False
    domain = scale.get("domain")
    ends = domain if isinstance(domain, list) else [scale.get("domainMin"), scale.get("domainMax")]
    numbers = [end for end in ends if isinstance(end, int | float)]
    starts_above = bool(numbers) and isinstance(ends[0], int | float) and min(numbers) > 0
    ends_below = len(numbers) > 1 and max(numbers) < 0
    return scale.get("zero") is False or is_logarithmic(definition) or starts_above or ends_below
