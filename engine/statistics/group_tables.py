"""What a comparison rests on: each group described, and the assumptions of the tests with their figures."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from engine.statistics.checks import Floats
from engine.statistics.groups import Groups, is_nearly_constant
from engine.statistics.results import Assumption, ResultTable
from engine.statistics.tables import table
from engine.statistics.wording import number, p_value

INDEPENDENT_ROWS = Assumption(
    "Independent rows", None, "The data can't show it: no row may depend on another, as repeated "
    "measurements of one thing do."
)  # fmt: skip
EQUAL_VARIANCES = "Equal variances"
_MOST_FOR_SHAPIRO = 5_000
_LARGE = 30
_DESCRIPTION = {
    "group": "VARCHAR", "n": "BIGINT", "mean": "DOUBLE", "sd": "DOUBLE", "median": "DOUBLE",
    "min": "DOUBLE", "max": "DOUBLE", "mean_ci_low": "DOUBLE", "mean_ci_high": "DOUBLE",
}  # fmt: skip
_NORMALITY = {
    "group": "VARCHAR", "n": "BIGINT", "test": "VARCHAR", "statistic": "DOUBLE", "p_value": "DOUBLE"
}  # fmt: skip


def description(groups: Groups, confidence: float) -> ResultTable:
    """One row per group: n, mean with its t interval, standard deviation (n − 1), median, range."""
    pairs = zip(groups.labels, groups.values, strict=True)
    return table("groups", _DESCRIPTION, (_described(label, values, confidence) for label, values in pairs))


def _described(label: str, values: Floats, confidence: float) -> list[Any]:
    mean, half = values.mean(), stats.sem(values) * stats.t.isf((1 - confidence) / 2, len(values) - 1)
    spread = (values.min(), values.max(), mean - half, mean + half)
    return [label, len(values), mean, values.std(ddof=1), np.median(values), *spread]


def normality(groups: Groups, alpha: float) -> tuple[ResultTable, Assumption]:
    """A test of normality per group: Shapiro–Wilk, D'Agostino–Pearson above 5,000 values."""
    rows = [
        [label, len(values), *_normal(values)]
        for label, values in zip(groups.labels, groups.values, strict=True)
    ]
    return table("normality", _NORMALITY, rows), _normal_groups(rows, groups, alpha)


def _normal(values: Floats) -> tuple[str | None, float, float]:
    """Test, statistic and p-value; none for two values and for values that are all equal."""
    if len(values) < 3 or is_nearly_constant(values):
        return None, np.nan, np.nan
    is_small = len(values) <= _MOST_FOR_SHAPIRO
    test = stats.shapiro(values) if is_small else stats.normaltest(values)
    name = "Shapiro–Wilk" if is_small else "D'Agostino–Pearson"
    return name, float(test.statistic), float(test.pvalue)


def _normal_groups(rows: list[list[Any]], groups: Groups, alpha: float) -> Assumption:
    name = "Normal distribution" if len(rows) == 1 else "Normal distribution in each group"
    tested = [row for row in rows if row[2] is not None]
    if len(tested) < len(rows):
        untested = len(rows) - len(tested)
        return Assumption(name, None, f"Not every group could be tested: {untested} of {len(rows)} can't.")
    label, _, test, _, p = min(tested, key=lambda row: float(row[4]))
    detail = f"Smallest p-value in {label}: {p_value(p)} ({test})."
    if p < alpha and min(groups.sizes) >= _LARGE:
        detail += f" With {_LARGE} values or more in each group, tests of means tolerate this."
    return Assumption(name, bool(p >= alpha), detail)


def equal_variances(groups: Groups, alpha: float) -> Assumption:
    """Levene's test around the median (Brown & Forsythe, 1974)."""
    statistic, p = map(float, stats.levene(*groups.values, center="median"))
    if not np.isfinite(p):
        return Assumption(EQUAL_VARIANCES, None, "Levene's test can't be computed for these values.")
    detail = f"Levene's test around the median: W = {number(statistic)}, {p_value(p)}."
    return Assumption(EQUAL_VARIANCES, p >= alpha, detail)
