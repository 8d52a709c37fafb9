"""The unit of a result's column: that of the file's column it was computed from, when its name says so.

Import recognises a sign that stands at every number of a column ("€", "%") and keeps it in the
report. A query returns such columns under their own names or under the likes of `sum(price)`,
`avg_price` and `Total price`, which have the same unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_KEEPS_THE_UNIT = frozenset(
    {"sum", "total", "avg", "average", "mean", "median", "mode", "min", "max", "minimum", "maximum"}
    | {"lowest", "highest", "smallest", "largest", "std", "stddev", "range", "of", "the"}
)


def column_units(import_report: Mapping[str, Any]) -> dict[str, str]:
    """The units of the file's columns that have one, by name."""
    columns = import_report.get("columns") or []
    return {column["name"]: column["unit"] for column in columns if column.get("unit")}


def unit_of(name: str, units: Mapping[str, str]) -> str:
    """The unit of a result's column, or "" when it has none or its name doesn't tell."""
    if name in units:
        return units[name]
    words = _words(name)
    bare = [word for word in words if word not in _KEEPS_THE_UNIT]
    return next((unit for column, unit in units.items() if _words(column) in (words, bare)), "")


def _words(name: str) -> list[str]:
    return _WORD.findall(name.lower())
