"""What is recomputed though no word asks for it, and where chance forbids that."""

from __future__ import annotations

import pytest

from chat.grounding import Evidence, Figure, FileFacts, Ledger
from chat.grounding.lexer import numbers
from chat.grounding.uncued import MAX_TRIED, tries

SUPPLIERS = [["Maple", 214, 17], ["Fjord", 97, 4], ["Osprey", 52, 11]]
TYPES = ("VARCHAR", "BIGINT", "BIGINT")


def checked(text: str, *, truncated: bool = False) -> list[Figure]:
    ledger = Ledger(FileFacts(9_731, 3, ("supplier", "deliveries", "late"), "data.csv"), [])
    columns = ("supplier", "deliveries", "late")
    ledger.add(Evidence("e1", columns, TYPES, SUPPLIERS, None if truncated else 3, truncated))
    return [figure for figure in ledger.check(text).figures if "%" in figure.text or len(figure.text) > 2]


@pytest.mark.parametrize(
    ("text", "derivation"),
    [
        ("- Osprey: 21.2 %", "late ÷ deliveries"),
        ("Maple (59.0 %) leads.", "share of all deliveries"),
        ("363 deliveries are in the file's log.", "sum of deliveries over 3 rows"),
    ],
)
def test_a_figure_with_enough_digits_is_recomputed(text: str, derivation: str) -> None:
    figure = checked(text)[0]
    assert (figure.status, figure.derivation) == ("derived", derivation)


def test_turned_digits_are_not() -> None:
    assert checked("- Osprey: 12.1 %")[0].status == "unverified"


def test_nothing_is_computed_over_a_result_that_was_cut_off() -> None:
    figure = checked("363 deliveries came.", truncated=True)[0]
    assert figure.status == "unverified"
    assert figure.reason is not None
    assert "cut off" in figure.reason


@pytest.mark.parametrize(
    ("shown", "least", "most"), [("7 %", 0, 0), ("21.2 %", 5, 15), ("4,512.75", 300, MAX_TRIED)]
)
def test_few_digits_allow_few_tries(shown: str, least: int, most: int) -> None:
    figure = next(numbers(shown, 0, len(shown), german=False))
    assert least <= tries(figure) <= most
