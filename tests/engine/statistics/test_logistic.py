"""Logistic regression against published values, statsmodels and scikit-learn, and data without an answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, find, one_row


def regress(target: Any, predictors: dict[str, Any], **parameters: Any) -> StatisticResult:
    roles = {"target_column": "y", "columns": list(predictors)}
    sample = make_sample({"y": target, **predictors}, roles, "logistic_regression", **parameters)
    result = compute("logistic_regression", sample)
    assert_json_safe(result)
    return result


def spector() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    data = sm.datasets.spector.load_pandas().data
    return data["GRADE"].astype(int).to_numpy(), {
        name: data[name].to_numpy() for name in ("GPA", "TUCE", "PSI")
    }


def test_spector_and_mazzeo() -> None:
    """Greene, Econometric Analysis, table 17.1 (5th ed. 21.1), in the digits printed there."""
    result = regress(*spector())
    coefficients = column(result, "coefficients", "coefficient")
    assert column(result, "coefficients", "term") == ["(intercept)", "GPA", "TUCE", "PSI"]
    assert [round(value, 3) for value in coefficients] == [-13.021, 2.826, 0.095, 2.379]
    assert [round(value, 3) for value in column(result, "coefficients", "std_error")] == [
        4.931,
        1.263,
        0.142,
        1.065,
    ]
    assert one_row(result, "fit")["log_likelihood"] == pytest.approx(-12.88963, abs=1e-5)
    assert column(result, "coefficients", "odds_ratio") == pytest.approx(np.exp(coefficients))


def test_it_agrees_with_statsmodels() -> None:
    y, predictors = spector()
    plain = sm.Logit(y, sm.add_constant(pd.DataFrame(predictors))).fit(disp=0)
    result = regress(y, predictors, confidence=0.9)
    np.testing.assert_allclose(column(result, "coefficients", "coefficient"), plain.params, rtol=1e-8)
    np.testing.assert_allclose(column(result, "coefficients", "p_value"), plain.pvalues, rtol=1e-7)
    intervals = plain.conf_int(alpha=0.1)
    np.testing.assert_allclose(column(result, "coefficients", "ci_low"), intervals[0], rtol=1e-7)
    np.testing.assert_allclose(
        column(result, "coefficients", "odds_ratio_ci_high"), np.exp(intervals[1]), rtol=1e-6
    )
    assert one_row(result, "fit")["pseudo_r_squared"] == pytest.approx(plain.prsquared, rel=1e-10)


def test_the_positive_value_can_be_chosen() -> None:
    y, predictors = spector()
    usual = regress(y, {"GPA": predictors["GPA"]})
    turned = regress(y, {"GPA": predictors["GPA"]}, positive=0)
    assert column(turned, "coefficients", "coefficient") == pytest.approx(
        [-value for value in column(usual, "coefficients", "coefficient")], rel=1e-8
    )
    assert turned.reading.startswith("Each further unit of GPA multiplies the odds of y = 0 by 0.05842")


def test_metrics_are_of_the_test_part() -> None:
    y, predictors = spector()
    frame = sm.add_constant(pd.DataFrame(predictors))
    result = regress(y, predictors, test_size=0.4, random_state=3)
    x_train, x_test, y_train, y_test = train_test_split(frame, y, test_size=0.4, random_state=3)
    chance = sm.Logit(y_train, x_train).fit(disp=0).predict(x_test)
    predicted = (chance >= 0.5).astype(int)
    metrics = one_row(result, "metrics")
    assert (metrics["n_train"], metrics["n_test"]) == (19, 13)
    assert metrics["accuracy"] == pytest.approx(accuracy_score(y_test, predicted))
    assert metrics["precision"] == pytest.approx(precision_score(y_test, predicted))
    assert metrics["recall"] == pytest.approx(recall_score(y_test, predicted))
    assert metrics["f1"] == pytest.approx(f1_score(y_test, predicted))
    assert metrics["roc_auc"] == pytest.approx(roc_auc_score(y_test, chance))
    assert sum(column(result, "confusion", "count")) == 13


def test_few_cases_are_an_assumption_that_fails() -> None:
    enough = regress(*spector()).assumptions[0]
    assert enough.holds is False
    assert enough.detail.startswith("11 rows of the rarer value for 3 coefficients")


RNG = np.random.default_rng(5)
NOISE = RNG.normal(size=40)
HALVES = ["no"] * 20 + ["yes"] * 20


@pytest.mark.parametrize(
    ("target", "predictors", "parameters", "sentence"),
    [
        (HALVES, {"x": np.arange(40.0)}, {}, "x tells the two values of y apart without exception"),
        (HALVES, {"c": ["u"] * 10 + ["v"] * 30}, {}, "c = u tells the two values of y apart"),
        (np.where(NOISE + NOISE[::-1] ** 3 > 0, "yes", "no"), {"a": NOISE, "b": NOISE[::-1] ** 3}, {},
         "The predictors together tell the two values"),
        (["yes"] * 40, {"x": NOISE}, {}, "y is yes in all 40 rows; two values are needed"),
        (["a", "b", "c", "d"] * 10, {"x": NOISE}, {}, "y has 4 different values .a, b, c and d.; logistic"),
        (HALVES, {"x": NOISE}, {"positive": "maybe"}, "y is never maybe; its values are no and yes"),
        (HALVES, {"x": NOISE, "z": 3 * NOISE + 1}, {}, "leave one of them out"),
        (HALVES, {"x": [3.0] * 40}, {}, "x has the same value in all 40 complete rows"),
        (HALVES[:2], {"x": NOISE[:2]}, {}, "There are only 2 of 2 rows"),
        ([None] * 40, {"x": NOISE}, {}, "There are only 0 of 40 rows"),
        (HALVES, {"day": pd.date_range("2024-01-01", periods=40)}, {}, "day is a time column"),
        (["no"] * 39 + ["yes"], {"x": NOISE}, {"test_size": 0.5, "random_state": 0}, "one value of y only"),
    ],
)  # fmt: skip
def test_what_it_cannot_do_is_a_sentence(
    target: Any, predictors: dict[str, Any], parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(StatisticRefused, match=sentence):
        regress(target, predictors, **parameters)


def test_odds_beyond_any_number_are_left_empty() -> None:
    y = np.r_[np.zeros(500), np.ones(500)].astype(int)
    x = (y + np.random.default_rng(1).normal(size=1000)) / 1e4
    result = regress(y, {"x": x})
    assert find(result, "coefficients").rows[1][7] is None
