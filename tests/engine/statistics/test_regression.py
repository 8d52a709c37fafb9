"""Linear regression against NIST's certified values, statsmodels itself, and data that can't carry it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import statsmodels.api as sm
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import train_test_split
from statsmodels.stats.outliers_influence import variance_inflation_factor

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics import nist_linear as nist
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import column, one_row


def regress(target: Any, predictors: dict[str, Any], **parameters: Any) -> StatisticResult:
    sample = make_sample(
        {"y": target, **predictors},
        {"target_column": "y", "columns": list(predictors)},
        "linear_regression",
        **parameters,
    )
    return compute("linear_regression", sample)


def assert_certified(result: StatisticResult, certified: nist.Certified, digits: int) -> None:
    allclose = partial(
        np.testing.assert_allclose,
        rtol=10.0**-digits,
        atol=10.0**-digits if 0.0 in certified.std_errors else 0.0,
    )
    allclose(column(result, "coefficients", "coefficient"), certified.coefficients)
    allclose(column(result, "coefficients", "std_error"), certified.std_errors)
    fit = one_row(result, "fit")
    allclose(fit["residual_std_error"], certified.residual_std_error)
    allclose(fit["r_squared"], certified.r_squared)


def norris() -> tuple[np.ndarray, np.ndarray]:
    """NIST's Norris, from SciPy's own tests: y and x."""
    folder = Path(scipy.stats.__file__).parent / "tests" / "data" / "nist_linregress"
    rows = np.loadtxt(folder / "Norris.dat", skiprows=60)
    return rows[:, 0], rows[:, 1]


# NIST rates the sets: Norris and Pontius lower, NoInt1 average, Longley, Wampler and Filip higher difficulty.


def test_norris() -> None:
    y, x = norris()
    assert_certified(regress(y, {"x": x}), nist.NORRIS, 11)


def test_pontius() -> None:
    assert_certified(regress(nist.PONTIUS_Y, nist.powers(nist.PONTIUS_X, 2)), nist.PONTIUS, 11)


def test_through_the_origin() -> None:
    result = regress(nist.NO_INTERCEPT_Y, {"x": nist.NO_INTERCEPT_X}, intercept=False)
    assert_certified(result, nist.NO_INTERCEPT, 12)
    assert any("Without intercept" in sentence for sentence in result.conventions)


def test_longley() -> None:
    data = sm.datasets.longley.load_pandas()
    result = regress(data.endog.to_numpy(), {name: data.exog[name].to_numpy() for name in data.exog})
    assert_certified(result, nist.LONGLEY, 10)
    assert one_row(result, "fit")["f_statistic"] == pytest.approx(330.285339234588, rel=1e-10)  # NIST
    assert one_row(result, "condition")["condition_number"] == pytest.approx(43275, abs=1)  # Belsley 1984


@pytest.mark.parametrize(("number", "digits"), [(1, 7), (2, 11), (3, 9), (4, 7), (5, 5)])
def test_wampler(number: int, digits: int) -> None:
    y, certified = nist.wampler(number)
    assert_certified(regress(y, nist.powers(nist.WAMPLER_X, 5)), certified, digits)


def test_filip() -> None:
    assert_certified(regress(nist.FILIP_Y, nist.powers(nist.FILIP_X, 10)), nist.FILIP, 7)


def test_variance_inflation_is_that_of_statsmodels() -> None:
    exog = sm.add_constant(sm.datasets.longley.load_pandas().exog)
    y = sm.datasets.longley.load_pandas().endog.to_numpy()
    result = regress(y, {name: exog[name].to_numpy() for name in exog.columns[1:]})
    expected = [variance_inflation_factor(exog.to_numpy(), i) for i in range(1, exog.shape[1])]
    np.testing.assert_allclose(column(result, "collinearity", "vif"), expected, rtol=1e-6)
    repeats = next(a for a in result.assumptions if "repeat" in a.name)
    assert repeats.holds is False


def test_categories_are_compared_with_a_stated_reference() -> None:
    rng = np.random.default_rng(1)
    colour = rng.choice(["red", "green", "blue"], 90)
    x = rng.normal(size=90)
    y = 2 * x + (colour == "red") * 5 + rng.normal(size=90)
    result = regress(y, {"colour": colour, "x": x})
    frame = pd.DataFrame({"y": y, "x": x, "colour": colour})
    plain = sm.OLS.from_formula("y ~ C(colour) + x", frame).fit()
    assert column(result, "coefficients", "term") == ["(intercept)", "colour = green", "colour = red", "x"]
    np.testing.assert_allclose(column(result, "coefficients", "coefficient"), plain.params, rtol=1e-9)
    np.testing.assert_allclose(column(result, "coefficients", "p_value"), plain.pvalues, rtol=1e-9)
    intervals = plain.conf_int()
    np.testing.assert_allclose(column(result, "coefficients", "ci_low"), intervals[0], rtol=1e-9)
    assert "Categories are compared with a reference level: colour = blue." in result.conventions


def test_one_predictor_reads_as_a_sentence() -> None:
    y, x = norris()
    reading = regress(y, {"x": x}).reading
    assert reading == (
        "Each further unit of x goes with 1.002 more y (95 % interval 1.001 to 1.003, p < 0.001) "
        "(R² = 1, n = 36)."
    )


def test_metrics_are_those_of_a_scikit_learn_script() -> None:
    data = load_diabetes(as_frame=True)
    result = regress(
        data.target.to_numpy(),
        {name: data.data[name].to_numpy() for name in data.data},
        test_size=0.3,
        random_state=7,
    )
    x_train, x_test, y_train, y_test = train_test_split(data.data, data.target, test_size=0.3, random_state=7)
    predicted = LinearRegression().fit(x_train, y_train).predict(x_test)
    metrics = one_row(result, "metrics")
    assert result.tables[0].name == "metrics"
    assert (metrics["n_train"], metrics["n_test"]) == (len(x_train), len(x_test))
    assert metrics["mse"] == pytest.approx(mean_squared_error(y_test, predicted), rel=1e-10)
    assert metrics["rmse"] == pytest.approx(np.sqrt(mean_squared_error(y_test, predicted)), rel=1e-10)
    assert metrics["mae"] == pytest.approx(mean_absolute_error(y_test, predicted), rel=1e-10)
    assert metrics["r2"] == pytest.approx(r2_score(y_test, predicted), rel=1e-10)
    assert any("random_state 7" in sentence for sentence in result.conventions)


def test_rows_with_missing_values_are_left_out_and_counted() -> None:
    y = [1.0, 2.1, 2.9, None, 5.2, 6.0, float("inf")]
    result = regress(y, {"x": [1, 2, 3, 4, 5, 6, 7]})
    assert (result.n, result.missing) == (5, 2)


def test_an_exact_fit_says_so() -> None:
    x = np.arange(10.0)
    result = regress(2 * x + 1, {"x": x})
    assert "The predictors reproduce the target exactly: is one of them computed from it?" in result.warnings
    assert not [a for a in result.assumptions if "Residuals" in a.name]


def test_a_category_only_in_the_test_part_counts_as_the_reference() -> None:
    colour = ["red", "blue"] * 10 + ["green"]
    seed = next(s for s in range(100) if 20 in train_test_split(range(21), test_size=0.3, random_state=s)[1])
    y = np.random.default_rng(2).normal(size=21)
    result = regress(y, {"colour": colour}, test_size=0.3, random_state=seed)
    assert any("1 test row had a category" in sentence for sentence in result.warnings)


_X = np.arange(12.0)
_Y = np.array([1, 3, 2, 5, 4, 6, 8, 7, 9, 12, 10, 11.0])
_SUM = {"price": _X, "tax": _X**2, "total": _X + _X**2}


@pytest.mark.parametrize(
    ("target", "predictors", "parameters", "sentence"),
    [
        ([], {"x": []}, {}, "There are only 0 of 0 rows with a value in y, x"),
        ([1.0, 2.0], {"x": [1.0, 2.0]}, {}, "There are only 2 of 2 rows"),
        ([None] * 9, {"x": range(9)}, {}, "There are only 0 of 9 rows"),
        ([5.0] * 12, {"x": _X}, {}, "y has the same value in all 12 rows"),
        (_Y, {"x": [1.0] * 12}, {}, "x has the same value in all 12 complete rows"),
        (_Y, {"x": ["a"] * 12, "z": [2.0] * 12}, {}, "x and z have the same value"),
        (_Y, _SUM, {}, "follows exactly from"),
        (_Y, {"x": _X, "twice": 2 * _X}, {}, "leave one of them out"),
        (_Y, {"name": [f"n{i}" for i in range(12)]}, {}, "12 complete rows can't carry 12 coefficients"),
        (np.arange(60.0), {"name": [f"n{i}" for i in range(60)]}, {}, "name has 60 different values"),
        (_Y, {"day": pd.date_range("2024-01-01", periods=12)}, {}, "day is a time column: take parts of it"),
        (_Y, {"x": [1.0, *[np.inf] * 11]}, {}, "There is only 1 of 12 rows"),
        (_Y * 1e200, {"x": _X}, {}, r"y goes up to 1.200e\+201, too far from 1"),
        (_Y, {"x": _X * 1e-200}, {}, "x goes up to 1.100e-199, too far from 1.*multiply it"),
        (_Y[:4], {"x": _X[:4]}, {"test_size": 0.9}, "a part would be left without rows"),
    ],
)
def test_what_it_cannot_do_is_a_sentence(
    target: Any, predictors: dict[str, Any], parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(StatisticRefused, match=sentence):
        regress(target, predictors, **parameters)


def test_the_target_cannot_be_a_predictor() -> None:
    sample = make_sample({"y": _Y}, {"target_column": "y", "columns": ["y"]}, "linear_regression")
    with pytest.raises(StatisticRefused, match="y can't explain itself"):
        compute("linear_regression", sample)
