"""The comparison of two numeric columns: within rows (paired), or as two samples of their own."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.checks import refuse_extremes
from engine.statistics.compare_groups import compared
from engine.statistics.comparison_results import Outcome, Settings, interval
from engine.statistics.groups import check_different, groups_of_columns, is_nearly_constant
from engine.statistics.one_sample import Measured, one_sample_t, tested, wilcoxon
from engine.statistics.results import StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.two_samples import TWO_SAMPLE_TESTS
from engine.statistics.variances import VARIANCE_TESTS, variances_compared
from engine.statistics.wording import number

_MINIMUM = OPERATIONS["compare_columns"].minimum_rows


def compare_columns(sample: Sample) -> StatisticResult:
    """Whether `x_axis` and `y_axis` differ, by the method asked for.

    Tables as those of `one_sample` for paired methods, of `compare_groups` or `compare_variances`
    for the others. Raises StatisticRefused for data that can't be compared.
    """
    method, settings = sample.parameters["method"], Settings.of(sample)
    if method in ("paired_t", "wilcoxon"):
        return _paired(sample, method, settings)
    groups = groups_of_columns(sample, _MINIMUM)
    if method in VARIANCE_TESTS:
        return variances_compared("compare_columns", groups, method, settings)
    return compared("compare_columns", groups, method, TWO_SAMPLE_TESTS[method](groups, settings), settings)


def _paired(sample: Sample, method: str, settings: Settings) -> StatisticResult:
    x, y = sample.name("x_axis"), sample.name("y_axis")
    check_different((x, y))
    rows = sample.complete("x_axis", "y_axis", minimum=_MINIMUM)
    first, second = (rows[name].to_numpy(dtype=np.float64) for name in (x, y))
    refuse_extremes(np.concatenate([first, second]), f"{x} or {y}")
    measured = Measured(f"{x} − {y}", first - second)
    if is_nearly_constant(measured.values, scale=float(np.abs(first).max())):
        raise StatisticRefused(
            f"{x} and {y} differ by {number(float(measured.values[0]))} in every row; without variation of "
            "the difference nothing can be tested."
        )
    make = _paired_t if method == "paired_t" else _paired_wilcoxon
    outcome = make(x, y, measured, settings)
    outcome = dataclasses.replace(outcome, cells={**outcome.cells, **_columns(first, second)})
    return tested(
        "compare_columns",
        measured,
        outcome,
        settings,
        missing=sample.total_rows - len(rows),
        where=f"{x} or {y}",
    )


def _paired_t(x: str, y: str, measured: Measured, settings: Settings) -> Outcome:
    """The paired t-test, which is the one-sample test of the rows' differences against zero."""
    test = one_sample_t(measured, settings)
    renamed = {"mean": "difference", "sd": "sd_of_differences", "cohens_d": "cohens_dz"}
    difference = float(test.cells["mean"])
    limits = interval(float(test.cells["ci_low"]), float(test.cells["ci_high"]), settings.confidence)
    return dataclasses.replace(
        test,
        test="Paired t-test",
        cells={renamed.get(name, name): value for name, value in test.cells.items() if name != "value"},
        finding=f"Row by row, {x} is on average {_apart(difference)} {y} ({limits})",
        effect=test.effect.replace("Cohen's d =", "Cohen's dz ="),
        conventions=(
            f"Differences are {x} minus {y}, row by row.",
            "Cohen's dz is the mean difference in sample standard deviations (n − 1) of the differences.",
        ),
    )


def _paired_wilcoxon(x: str, y: str, measured: Measured, settings: Settings) -> Outcome:
    """Wilcoxon's signed-rank test of the rows' differences."""
    test = wilcoxon(measured, settings)
    renamed = {"median": "median_of_differences", "equal_to_value": "equal_rows"}
    median = float(test.cells["median"])
    return dataclasses.replace(
        test,
        cells={renamed.get(name, name): value for name, value in test.cells.items() if name != "value"},
        finding=f"Row by row, the median of {x} − {y} is {number(median)}",
        conventions=(f"Differences are {x} minus {y}, row by row.", *test.conventions),
    )


def _apart(difference: float) -> str:
    if difference == 0:
        return "equal to"
    return f"{number(abs(difference))} {'higher' if difference > 0 else 'lower'} than"


def _columns(first: Any, second: Any) -> dict[str, float]:
    """Both columns' centres, and their correlation: the higher, the more pairing gains."""
    return {
        "mean_x": float(first.mean()), "mean_y": float(second.mean()), "median_x": float(np.median(first)),
        "median_y": float(np.median(second)), "correlation": float(stats.pearsonr(first, second).statistic),
    }  # fmt: skip
