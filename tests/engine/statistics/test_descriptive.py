"""Descriptive statistics against NIST's certified values, NumPy and SciPy; and where they aren't defined."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.descriptive import describe
from engine.statistics.results import StatisticResult
from tests.engine.statistics.nist_univariate import DATASETS, Certified
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, one_row

SKEWED = np.random.default_rng(4).lognormal(size=500).round(2)


def _describe(columns: dict[str, Any], group: str = "", **parameters: Any) -> StatisticResult:
    roles: dict[str, Any] = {"columns": [name for name in columns if name != group]}
    result = describe(
        make_sample(columns, roles | ({"group_by": group} if group else {}), "describe", **parameters)
    )
    assert_json_safe(result)
    return result


@pytest.mark.parametrize("certified", DATASETS, ids=lambda certified: certified.name)
def test_nist_univariate(certified: Certified) -> None:
    row = one_row(_describe({"y": certified.values}), "description")
    assert row["mean"] == pytest.approx(certified.mean, rel=1e-14)
    assert row["std"] == pytest.approx(certified.std, rel=10.0**-certified.digits)
    assert row["variance"] == pytest.approx(certified.std**2, rel=2 * 10.0**-certified.digits)


def test_every_figure_is_the_libraries_own() -> None:
    result = _describe({"x": SKEWED}, quantiles=[0.1, 0.25, 0.5, 0.975])
    mode = stats.mode(SKEWED)
    assert one_row(result, "description") == {
        "column": "x",
        "n": 500,
        "missing": 0,
        "mean": SKEWED.mean(),
        "median": np.median(SKEWED),
        "mode": mode.mode,
        "mode_count": mode.count,
        "sum": SKEWED.sum(),
        "std": SKEWED.std(ddof=1),
        "variance": SKEWED.var(ddof=1),
        "min": SKEWED.min(),
        "max": SKEWED.max(),
        "q10": np.quantile(SKEWED, 0.1),
        "q25": np.quantile(SKEWED, 0.25),
        "q50": np.quantile(SKEWED, 0.5),
        "q97.5": np.quantile(SKEWED, 0.975),
        "iqr": stats.iqr(SKEWED),
        "skewness": stats.skew(SKEWED),
        "skewness_adjusted": stats.skew(SKEWED, bias=False),
        "kurtosis": stats.kurtosis(SKEWED),
        "kurtosis_adjusted": stats.kurtosis(SKEWED, bias=False),
    }
    assert "Sample standard deviation and variance (n − 1)." in result.conventions


def test_the_population_is_divided_by_n() -> None:
    result = _describe({"x": [2.0, 4.0]}, population=True)
    assert one_row(result, "description")["std"] == 1.0
    assert result.conventions[0] == "Population standard deviation and variance (divided by n)."


def test_missing_values_are_left_out_column_by_column() -> None:
    result = _describe({"a": [1, None, 3, None], "b": [None, 5, 7, None]})
    assert column(result, "description", "n") == [2, 2]
    assert column(result, "description", "missing") == [1, 1]
    assert column(result, "description", "mean") == [2.0, 6.0]
    assert (result.n, result.missing) == (3, 1)


def test_groups_have_figures_of_their_own() -> None:
    result = _describe({"x": [1, 3, 10, None, 5], "kind": ["a", "a", "b", "b", None]}, group="kind")
    assert column(result, "description", "kind") == ["a", "b"]
    assert column(result, "description", "mean") == [2.0, 10.0]
    assert column(result, "description", "n") == [2, 1]
    assert (result.n, result.missing) == (3, 2)
    assert result.reading == "Mean and standard deviation of x by kind: a = 2 (1.414) and b = 10."
    assert result.warnings == ("There is no standard deviation of x of b: one value doesn't vary.",)


def test_a_group_may_be_called_like_a_figure() -> None:
    result = _describe({"x": [1.0, 2.0], "n": ["a", "b"]}, group="n")
    assert column(result, "description", "n") == ["a", "b"]
    assert column(result, "description", "n_") == [1, 1]


def test_the_reading_names_the_figures() -> None:
    assert _describe({"age": [18, 20, 40]}).reading == (
        "age: mean 26 (standard deviation 12.17), median 20, from 18 to 40, over 3 values."
    )


def test_the_reading_of_many_columns_names_the_first() -> None:
    assert _describe({name: [1, 3] for name in "abcdefg"}).reading == (
        "Mean and standard deviation: a = 2 (1.414), b = 2 (1.414), c = 2 (1.414), d = 2 (1.414), e = 2 (1.414) "
        "and 2 more."
    )


def test_a_constant_column_has_a_mean_and_no_shape() -> None:
    result = _describe({"x": [0.1] * 10})
    row = one_row(result, "description")
    assert (row["std"], row["variance"], row["iqr"]) == (0.0, 0.0, 0.0)
    assert row["skewness"] is row["kurtosis_adjusted"] is None
    assert result.warnings == ("Skewness and kurtosis of x are not defined: its values don't differ.",)


def test_one_value_has_no_deviation() -> None:
    row = one_row(_describe({"x": [3.0]}), "description")
    assert (row["mean"], row["mode"], row["std"]) == (3.0, 3.0, None)


def test_values_that_never_repeat_have_no_mode() -> None:
    row = one_row(_describe({"x": [1, 2, 3]}), "description")
    assert (row["mode"], row["mode_count"]) == (None, None)


def test_an_empty_column_beside_a_full_one_is_said() -> None:
    result = _describe({"x": [1.0, 2.0], "y": [None, None]})
    assert column(result, "description", "n") == [2, 0]
    assert result.warnings[0] == "There is no value in y."


def test_values_that_leave_double_precision_are_refused() -> None:
    with pytest.raises(
        StatisticRefused, match=r"x holds values as large as 1\.8e\+308, which can't be computed"
    ):
        _describe({"x": [1.0, 2.0, 1.797e308]})
    with pytest.raises(
        StatisticRefused, match=r"The values of x differ by 4\.94e-324 only, too little to comp"
    ):
        _describe({"x": [0.0, 5e-324]})


@pytest.mark.parametrize("values", [[], [None, None]])
def test_no_values_are_refused(values: list[None]) -> None:
    with pytest.raises(StatisticRefused, match=rf"There is no value in x among {len(values)} rows\."):
        _describe({"x": values})


def test_thousands_of_groups_are_refused() -> None:
    columns = {"x": range(2001), "id": [str(value) for value in range(2001)]}
    with pytest.raises(StatisticRefused, match=r"id has 2,001 values; at most 2,000 sets of figures"):
        _describe(columns, group="id")
