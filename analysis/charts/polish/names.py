"""Titles of axes, legends and tooltips: a column's name as a person would write it, with its unit."""

from __future__ import annotations

import re
from typing import Any

from analysis.charts.table import Field

MAX_TITLE_CHARS = 60
_CALL = re.compile(r"(\w+)\((.*)\)")
_OF = re.compile(r"(sum|mean|min|max|median|std|variance|distinct) of (.+)")
"""What the aggregations of a plan call their results."""
_SHORT_NAME_CHARS = 2
_ROWS = "Number of rows"
_AGGREGATES = {
    "sum": "Total",
    "mean": "Average",
    "average": "Average",
    "avg": "Average",
    "median": "Median",
    "min": "Lowest",
    "max": "Highest",
    "distinct": "Different",
    "stdev": "Standard deviation of",
    "stddev": "Standard deviation of",
    "std": "Standard deviation of",
    "variance": "Variance of",
    "valid": "Values of",
    "missing": "Missing",
    "count": "Number of",
}
_WITHOUT_UNIT = frozenset({"distinct", "valid", "missing", "count", "variance"})


def title_of(definition: dict[str, Any], field: Field | None) -> str | None:
    """The title of what a definition encodes, or None when Vega-Lite's own is the best there is."""
    aggregate = definition.get("aggregate")
    if field is None:
        return _ROWS if aggregate == "count" else None
    if aggregate is None:
        return _with_unit(readable(field.title), field.unit) or None
    if not isinstance(aggregate, str) or aggregate not in _AGGREGATES:
        return None
    name = f"{_AGGREGATES[aggregate]} {in_a_sentence(field.title)}"
    return name if aggregate in _WITHOUT_UNIT else _with_unit(name, field.unit)


def readable(name: str) -> str:
    """`units_sold` as "Units sold", `avg(price)` as "Average price"; a name in capitals stays.

    Without backslashes, which Vega-Lite copies unescaped into code that it generates.
    """
    name = name.replace("\\", "/")
    call = _CALL.fullmatch(name.strip()) or _OF.fullmatch(name.strip())
    if call and call[1].lower() == "count_star":
        return _ROWS
    if call and call[1].lower() in _AGGREGATES:
        return f"{_AGGREGATES[call[1].lower()]} {in_a_sentence(call[2].strip(chr(34)))}"
    words = " ".join(name.replace("_", " ").split())
    if len(words) > _SHORT_NAME_CHARS and words == words.lower():
        words = words[:1].upper() + words[1:]
    return words if len(words) <= MAX_TITLE_CHARS else words[: MAX_TITLE_CHARS - 1] + "…"


def in_a_sentence(name: str) -> str:
    """`units_sold` as "units sold", within a title or sentence; "GDP" stays."""
    title = readable(name)
    words = title.split()
    is_plain_word = title[1:2].islower() and all(word[:1] == word[:1].lower() for word in words[1:])
    return title[:1].lower() + title[1:] if is_plain_word else title


def _with_unit(title: str, unit: str) -> str:
    return f"{title} ({unit})" if unit and unit not in title else title
