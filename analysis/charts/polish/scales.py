"""Scales: zero only where it says something, days that stay days, colours that part at zero."""

from __future__ import annotations

from typing import Any

from analysis.charts.fields import View
from analysis.charts.kinds import Kind
from analysis.charts.polish.numbers import holds_years
from analysis.charts.polish.parts import complete, given
from analysis.charts.polish.times import Grain, grain_of, keep_days, skips_days
from analysis.charts.scope import Node
from analysis.charts.table import Field

_LENGTHS = ("bar", "area")
_FLAT_SHARE = 0.5
"""A scale may leave out zero when the least value is more than this share of the largest."""


def uses_lengths(views: list[View]) -> bool:
    """Whether bars or areas, which are read from zero, may share a scale with other marks."""
    return any(view.mark in _LENGTHS for view in views)


def complete_scale(view: View, channel: str, definition: Node, field: Field, *, with_lengths: bool) -> None:
    """Zero, time zone and the middle of a colour scale. `with_lengths`: bars share the scale."""
    if definition.get("type") == "temporal" or "timeUnit" in definition:
        _set_time_unit(view, channel, definition, field)
        keep_days(channel, definition, field)
    if definition.get("type") != "quantitative":
        return
    if channel in ("x", "y") and _needs_no_zero(view, channel, definition, field, with_lengths=with_lengths):
        complete(definition, "scale", zero=False)
    if channel in ("color", "fill", "stroke"):
        _complete_diverging(definition, field)


def _set_time_unit(view: View, channel: str, definition: Node, field: Field) -> None:
    """Bars over time are as wide as the step between them, instead of five pixels."""
    grain = grain_of(field)
    is_bar = view.mark == "bar" and channel in ("x", "y") and f"{channel}2" not in view.encoding
    if is_bar and "timeUnit" not in definition and grain is not Grain.INSTANT and not skips_days(field):
        definition["timeUnit"] = grain.value


def _needs_no_zero(view: View, channel: str, definition: Node, field: Field, *, with_lengths: bool) -> bool:
    scale = given(definition, "scale")
    if scale is None or scale.keys() & {"zero", "domain", "domainMin", "type"}:
        return False
    if not field.values or field.kind is not Kind.NUMBER or definition.keys() & {"bin", "aggregate", "stack"}:
        return False
    if channel == "x" and view.mark in ("line", "trail", "area") and "y" in view.encoding:
        return True
    return not with_lengths and (holds_years(field) or _is_far_from_zero(field.values))


def _is_far_from_zero(values: list[Any]) -> bool:
    low, high = float(min(values)), float(max(values))
    return low > _FLAT_SHARE * high > 0 or high < _FLAT_SHARE * low < 0


def _complete_diverging(definition: Node, field: Field) -> None:
    """Two hues that meet at zero, equally strong at equal distance from it."""
    scale = given(definition, "scale")
    values = field.values if field.kind is Kind.NUMBER and "aggregate" not in definition else None
    if not values or scale is None or scale.keys() & {"domain", "scheme", "range", "type"}:
        return
    farthest = max(map(abs, values))
    if min(values) < 0 < max(values):
        complete(definition, "scale", domain=[-farthest, farthest], domainMid=0, interpolate="lab")
