"""Correlations against R's published figures for its iris data, SciPy and statsmodels."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from sklearn.datasets import load_iris
from statsmodels.stats.multitest import multipletests

from engine.errors import StatisticRefused
from engine.statistics.correlation import correlation
from engine.statistics.correlation_coefficients import rank_interval
from engine.statistics.correlation_matrix import correlation_matrix
from engine.statistics.correlation_partial import partial_correlation
from engine.statistics.results import StatisticResult
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, find, one_row

IRIS = dict(
    zip(("sepal length", "sepal width", "petal length", "petal width"), load_iris().data.T, strict=True)
)
LENGTH, WIDTH, PETAL, PETAL_WIDTH = IRIS.values()
UP = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]


def _correlation(x: Any, y: Any, **parameters: Any) -> StatisticResult:
    roles = {"x_axis": "x", "y_axis": "y"}
    result = correlation(make_sample({"x": x, "y": y}, roles, "correlation", **parameters))
    assert_json_safe(result)
    return result


def _partial(
    columns: dict[str, Any], *, x: str, y: str, controls: list[str], **parameters: Any
) -> StatisticResult:
    roles = {"x_axis": x, "y_axis": y, "columns": controls}
    result = partial_correlation(make_sample(columns, roles, "partial_correlation", **parameters))
    assert_json_safe(result)
    return result


def _matrix(columns: dict[str, Any], **parameters: Any) -> StatisticResult:
    sample = make_sample(columns, {"columns": list(columns)}, "correlation_matrix", **parameters)
    result = correlation_matrix(sample)
    assert_json_safe(result)
    return result


@pytest.mark.parametrize(
    ("method", "coefficient", "p_value"),
    [("pearson", -0.1175698, 0.1519), ("spearman", -0.1667777, 0.04137), ("kendall", -0.07699679, 0.1829)],
)
def test_the_figures_are_those_of_r(method: str, coefficient: float, p_value: float) -> None:
    """R 4: cor.test(iris$Sepal.Length, iris$Sepal.Width, method)."""
    row = one_row(_correlation(LENGTH, WIDTH, method=method), "correlation")
    assert row["coefficient"] == pytest.approx(coefficient, abs=6e-8)
    assert row["p_value"] == pytest.approx(p_value, abs=6e-5)
    assert row["n"] == 150


def test_pearsons_interval_is_that_of_r() -> None:
    row = one_row(_correlation(LENGTH, WIDTH), "correlation")
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((-0.27269325, 0.04351158), abs=6e-9)


@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_the_figures_are_scipys(method: str, alternative: str) -> None:
    row = one_row(_correlation(LENGTH, WIDTH, method=method, alternative=alternative), "correlation")
    function = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}[method]
    expected = function(LENGTH, WIDTH, alternative=alternative)
    assert (row["coefficient"], row["p_value"]) == (expected.statistic, expected.pvalue)
    assert (row["ci_low"] == -1) == (alternative == "less")
    assert (row["ci_high"] == 1) == (alternative == "greater")


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_intervals_of_ranks_cover_the_coefficient_as_often_as_they_say(method: str) -> None:
    """400 samples of 40 from a normal distribution with r = 0.5, whose rho and tau are known exactly."""
    true = {"spearman": 6 / np.pi * np.arcsin(0.25), "kendall": 2 / np.pi * np.arcsin(0.5)}[method]
    draws = np.random.default_rng(5).multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], (400, 40))
    function = {"spearman": stats.spearmanr, "kendall": stats.kendalltau}[method]
    covered = 0
    for draw in draws:
        low, high = rank_interval(function(*draw.T).statistic, 40, method, 0.95, "two-sided")
        assert low is not None
        assert high is not None
        covered += low <= true <= high
    assert 0.92 < covered / 400 < 0.98


def test_the_reading_is_for_everybody() -> None:
    assert _correlation(PETAL, PETAL_WIDTH).reading == (
        "x and y rise together: r = 0.963 (95 % interval 0.949 to 0.973, n = 150, p < 0.001)."
    )
    assert _correlation(LENGTH, WIDTH).reading.startswith("x and y show no clear relation: r = -0.118 (")
    assert _correlation(UP, [-value for value in UP], method="kendall").reading == (
        "y falls as x rises: tau = -1 (n = 7, p < 0.001)."
    )


def test_pearsons_assumptions_are_checked() -> None:
    curved = _correlation(np.linspace(1, 10, 60), np.exp(np.linspace(1, 10, 60)))
    holds = {assumption.name: assumption.holds for assumption in curved.assumptions}
    assert holds == {
        "x is normally distributed": False,
        "y is normally distributed": False,
        "linear relation": False,
    }
    assert curved.assumptions[-1].detail.startswith("Spearman's rho is 1, Pearson's r 0.")
    assert _correlation(LENGTH, WIDTH, method="spearman").assumptions == ()


def test_rows_with_a_missing_value_are_left_out() -> None:
    infinity = float("inf")
    result = _correlation([1, 2, 3, None, 5, infinity, 4], [2, 1, 4, 4, None, 1, 9])
    assert (result.n, result.missing) == (4, 3)
    assert (
        one_row(result, "correlation")["coefficient"] == stats.pearsonr([1, 2, 3, 4], [2, 1, 4, 9]).statistic
    )


def test_a_column_with_itself() -> None:
    roles = {"x_axis": "x", "y_axis": "x"}
    row = one_row(correlation(make_sample({"x": UP}, roles, "correlation")), "correlation")
    assert row["coefficient"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        ([], [], "There are only 0 of 0 rows with a value in x, y; this needs at least 3."),
        ([1, 2], [3, 4], "There are only 2 of 2 rows with a value in x, y; this needs at least 3."),
        ([None] * 3, UP[:3], "There are only 0 of 3 rows with a value in x, y; this needs at least 3."),
        ([2, 2, 2], [1, 2, 3], "Every value of x is 2; this needs a column whose values differ."),
        ([1, 2, 3, 4], [7, 7, 7, None], "Every value of y is 7; this needs a column whose values differ."),
    ],
)
def test_what_is_missing_is_said(x: list[Any], y: list[Any], sentence: str) -> None:
    with pytest.raises(StatisticRefused) as refused:
        _correlation(x, y)
    assert refused.value.message == sentence


def test_partial_correlation_tests_what_regression_tests() -> None:
    """The t-test of a predictor beside the controls is the test of the partial correlation."""
    result = _partial(IRIS, x="sepal length", y="sepal width", controls=["petal length", "petal width"])
    row = one_row(result, "partial_correlation")
    fit = sm.OLS(WIDTH, sm.add_constant(np.column_stack([LENGTH, PETAL, PETAL_WIDTH]))).fit()
    t = fit.tvalues[1]
    assert row["coefficient"] == pytest.approx(t / np.sqrt(t**2 + fit.df_resid), rel=1e-10)
    assert row["p_value"] == pytest.approx(fit.pvalues[1], rel=1e-8)
    assert row["uncontrolled_coefficient"] == pytest.approx(-0.1175698, abs=6e-8)
    assert row["ci_low"] < row["coefficient"] < row["ci_high"]


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_partial_correlation_is_in_the_inverse_of_the_correlation_matrix(method: str) -> None:
    """Whittaker (1990), "Graphical models in applied multivariate statistics", section 5.6."""
    result = _partial(
        IRIS, x="sepal length", y="sepal width", controls=["petal length", "petal width"], method=method
    )
    values = np.column_stack([stats.rankdata(c) if method == "spearman" else c for c in IRIS.values()])
    inverse = np.linalg.inv(np.corrcoef(values.T))
    expected = -inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1])
    assert one_row(result, "partial_correlation")["coefficient"] == pytest.approx(expected, rel=1e-10)


def test_controls_that_say_the_same_count_once() -> None:
    columns = IRIS | {"inches": PETAL / 2.54}
    once = _partial(columns, x="sepal length", y="sepal width", controls=["petal length"])
    twice = _partial(columns, x="sepal length", y="sepal width", controls=["petal length", "inches"])
    for name in ("coefficient", "p_value", "ci_low", "ci_high"):
        figures = [one_row(result, "partial_correlation")[name] for result in (once, twice)]
        assert figures[0] == pytest.approx(figures[1], rel=1e-9)
    assert twice.warnings == ("petal length and inches follow from each other; they count as 1.",)


def test_partial_correlation_reads_both_ways() -> None:
    result = _partial(IRIS, x="sepal length", y="sepal width", controls=["petal length"])
    assert result.reading.startswith(
        "With the influence of petal length removed, sepal length and sepal width rise together: partial r = 0."
    )
    assert result.reading.endswith("without removing it the coefficient is -0.118.")


@pytest.mark.parametrize(
    ("columns", "controls", "sentence"),
    [
        (
            {"x": UP, "y": UP[::-1], "z": [2 * v + 1 for v in UP]},
            ["z"],
            "x follows completely from the columns",
        ),
        ({"x": UP, "y": UP[::-1], "z": [4.0] * 7}, ["z"], "Every value of z is 4"),
        ({"x": UP[:4], "y": [1, 3, 2, 4]}, ["x"], "columns must name others than the two"),
        ({"x": UP[:4], "y": [1, 3, 2, 4], "z": [4, 4, 1, 2]}, ["z"], "this needs at least 5"),
        (
            {"x": [1, None] * 4, "y": range(8), "z": [1, 3] * 4},
            ["z"],
            "There are only 4 of 8 rows with a value in",
        ),
    ],
)
def test_what_partial_correlation_lacks_is_said(
    columns: dict[str, Any], controls: list[str], sentence: str
) -> None:
    with pytest.raises(StatisticRefused, match=sentence):
        _partial(columns, x="x", y="y", controls=controls)


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_the_matrix_has_every_pair_strongest_first(method: str) -> None:
    result = _matrix(IRIS, method=method)
    function = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}[method]
    pairs = [(x, y, function(IRIS[x], IRIS[y])) for x, y in itertools.combinations(IRIS, 2)]
    pairs.sort(key=lambda pair: -abs(pair[2].statistic))
    assert [row[:2] for row in find(result, "pairs").rows] == [[x, y] for x, y, _ in pairs]
    assert column(result, "pairs", "coefficient") == pytest.approx(
        [found.statistic for *_, found in pairs], rel=1e-13
    )
    p_values = [found.pvalue for *_, found in pairs]
    assert column(result, "pairs", "p_value") == pytest.approx(p_values, rel=1e-9)
    holm = multipletests(p_values, method="holm")[1]
    assert column(result, "pairs", "p_adjusted") == pytest.approx(holm, rel=1e-9)


def test_the_matrix_is_square_and_symmetric() -> None:
    rows = find(_matrix(IRIS), "matrix").rows
    values = np.array([row[1:] for row in rows], dtype=float)
    assert [row[0] for row in rows] == list(IRIS)
    assert (values == values.T).all()
    assert np.allclose(values, np.corrcoef(list(IRIS.values())), rtol=1e-13)


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_each_pair_uses_its_own_rows(method: str) -> None:
    a, b, c = [1, 2, 3, 4, None], [2, 1, 4, None, 5], [5, 3, 4, 1, 2]
    result = _matrix({"a": a, "b": b, "c": c}, method=method)
    counts = {(row[0], row[1]): row[-1] for row in find(result, "pairs").rows}
    assert counts == {("a", "b"): 3, ("a", "c"): 4, ("b", "c"): 4}
    assert (result.n, result.missing) == (5, 0)


def test_constant_columns_are_left_out_of_the_matrix() -> None:
    result = _matrix({"a": UP, "same": [1.0] * 7, "b": UP[::-1]})
    assert len(find(result, "pairs").rows) == 1
    assert find(result, "matrix").rows[1] == ["same", None, None, None]
    assert result.warnings == (
        "Left out for lack of rows or of values that differ: a with same and same with b.",
    )
    with pytest.raises(StatisticRefused, match="No two of a and b have three rows with values that differ"):
        _matrix({"a": [1.0, 1.0, 1.0], "b": [1.0, 2.0, 3.0]})


def test_the_matrix_is_read_by_its_strongest_pair() -> None:
    assert _matrix(IRIS).reading == (
        "Of 6 pairs, petal length and petal width are related most strongly: r = 0.963 (n = 150, p < 0.001). "
        "Significant at 5 % after Holm's correction: 5 pairs."
    )


def test_hostile_names_are_names() -> None:
    name = '"; DROP TABLE data; --<script>'
    result = _matrix({name: UP, "column": UP[::-1]})
    assert find(result, "matrix").column_names == ["column_", name, "column"]
    assert name in result.reading
    json.dumps(result.reading)
