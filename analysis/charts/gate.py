"""The chart gate: a specification by a model or person, and the rows it is to show, made one.

What it lets through is safe to hand to vega-embed and refers only to fields that exist. Whether it
also compiles is for `engine.chart_compiler` to say, in a process of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.charts.fields import placed_views
from analysis.charts.legibility import check_view
from analysis.charts.polish import polish
from analysis.charts.safety import check_safe, clean_titles
from analysis.charts.table import Table
from engine.errors import ChartRefused
from engine.results import QueryResult

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
MAX_SPEC_CHARS = 30_000
MAX_DEPTH = 20
MAX_NODES = 3_000
MAX_PIXELS = 2_000
MAX_TITLE_CHARS = 200
COMPOSITIONS = ("hconcat", "vconcat", "concat", "facet", "repeat")


def prepare_chart(
    title: str, spec: dict[str, Any], result: QueryResult, units: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The complete Vega-Lite 6 specification: schema, title, size and the result's rows inlined.

    `spec` is left as it is. Raises ChartRefused with a sentence that says what to change, when the
    rows can't be charted (none, cut off) or the specification is too large, unsafe, or names
    fields that don't exist.
    """
    _check_rows(result)
    chart = _own_copy(spec)
    check_safe(chart)
    clean_titles(chart)
    table = Table(result, units)
    views = placed_views(chart, table)
    for view in views:
        check_view(view)
    _check_sizes(chart)
    polish(chart, views, len(result.rows))
    return {
        **_layout(chart),
        **chart,
        "$schema": SCHEMA,
        "title": chart.get("title") or _title(title),
        "data": {"values": table.records()},
    }


def _check_rows(result: QueryResult) -> None:
    if result.truncated:
        raise ChartRefused(
            f"The chart's SQL returns more than {len(result.rows)} rows; aggregate or bin in SQL."
        )
    if not result.rows:
        raise ChartRefused("The chart's SQL returned no rows; check its filters.")


def _own_copy(spec: Any) -> dict[str, Any]:
    """A copy that shares nothing with the caller's, and surely is JSON of a bounded size."""
    if not isinstance(spec, dict):
        raise ChartRefused("The specification must be a JSON object with mark and encoding.")
    try:
        text = json.dumps(spec, allow_nan=False)
        chart: dict[str, Any] = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise ChartRefused("The specification is not plain JSON.") from None
    if len(text) > MAX_SPEC_CHARS:
        raise ChartRefused(
            f"The specification has more than {MAX_SPEC_CHARS} characters; rows and lists belong in SQL."
        )
    _check_shape(chart)
    return chart


def _check_shape(chart: dict[str, Any]) -> None:
    level: list[Any] = [chart]
    nodes = depth = 0
    while level:
        nodes += len(level)
        depth += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise ChartRefused("The specification is nested too deeply or has too many parts; simplify it.")
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]


def _check_sizes(node: Any) -> None:
    """Refuse sizes in pixels that no screen has: they would cost memory, not show more."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        is_size = key in ("width", "height") and isinstance(value, int | float)
        if is_size and not 0 < value <= MAX_PIXELS:
            raise ChartRefused(f"`{key}` must be between 1 and {MAX_PIXELS} pixels; better leave it out.")
        if isinstance(value, dict | list):
            _check_sizes(value)


def _layout(chart: dict[str, Any]) -> dict[str, Any]:
    """A single chart fills the width it is given; composed ones size their parts themselves."""
    if any(name in chart for name in COMPOSITIONS) or _facets_itself(chart):
        return {}
    fits = chart.get("width", "container") == "container"
    return {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}} if fits else {}


def _facets_itself(chart: dict[str, Any]) -> bool:
    return bool({"facet", "row", "column"} & (chart.get("encoding") or {}).keys())


def _title(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= MAX_TITLE_CHARS else line[: MAX_TITLE_CHARS - 1] + "…"
