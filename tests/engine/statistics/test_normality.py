"""Tests of normality against R's published figures for its iris data, and SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_iris

from engine.errors import StatisticRefused
from engine.statistics.normality import normality
from engine.statistics.results import StatisticResult
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, find, one_row

SEPAL_LENGTH = load_iris().data[:, 0]
ALL = ["shapiro", "dagostino", "anderson", "lilliefors", "kolmogorov_smirnov"]


def _normality(values: Any, **parameters: Any) -> StatisticResult:
    result = normality(make_sample({"x": values}, {"target_column": "x"}, "normality", **parameters))
    assert_json_safe(result)
    return result


def _tests(result: StatisticResult) -> dict[str, tuple[float, float]]:
    return {row[0]: (row[1], row[2]) for row in find(result, "tests").rows}


def test_the_figures_are_those_of_r() -> None:
    """R 4: shapiro.test, and nortest's ad.test and lillie.test, of iris$Sepal.Length."""
    found = _tests(_normality(SEPAL_LENGTH))
    assert found["Shapiro–Wilk"] == pytest.approx((0.97609, 0.01018), rel=1e-3)
    assert found["Anderson–Darling"] == pytest.approx((0.8892, 0.02251), rel=1e-3)
    assert found["Lilliefors"][0] == pytest.approx(0.088654, rel=1e-5)


def test_the_figures_are_scipys() -> None:
    found = _tests(_normality(SEPAL_LENGTH, methods=ALL))
    deviation = SEPAL_LENGTH.std(ddof=1)
    assert found["Shapiro–Wilk"] == tuple(stats.shapiro(SEPAL_LENGTH))
    assert found["D'Agostino–Pearson"] == tuple(stats.normaltest(SEPAL_LENGTH))
    assert found["Anderson–Darling"][0] == stats.anderson(SEPAL_LENGTH, method="interpolate").statistic
    kolmogorov = stats.kstest(SEPAL_LENGTH, "norm", args=(SEPAL_LENGTH.mean(), deviation))
    assert found["Kolmogorov–Smirnov"] == (kolmogorov.statistic, kolmogorov.pvalue)


def test_each_test_decides_at_alpha() -> None:
    result = _normality(SEPAL_LENGTH, methods=["shapiro", "dagostino"])
    assert column(result, "tests", "normality_rejected") == [True, False]
    assert result.reading == (
        "The tests disagree on whether x is normally distributed: Shapiro–Wilk W = 0.9761, p = 0.0102 (n = 150); "
        "normality is rejected at 5 % by 1 of 2 tests."
    )
    strict = _normality(SEPAL_LENGTH, methods=["shapiro"], alpha=0.01)
    assert strict.reading == (
        "Nothing speaks against a normal distribution of x: Shapiro–Wilk W = 0.9761, p = 0.0102 (n = 150); "
        "normality is not rejected at 1 %."
    )


def test_the_shape_stands_beside() -> None:
    row = one_row(_normality(SEPAL_LENGTH), "shape")
    assert row["skewness"] == stats.skew(SEPAL_LENGTH)
    assert row["excess_kurtosis"] == stats.kurtosis(SEPAL_LENGTH)


def test_missing_values_are_left_out() -> None:
    result = _normality([None, *SEPAL_LENGTH, float("inf")])
    assert (result.n, result.missing) == (150, 2)
    assert _tests(result) == _tests(_normality(SEPAL_LENGTH))


def test_far_tails_have_a_statistic() -> None:
    found = _tests(_normality([*SEPAL_LENGTH] * 20 + [1e6], methods=ALL))
    assert found["Anderson–Darling"][0] > 100
    assert found["Anderson–Darling"][1] == 0.0


@pytest.mark.filterwarnings("ignore:scipy.stats.shapiro")
def test_what_many_rows_mean_is_said() -> None:
    values = np.random.default_rng(1).normal(size=5001)
    result = _normality(values, methods=["shapiro", "kolmogorov_smirnov"])
    assert result.warnings == (
        "The p-value of Shapiro–Wilk is approximate above 5,000 rows.",
        "The p-value of Kolmogorov–Smirnov is too large, since mean and deviation were estimated; Lilliefors "
        "corrects for that.",
        "With 5,001 rows even slight departures from normality are significant; skewness and kurtosis say how "
        "large they are.",
    )


def test_few_rows_leave_out_the_tests_that_need_more() -> None:
    result = _normality([1.0, 2.0, 4.0, 7.0])
    assert column(result, "tests", "test") == ["Shapiro–Wilk", "Lilliefors"]
    assert result.warnings[:2] == (
        "D'Agostino–Pearson needs at least 8 values; there are 4.",
        "Anderson–Darling needs at least 8 values; there are 4.",
    )


@pytest.mark.parametrize(
    ("values", "parameters", "sentence"),
    [
        ([], {}, "There are only 0 of 0 rows with a value in x; this needs at least 3."),
        ([None] * 4, {}, "There are only 0 of 4 rows with a value in x; this needs at least 3."),
        ([1.0, 2.0], {}, "There are only 2 of 2 rows with a value in x; this needs at least 3."),
        (
            [float("inf"), 1.0, 2.0],
            {},
            "There are only 2 of 3 rows with a value in x; this needs at least 3.",
        ),
        ([5.0] * 9, {}, "Every value of x is 5; this needs a column whose values differ."),
        (
            [1.0, 2.0, 3.0],
            {"methods": ["dagostino"]},
            "D'Agostino–Pearson needs at least 8 values; there are 3.",
        ),
    ],
)
def test_what_is_missing_is_said(values: list[Any], parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(StatisticRefused) as refused:
        _normality(values, **parameters)
    assert refused.value.message == sentence
