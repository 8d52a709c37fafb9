"""Figures in sentences: significant digits, whole parts kept, lists that end."""

from __future__ import annotations

import pytest

from engine.statistics.wording import counted, listed, number, only, p_value, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (2.0, "2"),
        (-4.1087, "-4.109"),
        (0.012345, "0.01235"),
        (1234.56, "1,235"),
        (12_345_678.9, "12,345,679"),
        (0.00000012, "1.200e-07"),
        (1e20, "1.000e+20"),
        (99.996, "100"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_shares_and_p_values() -> None:
    assert percent(0.95) == "95 %"
    assert percent(0.3947368) == "39.5 %"
    assert p_value(0.01234) == "p = 0.0123"
    assert p_value(1e-9) == "p < 0.001"


def test_lists_and_counts() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert listed(list("abcdefghij"), 2) == "a, b and 8 more"
    assert (counted(1, "row"), counted(1200, "row"), counted(2, "mouse", "mice")) == (
        "1 row",
        "1,200 rows",
        "2 mice",
    )
    assert only(1, "row") == "There is only 1 row"
