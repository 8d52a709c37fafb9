"""Room: for the names on an axis, for each of many bars, for charts beside each other."""

from __future__ import annotations

from analysis.charts.fields import View
from analysis.charts.fit import is_logarithmic
from analysis.charts.legibility import is_named_elsewhere
from analysis.charts.polish.parts import by_count, complete
from analysis.charts.scope import Node
from analysis.charts.table import Field

_DISCRETE = ("nominal", "ordinal")
_COLOURS = ("color", "fill", "stroke")
_FACETS = ("facet", "row", "column")
_FEW_PANELS = 2
_CHARACTER_PIXELS, _GAP_PIXELS, _AXIS_PIXELS = 6, 8, 560
"""What stands side by side under a chart of usual width."""
_MOST_LABELS = 40
"""Every category is named; of more than that, those that have room."""
_STEPS = ((40, 15), (15, 20), (0, 26))
"""Pixels for each row, from the given number of rows on."""


def complete_legend(view: View, channel: str, definition: Node) -> None:
    """No legend for what an axis already names."""
    if channel in _COLOURS and "legend" not in definition and is_named_elsewhere(view, definition):
        definition["legend"] = None


def complete_labels(view: View, channel: str, definition: Node, field: Field) -> None:
    """Category names stand upright while they have room, and lean when they don't."""
    if channel in ("x", "y") and is_logarithmic(definition):
        # Its steps are uneven anyway: whatever has room is shown, as Vega-Lite does by itself.
        complete(definition, "axis", labelOverlap="greedy")
    is_category = definition.get("type") in _DISCRETE and not definition.keys() & {"timeUnit", "bin"}
    labels = field.distinct
    if channel != "x" or not is_category or not labels:
        return
    pixels = len(labels) * (max(map(len, labels)) * _CHARACTER_PIXELS + _GAP_PIXELS)
    complete(definition, "axis", labelAngle=0 if pixels <= _AXIS_PIXELS else -40)
    if len(labels) > _MOST_LABELS:
        complete(definition, "axis", labelOverlap="greedy")


def height_of(views: list[View]) -> Node | None:
    """As high as its lying bars, boxes or rows need; None for other charts."""
    for view in views:
        rows = view.encoding.get("y")
        if isinstance(rows, dict) and rows.get("type") in _DISCRETE and isinstance(rows.get("field"), str):
            count = len(view.scope.find(rows["field"]).distinct)
            step = {"step": by_count(_STEPS, count)}
            return {**step, "for": "position"} if "yOffset" in view.encoding else step
    return None


def panel_size(views: list[View]) -> Node:
    """Small charts beside each other, so that three fit where one does."""
    return {"width": 220, "height": 160} if _panels(views) > _FEW_PANELS else {}


def _panels(views: list[View]) -> int:
    found = [field for view in views for channel, _, field in view.definitions() if channel in _FACETS]
    return max((len(field.distinct) for field in found), default=0)
