"""The finish of a chart: everything a careful person would set, where the specification is silent.

Nothing that it says is changed, with one exception: time units of calendar days are read in UTC,
without which they show the day before in half of the world. Polishing a polished chart changes
nothing.
"""

from __future__ import annotations

from typing import Any

from analysis.charts.fields import View
from analysis.charts.polish.colours import completed
from analysis.charts.polish.layout import complete_labels, complete_legend, height_of, panel_size
from analysis.charts.polish.marks import complete_mark, complete_order
from analysis.charts.polish.names import title_of
from analysis.charts.polish.numbers import axis_format
from analysis.charts.polish.order import sort_categories
from analysis.charts.polish.parts import complete, given
from analysis.charts.polish.scales import complete_scale, uses_lengths
from analysis.charts.polish.times import axis_of, step_label
from analysis.charts.polish.tooltips import complete_tooltip
from analysis.charts.scope import Node
from analysis.charts.table import Field

_GUIDES = {"x": "axis", "y": "axis", "row": "header", "column": "header", "facet": "header"} | dict.fromkeys(
    ("color", "fill", "stroke", "opacity", "size", "shape", "strokeDash"), "legend"
)
_COMPOSED = ("hconcat", "vconcat", "concat", "facet", "repeat")


def polish(chart: Node, views: list[View], row_count: int) -> None:
    """Complete a checked specification in place; `views` are its own, as the field check found them."""
    with_lengths = uses_lengths(views)
    for view in views:
        for channel, definition, field in list(view.definitions()):
            _complete_definition(view, channel, definition, field, with_lengths=with_lengths)
        _title_counts(view)
        complete_order(view)
        complete_mark(view, row_count)
    for view in views:
        complete_tooltip(view)
    _complete_size(chart, views)
    chart["config"] = completed(chart.get("config"))


def _complete_definition(
    view: View, channel: str, definition: Node, field: Field, *, with_lengths: bool
) -> None:
    complete_scale(view, channel, definition, field, with_lengths=with_lengths)
    sort_categories(view, channel, definition, field)
    complete_legend(view, channel, definition)
    complete_labels(view, channel, definition, field)
    _complete_guide(channel, definition, field)
    if channel == "text" and definition.get("type") == "quantitative" and "format" not in definition:
        _format_text(definition, field)


def _format_text(definition: Node, field: Field) -> None:
    """Figures among the marks are as short as those on axes."""
    if (format_ := axis_format(definition, field).get("format")) is not None:
        definition["format"] = format_


def _complete_guide(channel: str, definition: Node, field: Field) -> None:
    """Title and format of the axis, legend or header of a channel."""
    guide = _GUIDES.get(channel)
    said = given(definition, guide) if guide else None
    if not guide or said is None:
        return
    title = title_of(definition, field)
    if title and "title" not in definition and "title" not in said:
        definition["title"] = title
    missing = _format_of(channel, definition, field)
    if missing and not said.keys() & {"format", "labelExpr", "tickCount", "formatType"}:
        complete(definition, guide, **missing)


def _format_of(channel: str, definition: Node, field: Field) -> dict[str, Any]:
    if definition.get("type") == "quantitative":
        return axis_format(definition, field)
    if definition.get("type") in ("ordinal", "nominal") and (label := step_label(field)):
        return {"labelExpr": label}
    is_time_axis = definition.get("type") == "temporal" and channel in ("x", "y") and field.values
    return axis_of(field, definition.get("timeUnit")) if is_time_axis else {}


def _title_counts(view: View) -> None:
    """A count has no field, but it has an axis."""
    for channel, definition in (view.node.get("encoding") or {}).items():
        is_count = isinstance(definition, dict) and definition.get("aggregate") == "count"
        if channel in _GUIDES and is_count and "field" not in definition:
            definition.setdefault("title", title_of(definition, None))


def _complete_size(chart: Node, views: list[View]) -> None:
    size: dict[str, Any] = {}
    if {"facet", "row", "column"} & (chart.get("encoding") or {}).keys():
        size = panel_size(views)
    elif not any(name in chart for name in _COMPOSED) and (height := height_of(views)):
        size = {"height": height}
    for name, value in size.items():
        chart.setdefault(name, value)
