"""What plans compute, against NumPy, pandas and hand-counted values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.results import QueryResult
from tests.analysis.plans.conftest import Run, compiled

PRICES = np.array([10.5, 99.0, 101.25, 9.75, 11.0, 11.0])
"""Without the missing one and the NaN, which count the same."""


@pytest.mark.parametrize(
    ("operation", "parameters", "expected"),
    [
        ("mean", {}, PRICES.mean()),
        ("sum", {}, PRICES.sum()),
        ("count", {}, 6),
        ("min", {}, 9.75),
        ("max", {}, 101.25),
        ("std", {}, PRICES.std(ddof=1)),
        ("std", {"population": True}, PRICES.std()),
        ("variance", {}, PRICES.var(ddof=1)),
        ("variance", {"population": True}, PRICES.var()),
        ("median", {}, np.median(PRICES)),
        ("quantile", {"quantile": 0.9}, np.quantile(PRICES, 0.9)),
        ("mode", {}, 11.0),
        ("distinct", {}, 5),
        ("range", {}, 91.5),
    ],
)
def test_an_aggregation_is_exact(
    run: Run, operation: str, parameters: dict[str, Any], expected: float
) -> None:
    [[value, rows]] = run(operation=operation, target_column="price", parameters=parameters)
    assert value == pytest.approx(expected, rel=1e-14)
    assert rows == 8


def test_groups_come_largest_first_with_their_rows(query: Callable[[str], QueryResult]) -> None:
    result = query(compiled(operation="mean", target_column="price", group_by=["region"]).sql)
    assert result.column_names == ["region", "mean of price", "rows"]
    expected: list[list[Any]] = [
        ["North", 55.875, 3],
        ["South", 121 / 3, 3],
        ["East", 9.75, 1],
        [None, None, 1],
    ]
    assert [row[0] for row in result.rows] == [row[0] for row in expected]
    assert result.rows[1][1] == pytest.approx(121 / 3)


def test_sort_and_limit(run: Run) -> None:
    rows = run(operation="sum", target_column="quantity", group_by="region", sort="ascending", limit=2)
    assert rows == [["East", 4, 1], ["North", 4, 3]]


def test_dates_group_by_period_in_their_order(query: Callable[[str], QueryResult]) -> None:
    group = {"column": "ordered", "part": "month"}
    result = query(compiled(operation="count", group_by=[group]).sql)
    assert result.column_names == ["ordered (month)", "count", "rows"]
    assert result.rows[:3] == [["2024-01-01", 2, 2], ["2024-02-01", 2, 2], ["2024-03-01", 3, 3]]


def test_months_and_weekdays_go_by_the_calendar_and_not_the_alphabet(run: Run) -> None:
    months = run(operation="count", group_by=[{"column": "ordered", "part": "month_of_year"}])
    assert [row[0] for row in months[:3]] == ["January", "February", "March"]
    weekdays = run(operation="count", group_by=[{"column": "ordered", "part": "weekday"}])
    assert [row[0] for row in weekdays[:4]] == ["Tuesday", "Wednesday", "Saturday", "Sunday"]


def test_share_of_groups_adds_up_to_a_hundred(run: Run) -> None:
    rows = run(operation="share", group_by=["region"])
    assert sum(row[1] for row in rows) == 100
    sums = run(operation="share", target_column="quantity", group_by=["region"])
    assert {row[0]: row[1] for row in sums}["South"] == pytest.approx(100 * 12 / 26)


def test_share_without_groups_is_of_all_rows(run: Run) -> None:
    rows = run(operation="share", filters=[{"column": "region", "operator": "==", "value": "North"}])
    assert rows == [[37.5, 3]]


@pytest.mark.parametrize(
    ("column", "operator", "value", "count"),
    [
        ("price", ">", 11, 2),
        ("price", ">=", "11", 4),
        ("price", "==", 101.25, 1),
        ("price", "is_null", None, 2),
        ("price", "is_not_null", None, 6),
        ("price", "between", [10, 12], 3),
        ("quantity", "in", [1, 2, 2.5], 2),
        ("quantity", "not_in", [1, 2], 6),
        ("region", "!=", "North", 5),
        ("region", "contains", "ORTH", 3),
        ("region", ">", "North", 3),
        ("paid", "==", True, 4),
        ("paid", "!=", True, 4),
        ("ordered", "<", "2024-02-11", 2),
        ("shipped", "<=", "2024-03-02", 5),
        ("shipped", "==", "2024-03-02", 2),
        ("shipped", ">", "2024-03-02T12:00:00+02:00", 3),
        ("tags", "is_null", None, 3),
    ],
)
def test_filters(run: Run, column: str, operator: str, value: Any, count: int) -> None:
    given = {"column": column, "operator": operator, "value": value}
    assert run(operation="count", filters=[given])[0][0] == count


def test_the_rows_that_pass_are_counted(query: Callable[[str], QueryResult]) -> None:
    filters = [{"column": "region", "operator": "==", "value": "North"}]
    counted = compiled(operation="mean", target_column="price", filters=filters).count_sql
    assert counted is not None
    assert query(counted).rows == [[3]]
    assert compiled(operation="mean", target_column="price").count_sql is None


def test_rows_are_listed(run: Run) -> None:
    assert run(operation="rows", columns=["region"], limit=2) == [["North"], ["South"]]
    sorted_rows = run(operation="rows", columns=["quantity"], target_column="quantity", sort="descending")
    assert [row[0] for row in sorted_rows] == [6, 5, 5, 4, 3, 2, 1, None]


def test_names_may_differ_in_case(run: Run) -> None:
    assert run(operation="max", target_column="PRICE")[0][0] == 101.25


def test_a_statistic_is_asked_of_the_worker() -> None:
    plan = compiled(operation="regression", x_axis="quantity", y_axis="price")
    assert plan.statistic is not None
    assert plan.statistic.operation == "linear_regression"
    assert plan.statistic.roles == {"target_column": ("price",), "columns": ("quantity",)}
    assert plan.sql == plan.statistic.sql == 'SELECT "price", "quantity"\nFROM data'


def test_a_statistic_by_a_part_of_a_date() -> None:
    group = {"column": "ordered", "part": "weekday"}
    plan = compiled(operation="compare_groups", target_column="price", group_by=[group])
    assert plan.statistic is not None
    assert plan.statistic.roles["group_by"] == ("ordered (weekday)",)
