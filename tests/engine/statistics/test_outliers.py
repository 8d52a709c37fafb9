"""Outliers by each method, against NumPy and SciPy, with their rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.outliers import outliers
from engine.statistics.results import StatisticResult
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, find, one_row

# Rosner (1983), "Percentage points for a generalized ESD many-outlier procedure": the 54 values of
# NIST's handbook, section 1.3.5.17.3, which names the last three as its outliers.
ROSNER = [
    *(
        -0.25,
        0.68,
        0.94,
        1.15,
        1.20,
        1.26,
        1.26,
        1.34,
        1.38,
        1.43,
        1.49,
        1.49,
        1.55,
        1.56,
        1.58,
        1.65,
        1.69,
        1.70,
    ),
    *(
        1.76,
        1.77,
        1.81,
        1.91,
        1.94,
        1.96,
        1.99,
        2.06,
        2.09,
        2.10,
        2.14,
        2.15,
        2.23,
        2.24,
        2.26,
        2.35,
        2.37,
        2.40,
    ),
    *(
        2.47,
        2.54,
        2.62,
        2.64,
        2.90,
        2.92,
        2.92,
        2.93,
        3.21,
        3.26,
        3.30,
        3.59,
        3.68,
        4.30,
        4.64,
        5.34,
        5.42,
        6.01,
    ),
]


def _outliers(values: Any, **parameters: Any) -> StatisticResult:
    result = outliers(make_sample({"x": values}, {"target_column": "x"}, "outliers", **parameters))
    assert_json_safe(result)
    return result


def test_iqr_fences() -> None:
    summary = one_row(_outliers(ROSNER), "summary")
    first, third = np.quantile(ROSNER, [0.25, 0.75])
    assert summary["low_bound"] == first - 1.5 * (third - first)
    assert summary["high_bound"] == third + 1.5 * (third - first)
    outside = [x for x in ROSNER if not summary["low_bound"] <= x <= summary["high_bound"]]
    assert summary["outliers"] == len(outside) == summary["below"] + summary["above"]
    assert summary["share"] == len(outside) / 54


@pytest.mark.parametrize("ddof", [0, 1])
def test_z_scores(ddof: int) -> None:
    result = _outliers(ROSNER, method="zscore", threshold=2.5, population=not ddof)
    scores = stats.zscore(ROSNER, ddof=ddof)
    rows = np.flatnonzero(np.abs(scores) > 2.5)
    assert sorted(column(result, "outliers", "row")) == [row + 1 for row in rows]
    assert max(column(result, "outliers", "score")) == pytest.approx(scores.max(), rel=1e-14)
    assert ("(n − 1)" in result.conventions[0]) == bool(ddof)


def test_modified_z_scores() -> None:
    result = _outliers(ROSNER, method="modified_zscore")
    scores = 0.6745 * (np.array(ROSNER) - np.median(ROSNER)) / stats.median_abs_deviation(ROSNER)
    assert column(result, "outliers", "x") == [x for x in reversed(ROSNER) if scores[ROSNER.index(x)] > 3.5]
    assert column(result, "outliers", "score")[0] == pytest.approx(scores.max(), rel=1e-14)


def test_the_farthest_come_first_and_the_rest_is_counted() -> None:
    result = _outliers([None, *ROSNER, 99.0], max_rows=2)
    listing = find(result, "outliers")
    assert [row[:2] for row in listing.rows] == [[56, 99.0], [55, 6.01]]
    assert listing.total_rows == one_row(result, "summary")["outliers"] > 2
    assert listing.truncated
    assert result.missing == 1


def test_the_reading_says_how_many_and_outside_of_what() -> None:
    assert (
        _outliers([1, 2, 3, 4, 100]).reading == "x has 1 outlier among 5 values (20 %): outside of -1 to 7."
    )
    assert _outliers([1, 2, 3, 4]).reading == "x has no outliers: all 4 values lie within -0.5 to 5.5."


def test_half_of_the_values_may_be_equal() -> None:
    result = _outliers([5.0] * 8 + [6.0])
    assert one_row(result, "summary")["outliers"] == 1
    assert column(result, "outliers", "score") == [None]
    assert result.warnings == ("Half of the values of x are equal (IQR 0): every other value is far.",)
    with pytest.raises(StatisticRefused, match="More than half of the values of x equal its median"):
        _outliers([5.0] * 8 + [6.0], method="modified_zscore")


@pytest.mark.parametrize("method", ["iqr", "zscore", "modified_zscore"])
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([None] * 5, "There are only 0 of 5 rows with a value in x; this needs at least 3."),
        ([1.0, 2.0], "There are only 2 of 2 rows with a value in x; this needs at least 3."),
        ([2.0] * 4, "Every value of x is 2; this needs a column whose values differ."),
    ],
)
def test_what_is_missing_is_said(method: str, values: list[Any], sentence: str) -> None:
    with pytest.raises(StatisticRefused) as refused:
        _outliers(values, method=method)
    assert refused.value.message == sentence
