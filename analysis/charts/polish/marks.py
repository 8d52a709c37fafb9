"""Marks: sizes, opacity, points and bands by the number of values."""

from __future__ import annotations

from analysis.charts.fields import View
from analysis.charts.polish.parts import by_count
from analysis.charts.scope import Node

_POINTS = ("point", "circle", "square")
_MOST_POINTS_ON_A_LINE = 60
_OPACITIES = ((2_000, 0.35), (500, 0.5), (100, 0.7), (0, 0.85))
_POINT_SIZES = ((2_000, 14), (500, 24), (100, 36), (0, 60))
_BANDS = ((5, None), (3, 0.6), (0, 0.4))
"""Each from the given number of values on."""


def complete_mark(view: View, row_count: int) -> None:
    """Fill in what the view's mark leaves open."""
    node = view.node
    if not view.mark:
        return
    mark: Node = node["mark"] if isinstance(node["mark"], dict) else {"type": node["mark"]}
    node["mark"] = {**_looks(view, mark, row_count), **mark}
    if node["mark"] == {"type": view.mark}:
        node["mark"] = view.mark


def _looks(view: View, mark: Node, row_count: int) -> Node:
    if view.mark in _POINTS:
        return _point_looks(view, row_count)
    if view.mark == "line" and row_count <= _MOST_POINTS_ON_A_LINE * _series(view):
        return {"point": {"filled": True, "size": 30}}
    if view.mark == "bar" and not mark.keys() & {"width", "height", "size"}:
        return _bar_looks(view)
    return {}


def _point_looks(view: View, row_count: int) -> Node:
    filled: Node = {"filled": True} if view.mark == "point" else {}
    opacity = {} if "opacity" in view.encoding else {"opacity": by_count(_OPACITIES, row_count)}
    size = {} if "size" in view.encoding else {"size": by_count(_POINT_SIZES, row_count)}
    return {**filled, **opacity, **size}


def _bar_looks(view: View) -> Node:
    """A few upright bars would be as wide as doors."""
    x, offset = view.encoding.get("x"), view.encoding.get("xOffset")
    if not isinstance(x, dict) or offset or x.get("type") not in ("nominal", "ordinal"):
        return {}
    count = len(view.scope.find(x.get("field")).distinct)
    band = by_count(_BANDS, count) if count else None
    return {"width": {"band": band}} if band else {}


def _series(view: View) -> int:
    colour = view.encoding.get("color")
    return max(1, len(view.scope.find(colour.get("field")).distinct)) if isinstance(colour, dict) else 1


def complete_order(view: View) -> None:
    """The largest slice first, from noon on."""
    size = view.encoding.get("theta")
    if view.mark != "arc" or "order" in view.encoding or not isinstance(size, dict) or "field" not in size:
        return
    copied = {key: size[key] for key in ("field", "aggregate") if key in size}
    view.node.setdefault("encoding", {})["order"] = {**copied, "type": "quantitative", "sort": "descending"}
