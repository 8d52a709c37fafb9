"""Vega-Lite specifications: one function per shape, all with titles, sorting, formats and tooltips.

Specs name fields of their query's result and carry no data. Categories are sorted the way the
query sorted them, so that table and chart read alike.
"""

from __future__ import annotations

import re
from typing import Any

from chat.analysts.builtin.intent import Grain

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_ACTIVE = re.compile(r"\b((?:java|vb)script|data|https?|url)\s*[:(]", re.IGNORECASE)
_ACCENT = "#2f6f9f"
_UNITS = {
    Grain.DAY: "utcyearmonthdate",
    Grain.WEEK: "utcyearmonthdate",
    Grain.MONTH: "utcyearmonth",
    Grain.QUARTER: "utcyearquarter",
    Grain.YEAR: "utcyear",
    Grain.HOUR: "yearmonthdatehours",
}


def short(text: str, limit: int = 60) -> str:
    """A title or axis label on one line, without anything that looks like an address or a script."""
    flat = " ".join(_ACTIVE.sub(r"\1 ", text).split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def value_axis(field: str, title: str, *, percent: bool = False) -> Spec:
    """A quantitative axis with readable numbers."""
    return {
        "field": field,
        "type": "quantitative",
        "title": short(title),
        "axis": _number_axis(percent=percent),
    }


def _number_axis(*, percent: bool = False) -> Spec:
    axis: Spec = {"tickCount": 6, "grid": True}
    if percent:
        return {**axis, "labelExpr": "datum.label + ' %'"}
    return {**axis, "labelExpr": _NUMBER_LABEL}


_NUMBER_LABEL = (
    "abs(datum.value) >= 1e6 ? replace(format(datum.value, '.3~s'), 'G', 'B') : format(datum.value, ',.4~f')"
)


def tip(field: str, title: str, kind: str = "quantitative") -> Spec:
    entry: Spec = {"field": field, "type": kind, "title": short(title)}
    return {**entry, "format": ",.4~f"} if kind == "quantitative" else entry


def time_field(field: str, title: str, grain: Grain) -> Spec:
    return {"field": field, "type": "temporal", "timeUnit": _UNITS[grain], "title": short(title)}


def category_field(field: str, title: str) -> Spec:
    return {
        "field": field,
        "type": "nominal",
        "title": short(title),
        "sort": None,
        "axis": {"labelLimit": 220},
    }


def base(title: str, mark: Spec | str, encoding: Spec, **more: Any) -> Spec:
    heading = {"text": short(title, 90), "anchor": "start", "fontSize": 15, "offset": 12}
    spec: Spec = {"$schema": SCHEMA, "title": heading, "mark": mark, "encoding": encoding}
    return {**spec, "height": 300, **more}


def bars(title: str, category: Spec, value: Spec, tips: list[Spec], *, count: int) -> Spec:
    """Horizontal bars, one per category, in the query's order; the height follows their number."""
    mark = {"type": "bar", "color": _ACCENT, "cornerRadiusEnd": 2}
    encoding = {"y": category, "x": value, "tooltip": tips}
    return base(title, mark, encoding, height={"step": 24 if count <= 20 else 16})


def columns(title: str, category: Spec, value: Spec, tips: list[Spec]) -> Spec:
    """Upright bars for categories with an order of their own, such as weekdays."""
    upright = {**category, "axis": {**category.get("axis", {}), "labelAngle": -40}}
    mark = {"type": "bar", "color": _ACCENT, "cornerRadiusEnd": 2}
    return base(title, mark, {"x": upright, "y": value, "tooltip": tips})


def line(
    title: str, time: Spec, value: Spec, tips: list[Spec], *, color: Spec | None = None, **style: Any
) -> Spec:
    """A line over time or along numbers; points show where the figures are."""
    mark: Spec = {"type": "line", "point": {"size": 30}, "strokeWidth": 2, **style}
    if color is None:
        return base(title, {**mark, "color": _ACCENT}, {"x": time, "y": value, "tooltip": tips})
    return base(title, mark, {"x": time, "y": value, "color": color, "tooltip": tips})


def colored(field: str, title: str) -> Spec:
    return {
        "field": field,
        "type": "nominal",
        "title": short(title),
        "sort": None,
        "legend": {"labelLimit": 180},
    }


def clustered(title: str, category: Spec, inner: Spec, value: Spec, tips: list[Spec]) -> Spec:
    """Bars of one category beside each other within another."""
    encoding = {
        "x": {**category, "axis": {"labelAngle": -30, "labelLimit": 140}},
        "xOffset": {"field": inner["field"], "type": "nominal", "sort": None},
        "y": value,
        "color": inner,
        "tooltip": tips,
    }
    return base(title, {"type": "bar", "cornerRadiusEnd": 1}, encoding)


def heatmap(title: str, across: Spec, down: Spec, value: Spec, tips: list[Spec]) -> Spec:
    """Two categories with many combinations: the figure is the colour."""
    shade = {
        "field": value["field"],
        "type": "quantitative",
        "title": value["title"],
        "scale": {"scheme": "blues"},
    }
    encoding = {
        "x": {**across, "axis": {"labelAngle": -40, "labelLimit": 140}},
        "y": down,
        "color": shade,
        "tooltip": tips,
    }
    return base(title, {"type": "rect", "stroke": "white"}, encoding, height={"step": 26})


def pie(title: str, category: Spec, value: Spec, tips: list[Spec]) -> Spec:
    slices = {"field": category["field"], "type": "nominal", "title": category["title"], "sort": None}
    size = {"field": value["field"], "type": "quantitative", "stack": True, "title": value["title"]}
    encoding = {
        "theta": size,
        "color": slices,
        "order": {"field": value["field"], "type": "quantitative", "sort": "descending"},
        "tooltip": tips,
    }
    return base(title, {"type": "arc", "innerRadius": 60, "stroke": "white"}, encoding)


def histogram(title: str, low: str, high: str, count: str, axis_title: str) -> Spec:
    """Bars over bins that the query computed."""
    encoding = {
        "x": {
            "field": low,
            "type": "quantitative",
            "bin": {"binned": True},
            "title": short(axis_title),
            "axis": _number_axis(),
        },
        "x2": {"field": high},
        "y": value_axis(count, "rows"),
        "tooltip": [tip(low, "from"), tip(high, "to"), tip(count, "rows")],
    }
    return base(title, {"type": "bar", "color": _ACCENT}, encoding)


def scatter(title: str, x: tuple[str, str], y: tuple[str, str], fitted: str) -> Spec:
    """A cloud of rows with the straight line that the query fitted; neither axis is forced to zero."""
    free = {"scale": {"zero": False, "nice": True}}
    across, up = {**value_axis(*x), **free}, {**value_axis(*y), **free}
    line_up = {**up, "field": fitted}
    cloud = {"type": "point", "filled": True, "size": 28, "opacity": 0.45, "color": _ACCENT}
    layers = [
        {"mark": cloud, "encoding": {"x": across, "y": up, "tooltip": [tip(*x), tip(*y)]}},
        {"mark": {"type": "line", "color": "#c44e52"}, "encoding": {"x": across, "y": line_up}},
    ]
    heading = {"text": short(title, 90), "anchor": "start", "fontSize": 15, "offset": 12}
    return {"$schema": SCHEMA, "title": heading, "height": 320, "layer": layers}


def boxes(
    title: str, category: Spec, axis_title: str, fields: tuple[str, str, str, str, str], *, count: int
) -> Spec:
    """Box plots from quartiles that the query computed: lowest, quarter, median, three quarters, highest."""
    low, q1, middle, q3, high = fields
    scale = {"scale": {"zero": False}, "title": short(axis_title), "axis": _number_axis()}
    tips = [tip(field, field) for field in fields]
    span = {"x": {"field": low, "type": "quantitative", **scale}, "x2": {"field": high}, "tooltip": tips}
    box = {"x": {"field": q1, "type": "quantitative", **scale}, "x2": {"field": q3}, "tooltip": tips}
    tick = {"x": {"field": middle, "type": "quantitative", **scale}, "tooltip": tips}
    heading = {"text": short(title, 90), "anchor": "start", "fontSize": 15, "offset": 12}
    return {
        "$schema": SCHEMA,
        "title": heading,
        "height": {"step": 34 if count <= 15 else 22},
        "encoding": {"y": category},
        "layer": [
            {"mark": {"type": "rule", "color": "#555"}, "encoding": span},
            {"mark": {"type": "bar", "height": 16, "color": _ACCENT, "opacity": 0.75}, "encoding": box},
            {"mark": {"type": "tick", "thickness": 2, "color": "white", "size": 16}, "encoding": tick},
        ],
    }


def one_row_category(field: str) -> Spec:
    """The category axis of a single box: no title, no label needed."""
    return {"field": field, "type": "nominal", "title": None}
