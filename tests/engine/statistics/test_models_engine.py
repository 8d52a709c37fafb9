"""Models and series through real workers: their walls let the libraries work and their sentences out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.errors import StatisticRefused
from engine.pool import Engine
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.request import StatisticRequest
from engine.statistics.results import StatisticResult
from tests.engine.statistics.tables import assert_json_safe, column, one_row


def ask(
    engine: Engine, table: Path, operation: str, roles: dict[str, Any], **parameters: Any
) -> StatisticResult:
    complete = OPERATIONS[operation].complete(parameters)
    named = {role: (names,) if isinstance(names, str) else tuple(names) for role, names in roles.items()}
    request = StatisticRequest(operation, "SELECT * FROM data", named, complete)
    result = engine.statistic(table, request).result()
    assert_json_safe(result)
    assert result.operation == operation
    assert result.reading.endswith(".")
    return result


def test_linear_regression_of_every_kind_of_column(engine: Engine, table: Path) -> None:
    roles = {"target_column": 'price "net" EUR', "columns": ["x", "region", "grade", "even"]}
    result = ask(engine, table, "linear_regression", roles)
    terms = column(result, "coefficients", "term")
    assert terms[:2] == ["(intercept)", "x"]
    assert column(result, "coefficients", "coefficient")[1] == pytest.approx(2, abs=1e-9)
    assert result.n == 1000


def test_logistic_regression_of_a_boolean(engine: Engine, table: Path) -> None:
    roles = {"target_column": "even", "columns": ["x", "region"]}
    result = ask(engine, table, "logistic_regression", roles, positive="true", test_size=0.3)
    assert "of even = true against false" in result.conventions[0]
    assert one_row(result, "metrics")["n_test"] == 300


@pytest.mark.parametrize("model", ["logistic", "decision_tree", "random_forest", "k_nearest_neighbours"])
def test_prediction_of_a_category(engine: Engine, table: Path, model: str) -> None:
    roles = {"target_column": "region", "columns": ["x", 'price "net" EUR', "even"]}
    result = ask(engine, table, "predict", roles, model=model)
    assert one_row(result, "metrics")["n_test"] == 250


@pytest.mark.parametrize("operation", ["trend", "seasonality", "forecast"])
def test_a_series_by_day(engine: Engine, table: Path, operation: str) -> None:
    result = ask(engine, table, operation, {"time_column": "day", "target_column": "x"})
    assert "Steps of one day, found from the times." in result.conventions
    season = {"trend": None, "seasonality": "seasonality", "forecast": "accuracy"}[operation]
    assert season is None or one_row(result, season)["season_length"] == 7


@pytest.mark.parametrize(
    ("operation", "roles", "sentence"),
    [
        (
            "linear_regression",
            {"target_column": "x", "columns": ["nothing"]},
            "There are only 0 of 1000 rows",
        ),
        ("linear_regression", {"target_column": "x", "columns": ["same"]}, "same has the same value"),
        ("linear_regression", {"target_column": "x", "columns": ["note"]}, "note has 1,000 different values"),
        ("linear_regression", {"target_column": "x", "columns": ["day"]}, "day is a time column"),
        (
            "logistic_regression",
            {"target_column": "region", "columns": ["x"]},
            "region has 3 different values",
        ),
        ("predict", {"target_column": "note", "columns": ["x"]}, "note has 1,000 different values"),
        ("forecast", {"time_column": "day", "target_column": "same"}, "same has the same value"),
    ],
)
def test_refusals_cross_the_wall(
    engine: Engine, table: Path, operation: str, roles: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(StatisticRefused, match=sentence):
        ask(engine, table, operation, roles)
