"""The order of categories where the chart leaves it open: by meaning, then as queried, then by size.

Vega-Lite would sort by the alphabet: April before January, "100–200" before "20–50".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from analysis.charts.fields import View
from analysis.charts.kinds import Kind
from analysis.charts.scope import Node
from analysis.charts.table import Field

_SCALES: tuple[tuple[str, ...], ...] = tuple(
    tuple(scale.split("|"))
    for scale in (
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
        "mon|tue|wed|thu|fri|sat|sun",
        "january|february|march|april|may|june|july|august|september|october|november|december",
        "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
        "spring|summer|autumn|fall|winter",
        "night|morning|noon|afternoon|evening",
        "xxs|xs|s|m|l|xl|xxl|xxxl",
        "very low|low|medium|moderate|high|very high|critical",
        "tiny|small|medium|large|extra large",
        "never|rarely|sometimes|often|very often|always",
        "very poor|poor|fair|good|very good|excellent",
        "strongly disagree|disagree|neutral|neither agree nor disagree|agree|strongly agree",
        "very dissatisfied|dissatisfied|neutral|satisfied|very satisfied",
    )
)
_RANGE = re.compile(r"[<>≤≥]\s*=?\s*\d|\d\s*(?:-|–|—|\.\.|,|to|bis)\s*\d|\d\s*\+$", re.I)
_STARTS_WITH_NUMBER = re.compile(r"[\[(<>≤≥=\s$€£]*-?\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_REST = frozenset({"other", "others", "(other)", "all others", "rest"})


def natural_order(values: Sequence[str]) -> list[str] | None:
    """Weekdays, months, sizes, answers and ranges of numbers in their own order; None for all else."""
    if len(values) < 2:
        return None
    for scale in _SCALES:
        if all(value.strip().lower() in scale for value in values):
            return sorted(values, key=lambda value: scale.index(value.strip().lower()))
    starts_alike = all(_STARTS_WITH_NUMBER.match(value) for value in values)
    return sorted(values, key=_range_key) if starts_alike and any(map(_RANGE.search, values)) else None


def _range_key(value: str) -> tuple[tuple[float, ...], bool, str]:
    """By the numbers in it, "<18" before "18"."""
    is_open_below = value.lstrip("[( ").startswith(("<", "≤"))
    is_negative = value.lstrip("[( ").startswith("-")
    numbers = [float(number) for number in _NUMBER.findall(value)]
    if is_negative:
        numbers[0] = -numbers[0]
    return tuple(numbers), not is_open_below, value


def sort_categories(view: View, channel: str, definition: Node, field: Field) -> None:
    """Set `sort` where it is silent and the alphabet isn't the best order."""
    is_category = definition.get("type") in ("nominal", "ordinal", None) and field.kind is Kind.TEXT
    if "sort" in definition or not is_category or definition.keys() & {"timeUnit", "bin", "aggregate"}:
        return
    natural = natural_order(field.distinct)
    if natural:
        definition["sort"] = natural
    elif channel in ("x", "y") and not view.is_layer and definition.get("type") != "ordinal":
        order = _order_on_axis(view, channel, field)
        if order != "alphabet":
            definition["sort"] = order


def _order_on_axis(view: View, channel: str, field: Field) -> Any:
    if view.mark in ("line", "trail", "area"):
        return None
    measure = view.encoding.get("y" if channel == "x" else "x")
    if (
        view.mark != "bar"
        or not isinstance(measure, dict)
        or measure.get("type", "quantitative") != "quantitative"
    ):
        return "alphabet"
    return _order_by_size(view, channel, measure, field)


def _order_by_size(view: View, channel: str, measure: Node, field: Field) -> Any:
    """The query's own order when it sorted by the measure, else the largest first, the rest last."""
    cells = view.scope.find(measure.get("field")).cells if "aggregate" not in measure else None
    if cells and field.cells:
        if _is_sorted(cells):
            return None
        if any(value.lower() in _REST for value in field.distinct):
            return _largest_first(field.cells, cells)
    return "-y" if channel == "x" else "-x"


def _is_sorted(cells: Sequence[Any]) -> bool:
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    return len(set(numbers)) > 1 and (numbers == sorted(numbers) or numbers == sorted(numbers, reverse=True))


def _largest_first(categories: Sequence[Any], sizes: Sequence[Any]) -> list[str]:
    totals: defaultdict[str, float] = defaultdict(float)
    for category, size in zip(categories, sizes, strict=True):
        totals[str(category)] += size if isinstance(size, int | float) else 0
    return sorted(totals, key=lambda name: (name.lower() in _REST, -totals[name]))
