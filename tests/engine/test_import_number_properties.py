"""Whatever numbers a locale writes, the same numbers come back, with their unit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.typed_import import facts, import_column, values

_LOCALES = st.sampled_from(
    [
        (".", ","),
        (",", "."),
        (",", "\u00a0"),
        (",", "\u202f"),
        (".", "\u2009"),
        (".", "'"),
        (".", "’"),
        (",", " "),
    ]
)
_MINUSES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [lambda text: f"-{text}", lambda text: f"\u2212{text}", lambda text: f"({text})", lambda text: f"{text}-"]
)
_UNITS = st.sampled_from(
    [("", ""), ("$", ""), ("€ ", ""), ("", " €"), ("", "\u00a0€"), ("", "%"), ("USD ", ""), ("", " EUR"), ("£", ""), ("CHF ", ""), ("", " kr")]
)  # fmt: skip
_NUMBERS = st.lists(st.decimals(-(10**12), 10**12, places=2), min_size=1, max_size=20)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(numbers=_NUMBERS, marks=_LOCALES, minus=_MINUSES, unit=_UNITS)
def test_numbers_come_back(
    numbers: list[Decimal], marks: tuple[str, str], minus: Callable[[str], str], unit: tuple[str, str]
) -> None:
    decimal, thousands = marks
    before, behind = unit

    def written(number: Decimal) -> str:
        digits = f"{abs(number):,.2f}".translate({ord(","): thousands, ord("."): decimal})
        text = before + digits + behind
        return minus(text) if number < 0 else text

    # The last one tells the marks apart, and the unit is at each of them.
    numbers = [*numbers, Decimal("1234567.25")]
    with tempfile.TemporaryDirectory() as folder:
        result = import_column(Path(folder), [written(number) for number in numbers])
        known = facts(result)
        assert (known["type"], known["unit"]) == ("DOUBLE", "".join(unit).strip() or None), result.report
        assert [float(value) for value in values(Path(folder))] == [float(number) for number in numbers]
