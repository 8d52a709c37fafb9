"""Colours, and the other looks that hold for a whole chart, as Vega-Lite's `config`.

A chart is shown on white and on dark paper alike. So it brings the colours of marks, which are
legible on both, and none of text, axes or background: those are the page's (see docs/charts.md).
"""

from __future__ import annotations

from typing import Any

CATEGORIES = (
    *("#2f7fc2", "#dd7a00", "#b44878", "#786c18", "#30a86c", "#9084f0", "#b484a8", "#786c9c"),
    *("#187854", "#6060cc", "#60b4e4", "#843090", "#a8b460", "#f090a8", "#0054b4", "#844824"),
    *("#30c0b4", "#784860", "#f06c78", "#a8783c"),
)
"""Each is as far as can be from those before it, for people with and without colour blindness.

Chosen greedily by least distance in OKLab, also after the simulation of protanopia and
deuteranopia of Machado, Oliveira & Fernandes (IEEE TVCG 15(6), 2009). The first ten have a contrast
of at least 3:1 (WCAG 2.2, 1.4.11) on white and on dark paper.
"""
SEQUENTIAL = {"scheme": "viridis"}
"""Even steps of lightness, made for colour-blind readers (van der Walt & Smith, 2015)."""
DIVERGING = ("#2f7fc2", "#9a9da1", "#dd7a00")
"""Blue and orange around a grey that recedes on white and on dark paper."""

NEUTRAL = "#80868f"
"""Lines and texts among the marks, which Vega-Lite would make black."""

CONFIG: dict[str, Any] = {
    "mark": {"color": CATEGORIES[0]},
    "title": {"anchor": "start", "fontSize": 15, "fontWeight": 600, "offset": 14},
    "axis": {
        "labelFontSize": 11,
        "titleFontSize": 12,
        "titleFontWeight": 500,
        "titlePadding": 10,
        "labelLimit": 180,
        "labelOverlap": "greedy",
        "labelSeparation": 8,
    },
    "axisQuantitative": {
        "tickCount": 6,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelOverlap": "parity",  # even steps stay even where there is little room
        "gridOpacity": 0.6,
    },
    # A first label that is moved to the right would push the second one out.
    "axisTemporal": {"grid": False, "labelPadding": 4, "labelFlush": False, "labelOverlap": "parity"},
    "axisBand": {"ticks": False, "labelPadding": 6, "labelOverlap": False},
    "legend": {"labelFontSize": 11, "titleFontSize": 12, "titleFontWeight": 500, "labelLimit": 180},
    "header": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 500},
    "view": {"stroke": None},
    "line": {"strokeWidth": 2, "strokeJoin": "round"},
    "rule": {"color": NEUTRAL},
    "text": {"color": NEUTRAL},
    "range": {
        "category": list(CATEGORIES),
        "ordinal": SEQUENTIAL,
        "ramp": SEQUENTIAL,
        "heatmap": SEQUENTIAL,
        "diverging": list(DIVERGING),
    },
}


def completed(given: Any, default: dict[str, Any] = CONFIG) -> dict[str, Any]:
    """What is given, with the defaults where it is silent."""
    result = dict(given) if isinstance(given, dict) else {}
    for key, value in default.items():
        if key not in result:
            result[key] = value
        elif isinstance(value, dict) and isinstance(result[key], dict) and "scheme" not in value:
            result[key] = completed(result[key], value)
    return result
