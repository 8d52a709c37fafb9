"""Correlation of two columns: Pearson, Spearman or Kendall."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from scipy import stats

from engine.statistics.checks import Floats, refuse_unusable
from engine.statistics.correlation_coefficients import CONVENTIONS, Correlated, correlate, figures, relation
from engine.statistics.results import Assumption, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import number, p_value

_COLUMNS = {
    **dict.fromkeys(("x", "y", "method"), "VARCHAR"),
    **dict.fromkeys(("coefficient", "p_value", "ci_low", "ci_high"), "DOUBLE"),
    "n": "BIGINT",
}
_SHAPIRO_ROWS = 5_000
_SPEARMAN_ROWS = 200_000
"""Ranking more rows only to check an assumption takes longer than the answer."""
_CURVED = 0.1


def correlation(sample: Sample) -> StatisticResult:
    """One row: the coefficient of `x_axis` and `y_axis` with p-value and interval."""
    rows = sample.complete("x_axis", "y_axis", minimum=3)
    names = sample.name("x_axis"), sample.name("y_axis")
    x, y = (rows[name].to_numpy(dtype=float) for name in names)
    for name, values in zip(names, (x, y), strict=True):
        refuse_unusable(values, name)
    method, confidence = sample.parameters["method"], sample.parameters["confidence"]
    found = correlate(x, y, method, alternative=sample.parameters["alternative"], confidence=confidence)
    row = [*names, method, *dataclasses.astuple(found), len(x)]
    words = relation(*names, found, sample.parameters["alpha"])
    return StatisticResult(
        "correlation",
        (table("correlation", _COLUMNS, [row]),),
        n=len(x),
        missing=sample.total_rows - len(x),
        missing_handling="Rows without a value in either column are left out.",
        reading=f"{words}: {figures(found, method, confidence, len(x))}.",
        conventions=CONVENTIONS[method],
        assumptions=tuple(_assumptions(names, x, y, found)) if method == "pearson" else (),
    )


def _assumptions(names: tuple[str, str], x: Floats, y: Floats, found: Correlated) -> Iterator[Assumption]:
    yield _normal(names[0], x)
    yield _normal(names[1], y)
    yield _linear(x, y, found)


def _normal(name: str, values: Floats) -> Assumption:
    title = f"{name} is normally distributed"
    if len(values) > _SHAPIRO_ROWS:
        return Assumption(title, None, f"With {len(values):,} rows p-value and interval hardly depend on it.")
    result = stats.shapiro(values)
    detail = f"Shapiro–Wilk W = {number(result.statistic)}, {p_value(result.pvalue)}"
    return Assumption(title, bool(result.pvalue >= 0.05), detail)


def _linear(x: Floats, y: Floats, found: Correlated) -> Assumption:
    """A relation whose ranks agree much better than its values is curved, or ruled by outliers."""
    if len(x) > _SPEARMAN_ROWS:
        return Assumption("linear relation", None, f"Not checked above {_SPEARMAN_ROWS:,} rows.")
    rho = float(stats.spearmanr(x, y).statistic)
    detail = f"Spearman's rho is {number(rho, 3)}, Pearson's r {number(found.value, 3)}"
    return Assumption("linear relation", abs(rho) - abs(found.value) < _CURVED, detail)
