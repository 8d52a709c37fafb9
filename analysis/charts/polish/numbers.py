"""How numbers are written: on axes and legends as short as they can be, in tooltips in full."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from analysis.charts.kinds import Kind
from analysis.charts.table import Field

_MILLION, _BILLION = 1e6, 1e9
_TINY = 1e-4
_YEAR = re.compile(r"(?:^|[\W_])(?:year|yr|jahr|año|année|anno)(?:$|[\W_])", re.I)
_SHARE = re.compile(r"(?:^|[\W_])(?:share|proportion|fraction|anteil)(?:$|[\W_])", re.I)
_YEARS = (1500, 2200)

BILLIONS = "replace(format(datum.value, '~s'), 'G', 'B')"
"""Physicists say giga, people who read charts say billion."""


def axis_format(definition: dict[str, Any], field: Field | None) -> dict[str, str]:
    """What an axis or legend needs beyond Vega's own formats, which are good up to a million."""
    numbers = _numbers(definition, field)
    if field is None or not numbers:
        return {}
    largest = max(map(abs, numbers))
    if holds_years(field):
        return {"format": "d"}
    if _holds_shares(field, numbers):
        return {"format": ".1~%"}
    if largest >= _BILLION:
        return {"labelExpr": BILLIONS}
    if largest >= _MILLION:
        return {"format": "~s"}
    return {"format": "~e"} if 0 < largest < _TINY else {}


def full_format(definition: dict[str, Any], field: Field | None) -> str | None:
    """Every digit that says something."""
    numbers = _numbers(definition, field)
    if field is None or not numbers:
        return "," if definition.get("aggregate") == "count" else None
    largest = max(map(abs, numbers))
    if holds_years(field):
        return "d"
    if _holds_shares(field, numbers):
        return ".2~%"
    if 0 < largest < _TINY:
        return ".3~e"
    decimals = 2 if largest >= 1 else 3 - math.floor(math.log10(largest or 1))
    return f",.{decimals}~f"


def holds_years(field: Field) -> bool:
    """Whether its numbers are years, which have no thousands separator and no zero."""
    if field.kind is not Kind.NUMBER or not _YEAR.search(field.title) or not field.values:
        return False
    return all(value == int(value) and _YEARS[0] <= value <= _YEARS[1] for value in field.values)


def _holds_shares(field: Field, numbers: Sequence[float]) -> bool:
    return bool(_SHARE.search(field.title)) and all(0 <= number <= 1 for number in numbers)


def _numbers(definition: dict[str, Any], field: Field | None) -> list[float]:
    """Numbers of the size that will be shown; none when that isn't known."""
    if field is None or field.kind is not Kind.NUMBER or not field.values:
        return []
    aggregate = definition.get("aggregate")
    if aggregate == "sum":
        return [math.fsum(map(abs, field.values))]
    return list(field.values) if aggregate in (None, "mean", "average", "median", "min", "max") else []
