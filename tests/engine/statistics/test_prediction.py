"""Predictions agree with plain scikit-learn scripts of the same split and seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    mean_absolute_error,
    mean_squared_error,
    precision_score,
    r2_score,
    recall_score,
    roc_auc_score,
)
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, one_row


def predict(target: Any, predictors: dict[str, Any], **parameters: Any) -> StatisticResult:
    roles = {"target_column": "y", "columns": list(predictors)}
    sample = make_sample({"y": target, **predictors}, roles, "predict", **parameters)
    result = compute("predict", sample)
    assert_json_safe(result)
    return result


def columns(bunch: Any) -> dict[str, np.ndarray]:
    return {name: bunch.data[name].to_numpy() for name in bunch.data}


REGRESSORS: list[tuple[str, Callable[[], Any]]] = [
    ("linear", LinearRegression),
    ("ridge", Ridge),
    ("decision_tree", lambda: DecisionTreeRegressor(random_state=42)),
    ("random_forest", lambda: RandomForestRegressor(random_state=42)),
    ("k_nearest_neighbours", KNeighborsRegressor),
]
CLASSIFIERS: list[tuple[str, Callable[[], Any]]] = [
    ("logistic", lambda: LogisticRegression(max_iter=1000)),
    ("decision_tree", lambda: DecisionTreeClassifier(random_state=42)),
    ("random_forest", lambda: RandomForestClassifier(random_state=42)),
    ("k_nearest_neighbours", KNeighborsClassifier),
]


@pytest.mark.parametrize(("name", "estimator"), REGRESSORS)
def test_numbers_on_diabetes(name: str, estimator: Callable[[], Any]) -> None:
    data = load_diabetes(as_frame=True)
    result = predict(data.target.to_numpy(), columns(data), model=name, test_size=0.3, random_state=42)
    x_train, x_test, y_train, y_test = train_test_split(
        data.data, data.target, test_size=0.3, random_state=42
    )
    predicted = estimator().fit(x_train, y_train).predict(x_test)
    metrics = one_row(result, "metrics")
    assert (metrics["n_train"], metrics["n_test"]) == (len(x_train), len(x_test))
    assert metrics["mse"] == pytest.approx(mean_squared_error(y_test, predicted), rel=1e-9)
    assert metrics["rmse"] == pytest.approx(mean_squared_error(y_test, predicted) ** 0.5, rel=1e-9)
    assert metrics["mae"] == pytest.approx(mean_absolute_error(y_test, predicted), rel=1e-9)
    assert metrics["r2"] == pytest.approx(r2_score(y_test, predicted), rel=1e-9)


@pytest.mark.parametrize("load", [load_iris, load_wine])
@pytest.mark.parametrize(("name", "estimator"), CLASSIFIERS)
def test_categories_on_iris_and_wine(
    name: str, estimator: Callable[[], Any], load: Callable[..., Any]
) -> None:
    data = load(as_frame=True)
    labels = data.target_names[data.target]
    result = predict(labels, columns(data), model=name, test_size=0.3, random_state=1, standardize=True)
    x_train, x_test, y_train, y_test = train_test_split(data.data, labels, test_size=0.3, random_state=1)
    scaler = StandardScaler().fit(x_train)
    model = estimator().set_params(
        **({"random_state": 1} if "random_state" in estimator().get_params() else {})
    )
    model.fit(scaler.transform(x_train), y_train)
    predicted = model.predict(scaler.transform(x_test))
    chances = model.predict_proba(scaler.transform(x_test))
    metrics = one_row(result, "metrics")
    assert metrics["accuracy"] == pytest.approx(accuracy_score(y_test, predicted))
    assert metrics["precision"] == pytest.approx(precision_score(y_test, predicted, average="macro"))
    assert metrics["recall"] == pytest.approx(recall_score(y_test, predicted, average="macro"))
    assert metrics["f1"] == pytest.approx(f1_score(y_test, predicted, average="macro"))
    assert metrics["roc_auc"] == pytest.approx(roc_auc_score(y_test, chances, multi_class="ovr"))
    assert sum(column(result, "confusion", "count")) == len(y_test)
    assert "Precision, recall and F1 are macro averages." in result.conventions


def test_two_classes_measure_the_second_as_positive() -> None:
    data = load_breast_cancer(as_frame=True)
    result = predict(data.target.astype(str).to_numpy(), columns(data), model="decision_tree", stratify=True)
    x_train, x_test, y_train, y_test = train_test_split(
        data.data, data.target, test_size=0.25, random_state=42, stratify=data.target
    )
    predicted = DecisionTreeClassifier(random_state=42).fit(x_train, y_train).predict(x_test)
    metrics = one_row(result, "metrics")
    assert metrics["precision"] == pytest.approx(precision_score(y_test, predicted))
    assert metrics["recall"] == pytest.approx(recall_score(y_test, predicted))
    assert metrics["baseline_accuracy"] == pytest.approx((y_test == 1).mean())
    counts = {tuple(row[:2]): row[2] for row in result.tables[1].rows}
    expected = confusion_matrix(y_test, predicted)
    assert counts == {(str(i), str(j)): expected[i, j] for i in (0, 1) for j in (0, 1) if expected[i, j]}
    assert "Precision, recall and F1 are of y = 1." in result.conventions


def test_a_number_can_be_taken_as_a_category() -> None:
    data = load_wine(as_frame=True)
    result = predict(data.target.to_numpy(), columns(data), task="classification", model="random_forest")
    assert set(column(result, "confusion", "actual")) == {"0", "1", "2"}
    assert column(result, "importances", "importance") == sorted(
        column(result, "importances", "importance"), reverse=True
    )


def test_categories_are_encoded_as_a_script_would() -> None:
    rng = np.random.default_rng(3)
    colour, x = rng.choice(["red", "green", "blue"], 200), rng.normal(size=200)
    y = x + 3 * (colour == "red") + rng.normal(size=200)
    result = predict(y, {"colour": colour, "x": x}, model="ridge", alpha=2.0)
    frame = pd.get_dummies(pd.DataFrame({"x": x, "colour": colour}), dtype=float)
    x_train, x_test, y_train, y_test = train_test_split(frame, y, test_size=0.25, random_state=42)
    model = Ridge(alpha=2.0).fit(x_train, y_train)
    assert one_row(result, "metrics")["mse"] == pytest.approx(
        mean_squared_error(y_test, model.predict(x_test))
    )
    assert column(result, "coefficients", "term") == [
        "(intercept)", "x", "colour = blue", "colour = green", "colour = red",
    ]  # fmt: skip
    assert column(result, "coefficients", "coefficient") == pytest.approx([model.intercept_, *model.coef_])


def test_only_the_metrics_asked_for() -> None:
    data = load_diabetes(as_frame=True)
    result = predict(data.target.to_numpy(), columns(data), metrics=["mae", "mse"])
    assert result.tables[0].column_names == ["model", "n_train", "n_test", "mae", "mse"]
    assert result.reading.startswith(
        "A linear regression trained on 331 rows predicts y on 111 others with MAE"
    )


def test_too_many_rows_are_sampled_and_said() -> None:
    n = 30_000
    rng = np.random.default_rng(4)
    predictors = {f"x{i}": rng.normal(size=n) for i in range(50)}
    result = predict(rng.normal(size=n), predictors, model="k_nearest_neighbours")
    assert result.n == 19_607
    assert (
        "A random sample of 19,607 of 30,000 complete rows was used (random_state 42)" in result.warnings[0]
    )


def test_a_model_that_has_not_settled_says_so() -> None:
    data = load_breast_cancer(as_frame=True)
    raw = predict(data.target.astype(str).to_numpy(), columns(data))
    assert raw.warnings == ("The model had not settled when it stopped: standardize = true usually helps.",)
    assert predict(data.target.astype(str).to_numpy(), columns(data), standardize=True).warnings == ()


X = np.random.default_rng(7).normal(size=40)
AB = ["a", "b"] * 20


@pytest.mark.parametrize(
    ("target", "predictors", "parameters", "sentence"),
    [
        ([], {"x": []}, {}, "There are only 0 of 0 rows"),
        ([1.0, 2.0], {"x": [1.0, 2.0]}, {}, "There are only 2 of 2 rows"),
        ([None] * 40, {"x": X}, {"task": "classification"}, "There are only 0 of 40 rows"),
        ([2.0] * 40, {"x": X}, {}, "y has the same value in all 40 rows"),
        (["a"] * 40, {"x": X}, {}, "y has the same value in all 40 rows"),
        (X, {"x": [1.0] * 40}, {}, "x has the same value in all 40 complete rows"),
        (X, {"x": [f"n{i}" for i in range(40)] * 1}, {"test_size": 0.99}, "a part would be left without rows"),
        (np.r_[X, X], {"x": [f"n{i}" for i in range(80)]}, {}, "x has 80 different values; a predictor"),
        ([f"n{i}" for i in range(80)], {"x": np.r_[X, X]}, {}, "at most 50 can be told apart"),
        (X, {"x": pd.date_range("2024-01-01", periods=40)}, {}, "x is a time column"),
        (pd.date_range("2024-01-01", periods=40), {"x": X}, {}, "y is a time column"),
        (AB, {"x": X}, {"model": "linear"}, "A linear model can't predict a category"),
        (X, {"x": X**2}, {"model": "logistic", "task": "regression"}, "A logistic model can't predict a number"),
        (AB, {"x": X}, {"task": "regression"}, "y is a category"),
        (AB, {"x": X}, {"metrics": ["rmse"]}, "rmse can't measure a prediction of categories"),
        (X, {"x": X**2}, {"metrics": ["f1", "mse"]}, "f1 can't measure a prediction of numbers"),
        (X, {"x": X**2}, {"stratify": True}, "Only a category can be stratified"),
        (["c", *AB[1:]], {"x": X}, {"stratify": True}, "y = c stands in one row only"),
        (["a", "b", "c", "d"] * 10, {"x": X}, {"stratify": True, "test_size": 0.05}, "can't hold all 4 values"),
        (["a", "b", "c", "d"] * 10, {"x": X}, {"average": "binary"}, "average = binary needs two"),
        (X, {"x": X**2}, {"model": "k_nearest_neighbours", "n_neighbors": 31}, "30 training rows for 31"),
        (["a"] * 39 + ["b"], {"x": X}, {"random_state": 0, "test_size": 0.5}, "one value of y only"),
    ],
)  # fmt: skip
def test_what_it_cannot_do_is_a_sentence(
    target: Any, predictors: dict[str, Any], parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(StatisticRefused, match=sentence):
        predict(target, predictors, **parameters)


def test_metrics_of_classes_make_a_number_a_category() -> None:
    result = predict([0.0, 1.0] * 20, {"x": X}, model="decision_tree", metrics=["accuracy", "f1"])
    assert result.tables[0].column_names[3:] == ["accuracy", "f1", "baseline_accuracy"]


def test_a_number_with_two_values_points_to_classification() -> None:
    result = predict([0.0, 1.0] * 20, {"x": X})
    assert "y has only two values; task = classification predicts which of them." in result.warnings
