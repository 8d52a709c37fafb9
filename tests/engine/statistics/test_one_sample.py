"""Tests of one sample against a value: published answers, SciPy, and data that can't be tested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.classic_data import PLANT_GROWTH, SLEEP
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, one_row


def run(values: Sequence[Any] | np.ndarray[Any, Any], **parameters: Any) -> StatisticResult:
    sample = make_sample({"x": values}, {"target_column": "x"}, "one_sample", **parameters)
    result = compute("one_sample", sample)
    assert_json_safe(result)
    return result


def refused(values: Sequence[Any], **parameters: Any) -> str:
    with pytest.raises(StatisticRefused) as error:
        run(values, **parameters)
    return error.value.message


def test_the_t_test_of_differences_is_that_of_r() -> None:
    """R's ?sleep: t = -4.0621, df = 9, p-value = 0.002833."""
    differences = [a - b for a, b in zip(SLEEP["first"], SLEEP["second"], strict=True)]
    found = one_row(run(differences), "answer")
    assert found["statistic"] == pytest.approx(-4.0621, abs=5e-5)
    assert found["p_value"] == pytest.approx(0.002833, abs=5e-7)


@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
def test_both_tests_are_scipys(alternative: str) -> None:
    values = np.array(PLANT_GROWTH["trt1"])
    t = stats.ttest_1samp(values, 5.0, alternative=alternative)
    found = one_row(run(values, value=5, alternative=alternative), "answer")
    assert (found["statistic"], found["p_value"], found["df"]) == (t.statistic, t.pvalue, 9)
    low, high = t.confidence_interval(0.95)
    assert found["ci_low"] == (low if np.isfinite(low) else None)
    assert found["ci_high"] == (high if np.isfinite(high) else None)
    w = stats.wilcoxon(values - 5.0, alternative=alternative)
    found = one_row(run(values, value=5, method="wilcoxon", alternative=alternative), "answer")
    assert (found["statistic"], found["p_value"]) == (w.statistic, w.pvalue)


def test_values_equal_to_the_value_are_counted() -> None:
    result = run([1.0, 2.0, 2.0, 3.5, 5.0, 7.0], value=2, method="wilcoxon")
    assert one_row(result, "answer")["equal_to_value"] == 2
    assert "Values equal to 2 were left out of the ranking: 2." in result.conventions


def test_the_reading_is_a_plain_line() -> None:
    assert run(SLEEP["first"], value=1).reading == (
        "The mean of x is 0.75 (95 % interval -0.5298 to 2.03), compared with 1. This is not statistically "
        "significant at the 5 % level (One-sample t-test: t = -0.4419, df = 9, p = 0.669, n = 10; Cohen's d = "
        "-0.14, negligible by Cohen's rule of thumb)."
    )


def test_missing_and_infinite_values_are_left_out() -> None:
    result = run([1.0, None, float("inf"), 2.0, 4.0])
    assert (result.n, result.missing) == (3, 2)
    assert result.missing_handling == "Rows without a value in x were left out."


@pytest.mark.parametrize("method", ["t", "wilcoxon"])
def test_what_can_not_be_tested(method: str) -> None:
    assert refused([5.0] * 5, method=method) == (
        "Every value of x is 5; this needs a column whose values differ."
    )
    assert (
        refused([0.3, 0.1 + 0.2, 0.3], method=method)
        == "Every value of x is 0.3; this needs values that differ."
    )
    assert (
        refused([None] * 5, method=method)
        == "There are only 0 of 5 rows with a value in x; this needs at least 3."
    )
    assert refused([1.0, 2.0], method=method).startswith("There are only 2 of 2 rows")
