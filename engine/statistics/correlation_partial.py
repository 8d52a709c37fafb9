"""Partial correlation: of what two columns keep once others have explained what they can."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.checks import Floats, refuse_unusable
from engine.statistics.correlation_coefficients import (
    Correlated,
    correlate,
    figures,
    fisher_interval,
    relation,
)
from engine.statistics.results import Assumption, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import listed, number

_EXPLAINED = 1e-10
"""A column whose residuals are smaller than this share of its own spread has nothing left."""


def partial_correlation(sample: Sample) -> StatisticResult:
    """Pearson's correlation of least-squares residuals, over ranks for Spearman.

    For k controls that are independent of each other, the p-value is that of the t distribution
    with n − 2 − k degrees of freedom and the interval's standard error is 1 / √(n − k − 3); Fisher
    (1924), "The distribution of the partial correlation coefficient", Metron 3, 329-332.
    """
    names = sample.name("x_axis"), sample.name("y_axis")
    controls = [name for name in sample.names("columns") if name not in names]
    if not controls:
        raise StatisticRefused("columns must name others than the two that are correlated.")
    rows = sample.complete("x_axis", "y_axis", "columns", minimum=len(controls) + 4)
    values = rows.rank() if sample.parameters["method"] == "spearman" else rows
    for name in (*names, *controls):
        refuse_unusable(rows[name].to_numpy(dtype=float), name)
    design = _design(values[controls].to_numpy())
    x, y = (_residuals(values[name].to_numpy(), design, name) for name in names)
    removed = int(np.linalg.matrix_rank(design)) - 1
    found = _tested(float(stats.pearsonr(x, y).statistic), len(x), removed, sample.parameters["confidence"])
    return _result(sample, found, controls, removed, rows[list(names)].to_numpy(dtype=float))


def _design(controls: Floats) -> Floats:
    """A constant and the controls, with mean 0 and deviation 1: accurate whatever their units."""
    return np.column_stack([np.ones(len(controls)), stats.zscore(controls)])


def _residuals(values: Floats, design: Floats, name: str) -> Floats:
    centred = values - values.mean()
    residuals: Floats = centred - design @ np.linalg.lstsq(design, centred, rcond=None)[0]
    if np.linalg.norm(residuals) <= _EXPLAINED * np.linalg.norm(centred):
        raise StatisticRefused(
            f"{name} follows completely from the columns whose influence is removed: nothing is left of "
            "it to correlate."
        )
    return residuals


def _tested(value: float, n: int, removed: int, confidence: float) -> Correlated:
    freedom = n - 2 - removed
    value = max(-1.0, min(1.0, value))
    t = value * math.sqrt(freedom / (1 - value**2)) if abs(value) < 1 else math.inf
    error = 1 / math.sqrt(n - removed - 3) if n > removed + 3 else math.inf
    interval = fisher_interval(value, error, confidence, "two-sided")
    return Correlated(value, float(2 * stats.t.sf(abs(t), freedom)), *interval)


def _result(
    sample: Sample, found: Correlated, controls: list[str], removed: int, pairs: Floats
) -> StatisticResult:
    x, y = sample.name("x_axis"), sample.name("y_axis")
    method, n = sample.parameters["method"], len(pairs)
    plain = correlate(pairs[:, 0], pairs[:, 1], method).value
    row = [x, y, method, listed(controls, len(controls)), *dataclasses.astuple(found), n, plain]
    words = relation(x, y, found, sample.parameters["alpha"])
    details = figures(found, method, sample.parameters["confidence"], n)
    return StatisticResult(
        "partial_correlation",
        (table("partial_correlation", _COLUMNS, [row]),),
        n=n,
        missing=sample.total_rows - n,
        missing_handling="Rows without a value in any of the columns are left out.",
        reading=f"With the influence of {listed(controls)} removed, {words}: partial {details}; without "
        f"removing it the coefficient is {number(plain, 3)}.",
        conventions=(
            "Correlation of the residuals of least squares"
            + (" over ranks." if method == "spearman" else "."),
            "p-value with n − 2 − k degrees of freedom for k removed columns; interval by Fisher's "
            "transformation.",
        ),
        assumptions=(Assumption("linear influence", None, "Only what is linear in the columns is removed."),),
        warnings=(f"{listed(controls)} follow from each other; they count as {removed}.",)
        if removed < len(controls)
        else (),
    )


_COLUMNS = {
    **dict.fromkeys(("x", "y", "method", "controls"), "VARCHAR"),
    **dict.fromkeys(("coefficient", "p_value", "ci_low", "ci_high"), "DOUBLE"),
    "n": "BIGINT",
    "uncontrolled_coefficient": "DOUBLE",
}
