"""Figures and lists as a person reads them, for the sentences of results; tables keep full precision."""

from __future__ import annotations

import math
from collections.abc import Sequence


def number(value: float, digits: int = 4) -> str:
    """To `digits` significant digits with thousands separators; whole parts are never cut."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "undefined"
    exponent = math.floor(math.log10(abs(value)))
    if not -5 <= exponent < 15:
        return f"{value:.{digits - 1}e}"
    text = f"{value:,.{max(0, digits - 1 - exponent)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def p_value(value: float) -> str:
    """`p = 0.0123` or, where digits say nothing more, `p < 0.001`."""
    return "p < 0.001" if value < 0.001 else f"p = {value:.3g}"


def percent(share: float) -> str:
    """A share as a percentage: 0.95 is `95 %`."""
    return f"{number(100 * share, 3)} %"


def listed(names: Sequence[str], most: int = 8) -> str:
    """`a`, `a and b`, `a, b and c`; beyond `most` names the rest is counted."""
    shown = [*names[:most], f"{len(names) - most:,} more"] if len(names) > most else list(names)
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def counted(count: int, one: str, many: str = "") -> str:
    """`1 row`, `2 rows`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def only(count: int, one: str, many: str = "") -> str:
    """`There is only 1 row`, `There are only 2 rows`."""
    return f"There {'is' if count == 1 else 'are'} only {counted(count, one, many)}"
