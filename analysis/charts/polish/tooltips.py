"""Tooltips: every encoded value under its title, with all its digits."""

from __future__ import annotations

from typing import Any

from analysis.charts.fields import View
from analysis.charts.polish.names import title_of
from analysis.charts.polish.numbers import full_format
from analysis.charts.polish.times import Grain, grain_of, holds_days
from analysis.charts.scope import Node
from analysis.charts.table import Field

_SHOWN = ("x", "x2", "y", "y2", "theta", "color", "fill", "stroke", "size", "shape", "row", "column", "facet")
_MARKS = frozenset({"bar", "point", "circle", "square", "line", "area", "rect", "arc", "tick", "trail"})
_COPIED = ("field", "aggregate", "bin", "timeUnit", "type")
_DATE_FORMATS = {
    Grain.YEAR: "%Y",
    Grain.QUARTER: "%b %Y",
    Grain.MONTH: "%b %Y",
    Grain.DAY: "%-d %b %Y",
    Grain.HOUR: "%-d %b %Y, %H:%M",
    Grain.INSTANT: "%-d %b %Y, %H:%M",
}


def complete_tooltip(view: View) -> None:
    """Set the tooltip of a view that says nothing of it."""
    mark = view.node.get("mark")
    says_so = isinstance(mark, dict) and "tooltip" in mark
    if view.mark not in _MARKS or says_so or "tooltip" in view.encoding:
        return
    entries = [_entry(view, channel) for channel in _SHOWN if _is_shown(view.encoding.get(channel))]
    unique = {(str(entry.get("field")), str(entry.get("aggregate"))): entry for entry in reversed(entries)}
    if unique:
        view.node.setdefault("encoding", {})["tooltip"] = list(unique.values())[::-1]


def _is_shown(definition: Any) -> bool:
    if not isinstance(definition, dict):
        return False
    return isinstance(definition.get("field"), str) or definition.get("aggregate") == "count"


def _entry(view: View, channel: str) -> Node:
    definition = view.encoding[channel]
    has_field = isinstance(definition.get("field"), str)
    field = view.scope.find(definition["field"]) if has_field else None
    entry: Node = {key: definition[key] for key in _COPIED if key in definition}
    if channel.endswith("2"):
        entry["type"] = "quantitative"
    title = definition.get("title") or title_of(definition, field)
    entry |= {"title": title} if title else {}
    return {**entry, **_format(entry, field)}


def _format(entry: Node, field: Field | None) -> Node:
    if entry.get("type") == "temporal":
        return _date_format(entry, field) if field else {}
    is_number = entry.get("type") == "quantitative" or entry.get("aggregate")
    number = full_format(entry, field) if is_number and "bin" not in entry else None
    return {"format": number} if number else {}


def _date_format(entry: Node, field: Field) -> Node:
    if "timeUnit" in entry or not field.values:
        return {}
    unit = {"timeUnit": "utcyearmonthdate"} if holds_days(field) else {}
    return {**unit, "format": _DATE_FORMATS[grain_of(field)]}
