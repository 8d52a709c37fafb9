"""Comparisons of two columns, paired and not, against published answers and SciPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.classic_data import DEPRESSION, SLEEP
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, one_row

METHODS = ("paired_t", "wilcoxon", "t", "welch", "mann_whitney", "ks", "levene", "bartlett", "mood")


def compare(columns: Mapping[str, Sequence[Any]], **parameters: Any) -> StatisticResult:
    x, y = columns
    sample = make_sample(columns, {"x_axis": x, "y_axis": y}, "compare_columns", **parameters)
    result = compute("compare_columns", sample)
    assert_json_safe(result)
    return result


def answer(columns: Mapping[str, Sequence[Any]], **parameters: Any) -> dict[str, Any]:
    return one_row(compare(columns, **parameters), "answer")


def refused(columns: Mapping[str, Sequence[Any]], **parameters: Any) -> str:
    with pytest.raises(StatisticRefused) as error:
        compare(columns, **parameters)
    return error.value.message


def test_the_paired_t_test_is_that_of_r() -> None:
    """R's ?sleep: t = -4.0621, df = 9, p-value = 0.002833, interval -2.4598858 to -0.7001142."""
    found = answer(SLEEP)
    assert found["statistic"] == pytest.approx(-4.0621, abs=5e-5)
    assert found["df"] == 9
    assert found["p_value"] == pytest.approx(0.002833, abs=5e-7)
    assert [found["ci_low"], found["ci_high"]] == pytest.approx([-2.4598858, -0.7001142], abs=5e-8)
    assert found["difference"] == pytest.approx(-1.58)


def test_the_paired_wilcoxon_test_is_that_of_r() -> None:
    """R's ?wilcox.test: V = 40, p-value = 0.01953, exact and one-sided."""
    found = answer(DEPRESSION, method="wilcoxon", alternative="greater")
    assert found["statistic"] == 40
    assert found["p_value"] == pytest.approx(0.01953, abs=5e-6)
    assert found["rank_biserial"] == pytest.approx((40 - 5) / 45)


def test_welchs_t_test_is_that_of_r() -> None:
    """R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939."""
    found = answer(SLEEP, method="welch")
    assert found["statistic"] == pytest.approx(-1.8608, abs=5e-5)
    assert found["df"] == pytest.approx(17.776, abs=5e-4)
    assert found["p_value"] == pytest.approx(0.07939, abs=5e-6)


def test_every_method_is_scipys() -> None:
    first, second = np.array(SLEEP["first"]), np.array(SLEEP["second"])
    expected = {
        "paired_t": stats.ttest_rel(first, second),
        "wilcoxon": stats.wilcoxon(first, second),
        "t": stats.ttest_ind(first, second),
        "welch": stats.ttest_ind(first, second, equal_var=False),
        "mann_whitney": stats.mannwhitneyu(first, second),
        "ks": stats.ks_2samp(first, second),
        "levene": stats.levene(first, second),
        "bartlett": stats.bartlett(first, second),
        "mood": stats.mood(first, second),
    }
    assert set(expected) == set(METHODS)
    for method, test in expected.items():
        found = answer(SLEEP, method=method)
        assert found["statistic"] == pytest.approx(test.statistic, rel=1e-13)
        assert found["p_value"] == pytest.approx(test.pvalue, rel=1e-13)


def test_both_columns_stand_beside_a_paired_difference() -> None:
    found = answer(SLEEP)
    assert (found["mean_x"], found["median_y"]) == (np.mean(SLEEP["first"]), np.median(SLEEP["second"]))
    assert found["correlation"] == pytest.approx(0.7952, abs=5e-5)
    assert found["cohens_dz"] == pytest.approx(-4.0621277 / np.sqrt(10))


def test_the_readings_are_plain_lines() -> None:
    assert compare(SLEEP).reading == (
        "Row by row, first is on average 1.58 lower than second (95 % interval -2.46 to -0.7001). This is "
        "statistically significant at the 5 % level (Paired t-test: t = -4.062, df = 9, p = 0.00283, n = 10; "
        "Cohen's dz = -1.28, large by Cohen's rule of thumb)."
    )
    assert compare(SLEEP, method="ks").reading.startswith(
        "The distributions of first and of second are furthest apart at 0, where the shares of values up to there "
        "differ by 40 %."
    )


def test_the_differences_are_tested_for_normality() -> None:
    result = compare(SLEEP)
    differences = np.array(SLEEP["first"]) - np.array(SLEEP["second"])
    assert column(result, "normality", "p_value") == [stats.shapiro(differences).pvalue]
    assert result.assumptions[0].name == "Normal distribution"
    assert result.assumptions[0].holds is False


def test_pairs_need_both_values_and_samples_only_their_own() -> None:
    columns = {"a": [1.0, 2.0, None, 4.0, 7.0, None], "b": [2.0, 5.0, 3.0, None, 1.0, None]}
    paired, apart = compare(columns), compare(columns, method="welch")
    assert (paired.n, paired.missing) == (3, 3)
    assert (apart.n, apart.missing) == (5, 1)
    assert (one_row(apart, "answer")["n_a"], one_row(apart, "answer")["n_b"]) == (4, 4)
    assert apart.missing_handling.startswith("Each column is a sample of its own")


def test_a_constant_difference() -> None:
    """The rounding of 0.1 steps is no variation."""
    columns = {"a": [1000.1, 0.3, 7.7], "b": [1000.0, 0.2, 7.6]}
    assert refused(columns) == (
        "a and b differ by 0.1 in every row; without variation of the difference nothing can be tested."
    )
    assert refused({"a": [1, 2, 3], "b": [1, 2, 3]}, method="wilcoxon").startswith(
        "a and b differ by 0 in every row"
    )


@pytest.mark.parametrize("method", METHODS)
def test_what_can_not_be_compared(method: str) -> None:
    assert refused({"a": [None] * 4, "b": [None] * 4}, method=method)
    assert refused({"a": [5.0] * 4, "b": [5.0] * 4}, method=method)
    assert refused({"a": [1.0, None, None, None], "b": [2.0, None, None, None]}, method=method)


def test_too_few_values_say_how_many_there_are() -> None:
    assert refused({"a": [1.0, None], "b": [None, 2.0]}, method="welch") == (
        "There are too few values (a 1 and b 1); this needs at least 3."
    )
    assert refused({"a": [1.0, 2.0], "b": [3.0, 2.0]}).startswith("There are only 2 of 2 rows")


@pytest.mark.parametrize("method", METHODS)
def test_a_column_with_itself(method: str) -> None:
    sample = make_sample(
        {"a": [1.0, 2.0, 4.0]}, {"x_axis": "a", "y_axis": "a"}, "compare_columns", method=method
    )
    with pytest.raises(
        StatisticRefused, match="a can't be compared with itself; choose two different columns"
    ):
        compute("compare_columns", sample)
