"""Cells as text: the only place where a figure or a piece of the file becomes prose.

Numbers come out rounded but never recomputed; texts lose whatever Markdown or HTML would act on.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from chat.analysts.builtin.columns import ColumnInfo
from chat.analysts.builtin.intent import Grain
from chat.analysts.builtin.parsing.periods import MONTHS

MAX_TEXT = 80
MAX_MESSAGE = 400
_SPECIAL = re.compile(r"([\\`*{}\[\]<>|~#!$&]|(?<![^\W_])_|_(?![^\W_]))")
_TICKED = re.compile(r"`([^`]*)`")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?$", re.IGNORECASE)


def escape(text: object, limit: int = MAX_TEXT) -> str:
    """A cell or a name as inert Markdown on one line, cut where it is very long."""
    flat = " ".join(str(text).split())
    if not flat:
        return "(empty)"
    shown = flat if len(flat) <= limit else flat[: limit - 1] + "…"
    return _SPECIAL.sub(r"\\\1", shown)


def message(text: str | None) -> str:
    """An error's words as inert prose; names it sets in backticks come in quotation marks."""
    return escape(_TICKED.sub(r"“\1”", text or "no reason was given"), MAX_MESSAGE)


def rounded(value: float, decimals: int) -> str:
    """Half up, as people round, with thousands separated."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{exact:,}"


def number(value: float) -> str:
    """Thousands separated; two decimals from one upwards, three significant digits below."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    size = abs(value)
    if size < 1e-6 or size >= 1e15:
        return f"{value:.3g}"
    decimals = 2 if size >= 1 else 2 - math.floor(math.log10(size))
    return rounded(value, decimals).rstrip("0").rstrip(".")


def percent(cell: object) -> str:
    """A percentage that the query computed, to one decimal, or more where one would show nothing."""
    value = as_number(cell)
    if value is None:
        return "no share"
    if abs(value) >= 1e6 or not math.isfinite(value):
        return f"{value:,.3g} %"
    return f"{number(value) if 0 < abs(value) < 0.1 else rounded(value, 1 if abs(value) < 1_000 else 0)} %"


def as_number(cell: object) -> float | None:
    """The cell as a number; large integers and decimals arrive as text."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    return float(str(cell)) if _NUMBER.match(str(cell)) else None


def figure(
    cell: object, column: ColumnInfo | None = None, *, whole: bool = False, decimals: int | None = None
) -> str:
    """Any cell for a sentence. Years and ids keep their digits together; `decimals` spare counts."""
    if cell is None:
        return "(missing)"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    value = as_number(cell)
    if value is None and column is not None and column.has_time:
        return escape(str(cell).replace("T", " "))
    if value is None or (column is not None and not column.is_number and isinstance(cell, str) and not whole):
        return escape(cell)
    if column is not None and column.is_cycle:
        return f"{value:g}"
    if decimals is not None and not isinstance(cell, int):
        return rounded(value, decimals)
    return f"{int(str(cell)):,}" if isinstance(cell, str) and cell.lstrip("-").isdigit() else number(value)


def moment(cell: object, grain: Grain | None) -> str:
    """A period's name from the date it begins with."""
    if cell is None:
        return "(no date)"
    try:
        start = date.fromisoformat(str(cell)[:10])
    except ValueError:
        return figure(cell)
    named = {
        Grain.YEAR: str(start.year),
        Grain.QUARTER: f"Q{(start.month + 2) // 3} {start.year}",
        Grain.MONTH: f"{MONTHS[start.month - 1]} {start.year}",
        Grain.WEEK: f"the week of {start.isoformat()}",
        Grain.HOUR: str(cell).replace("T", " ")[:16],
    }
    return named.get(grain, start.isoformat()) if grain else str(cell).replace("T", " ")


def listing(items: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"
