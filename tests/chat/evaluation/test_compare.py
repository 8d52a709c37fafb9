"""Judging answers: tables in any order and under any names, values as they are written."""

from __future__ import annotations

from typing import Any

import pytest

from chat.evaluation.compare import Answer, Table, is_right
from chat.evaluation.suite import Gold

GOLD = Table(("region", "total"), [["North", 10.0], ["South", 20.5]])


def answer(text: str = "", *tables: Table, status: str = "completed") -> Answer:
    return Answer(text, tables, status)


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        ([["North", 10.0], ["South", 20.5]], True),
        ([["South", 20.5], ["North", 10.0]], True),
        ([[20.5, "South"], [10.0, "North"]], True),
        ([["North", 10.0, 7], ["South", 20.5, 3]], True),
        ([["North", 10.0000001], ["South", 20.5]], True),
        ([["North", 20.5], ["South", 10.0]], False),
        ([["North", 10.0], ["South", 20.6]], False),
        ([["North", 10.0]], False),
        ([["North"], ["South"]], False),
        ([["North", 10.0], ["South", 20.5], ["East", 1]], False),
    ],
)
def test_a_table_is_right_by_its_rows(rows: list[list[Any]], right: bool) -> None:
    columns = tuple(f"c{at}" for at in range(len(rows[0])))
    assert is_right(answer("", Table(columns, rows)), Gold(sql="…"), GOLD) is right


@pytest.mark.parametrize(
    ("text", "value", "right"),
    [
        ("The mean is **330.77**.", 330.767, True),
        ("The mean is 330.8.", 330.767, True),
        ("The mean is 331.", 330.767, True),
        ("The mean is 335.", 330.767, False),
        ("There are 1,234 rows.", 1234, True),
        ("There are 12345 rows.", 1234, False),
        ("The share is 21.85 %.", 0.2185, True),
        ("It fell by −4.5.", -4.5, True),
        ("West leads.", "West", True),
        ("Western regions lead.", "West", False),
        ("r = 0.61, p < 0.001", 0.6077926, True),
        ("No, it isn't.", "no", True),
    ],
)
def test_a_value_is_told_as_written(text: str, value: Any, right: bool) -> None:
    assert is_right(answer(text), Gold(value=value), None) is right


def test_rows_without_a_value_may_be_called_missing() -> None:
    gold = Table(("region", "total"), [["North", 10.0], [None, 4.0]])
    shown = Table(("region", "total"), [["(missing)", 4.0], ["North", 10.0]])
    assert is_right(answer("", shown), Gold(sql="…"), gold)


def test_a_value_in_a_single_row_counts_and_in_one_of_many_does_not() -> None:
    single = Table(("mean",), [[330.767]])
    many = Table(("mean",), [[330.767], [1.0]])
    assert is_right(answer("See the table.", single), Gold(value=330.767), None)
    assert not is_right(answer("See the table.", many), Gold(value=330.767), None)


def test_all_named_values_must_be_told() -> None:
    gold = Gold(values={"r": 0.61, "p": 0.02})
    assert is_right(answer("r = 0.61 and p = 0.02"), gold, None)
    assert not is_right(answer("r = 0.61"), gold, None)


def test_declining_means_that_nothing_was_computed() -> None:
    gold = Gold(declines=True)
    assert is_right(answer("The file has no such column."), gold, None)
    assert not is_right(answer("It is 5.", Table(("a",), [[5]])), gold, None)


def test_a_failed_turn_is_never_right() -> None:
    assert not is_right(answer("330.77", status="failed"), Gold(value=330.77), None)
