"""Feature steps, against NumPy and pandas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.analysis.plans.conftest import Run

PRICES = pd.Series([10.5, 99.0, 101.25, 9.75, 11.0, np.nan, np.nan, 11.0])
QUANTITIES = pd.Series([1, 2, 3, 4, 5, 6, np.nan, 5])


def made(run: Run, *steps: dict[str, Any], column: str = "made") -> list[Any]:
    return [row[0] for row in run(operation="rows", columns=[column], features=list(steps))]


def assert_same(found: list[Any], expected: Any) -> None:
    np.testing.assert_allclose(np.array(found, dtype=float), np.asarray(expected, dtype=float), rtol=1e-13)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"step": "ratio", "left": "price", "right": "quantity"}, PRICES / QUANTITIES),
        ({"step": "difference", "left": "price", "right": 10}, PRICES - 10),
        ({"step": "sum", "left": "price", "right": "quantity"}, PRICES + QUANTITIES),
        ({"step": "product", "left": 2.5, "right": "price"}, PRICES * 2.5),
        ({"step": "zscore", "column": "price"}, (PRICES - PRICES.mean()) / PRICES.std()),
        (
            {"step": "zscore", "column": "price", "population": True},
            (PRICES - PRICES.mean()) / PRICES.std(ddof=0),
        ),
        ({"step": "min_max", "column": "price"}, (PRICES - 9.75) / (101.25 - 9.75)),
        ({"step": "log", "column": "price"}, np.log(PRICES)),
        ({"step": "log", "column": "price", "base": "10", "add_one": True}, np.log10(PRICES + 1)),
        ({"step": "log", "column": "price", "base": "2"}, np.log2(PRICES)),
        ({"step": "date_part", "column": "ordered", "part": "year"}, [2024] * 6 + [np.nan, 2024]),
        ({"step": "date_part", "column": "ordered", "part": "weekday"}, [3, 2, 7, 2, 6, 6, np.nan, 6]),
    ],
)
def test_a_column_is_made(run: Run, step: dict[str, Any], expected: Any) -> None:
    assert_same(made(run, {**step, "name": "made"}), expected)


def test_a_division_by_zero_and_the_logarithm_of_zero_are_missing(run: Run) -> None:
    zero = {"step": "difference", "name": "zero", "left": "quantity", "right": "quantity"}
    ratio = {"step": "ratio", "name": "made", "left": "price", "right": "zero"}
    assert made(run, zero, ratio) == [None] * 8
    assert made(run, zero, {"step": "log", "name": "made", "column": "zero"}) == [None] * 8


def test_the_difference_of_dates_is_in_days(run: Run) -> None:
    step = {"step": "difference", "name": "made", "left": "shipped", "right": "ordered"}
    assert made(run, step)[:5] == [2.5, 0.75, 1.0, None, pytest.approx(1 - 1 / 86_400)]


def test_bins_of_equal_width_are_those_of_numpy(run: Run) -> None:
    found = made(run, {"step": "bins", "name": "made", "column": "price", "count": 4})
    _, edges = np.histogram(PRICES.dropna(), bins=4)
    places = np.clip(np.digitize(PRICES.dropna(), edges), 1, 4)
    assert [int(label[0]) for label in found if label] == places.tolist()
    assert found[0] == "1 (9.75 to 32.625)"


def test_bins_of_equal_frequency_are_those_of_pandas(run: Run) -> None:
    step = {"step": "bins", "name": "made", "column": "price", "count": 3, "method": "equal_frequency"}
    expected = pd.qcut(PRICES, 3, labels=False).dropna() + 1
    assert [int(label[0]) for label in made(run, step) if label] == expected.tolist()


def test_bins_with_edges_and_labels(run: Run) -> None:
    step = {"step": "bins", "name": "made", "column": "quantity", "edges": [0, 2, 4], "closed": "right"}
    assert made(run, step) == ["0 to 2", "0 to 2", "2 to 4", "2 to 4", None, None, None, None]
    labelled = {**step, "closed": "left", "labels": ["few", "it's many"]}
    assert made(run, labelled)[:4] == ["few", "it's many", "it's many", "it's many"]
    grouped = run(operation="count", features=[labelled], group_by=["made"])
    assert grouped == [["few", 1, 1], ["it's many", 3, 3], [None, 4, 4]]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"column": "price", "with": "mean"}, PRICES.fillna(PRICES.mean())),
        ({"column": "price", "with": "median"}, PRICES.fillna(PRICES.median())),
        ({"column": "price", "with": "value", "value": 0}, PRICES.fillna(0)),
        ({"column": "quantity", "with": "mode"}, QUANTITIES.fillna(5)),
        ({"column": "quantity", "with": "value", "value": 2.5}, QUANTITIES.fillna(2.5)),
    ],
)
def test_missing_values_are_filled(run: Run, step: dict[str, Any], expected: Any) -> None:
    assert_same(made(run, {"step": "fill", **step}, column=step["column"]), expected)


def test_text_is_filled(run: Run) -> None:
    mode = made(run, {"step": "fill", "column": "region", "with": "mode"}, column="region")
    assert mode[5] == "North"
    value = {"step": "fill", "column": "region", "with": "value", "value": "it's none"}
    assert made(run, value, column="region")[5] == "it's none"


def test_rows_are_dropped(run: Run) -> None:
    missing = {"step": "drop_missing", "columns": ["price", "ordered"]}
    assert len(made(run, missing, column="price")) == 6
    assert len(made(run, {"step": "drop_duplicates"}, column="price")) == 7
    first = made(run, {"step": "drop_duplicates", "columns": ["region"]}, column="quantity")
    assert first == [1, 2, 4, 6]


def test_steps_follow_one_another(run: Run) -> None:
    steps: list[dict[str, Any]] = [
        {"step": "drop_missing", "columns": ["price"]},
        {"step": "ratio", "name": "unit price", "left": "price", "right": "quantity"},
        {"step": "zscore", "name": "made", "column": "unit price"},
    ]
    ratio = (PRICES / QUANTITIES).dropna()
    assert_same(made(run, *steps), (ratio - ratio.mean()) / ratio.std())
    filters = [{"column": "made", "operator": ">", "value": 0}]
    assert run(operation="count", features=steps, filters=filters)[0][0] == 2
