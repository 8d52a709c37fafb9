"""Tests of one sample against a value (t, Wilcoxon), which are also those of paired differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.checks import Floats, values_of
from engine.statistics.comparison_results import Outcome, Settings, interval
from engine.statistics.effect_sizes import D_STEPS, R_STEPS, in_words
from engine.statistics.group_tables import INDEPENDENT_ROWS, normality
from engine.statistics.groups import Groups, is_nearly_constant
from engine.statistics.results import Assumption, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.wording import number


@dataclass(frozen=True, slots=True)
class Measured:
    """A sample to test, what it is called in a sentence, and the value that it is compared with."""

    name: str
    values: Floats
    value: float = 0.0

    @property
    def differences(self) -> Floats:
        return self.values - self.value


OneSampleTest = Callable[[Measured, Settings], Outcome]


def one_sample(sample: Sample) -> StatisticResult:
    """Whether the mean (t) or median (Wilcoxon) of `target_column` differs from `value`.

    Tables: `answer` (one row) and, for t, `normality`. Raises StatisticRefused when values are too
    few or all equal.
    """
    name, given, settings = sample.name("target_column"), sample.parameters, Settings.of(sample)
    values = values_of(sample, "target_column", OPERATIONS["one_sample"].minimum_rows)
    if is_nearly_constant(values):
        raise StatisticRefused(
            f"Every value of {name} is {number(values[0])}; this needs values that differ."
        )
    measured = Measured(name, values, float(given["value"]))
    outcome = ONE_SAMPLE_TESTS[given["method"]](measured, settings)
    missing = sample.total_rows - len(values)
    return tested("one_sample", measured, outcome, settings, missing=missing, where=name)


def tested(
    operation: str, measured: Measured, outcome: Outcome, settings: Settings, *, missing: int, where: str
) -> StatisticResult:
    """The result of a test of one sample; `where` names the columns whose missing values cost rows."""
    n = len(measured.values)
    checks: list[Assumption] = []
    tables = [outcome.row(settings, n=n)]
    if "df" in outcome.cells:
        alone = Groups(measured.name, None, (measured.name,), (measured.values,), n, missing, "")
        table, normal = normality(alone, settings.alpha)
        checks.append(normal)
        tables.append(table)
    return StatisticResult(
        operation,
        tuple(tables),
        n=n,
        missing=missing,
        missing_handling=f"Rows without a value in {where} were left out.",
        reading=outcome.reading(settings, f"n = {n:,}"),
        conventions=outcome.conventions,
        assumptions=(*checks, INDEPENDENT_ROWS),
    )


def one_sample_t(measured: Measured, settings: Settings) -> Outcome:
    """Student's t-test of one mean."""
    values = measured.values
    test = stats.ttest_1samp(values, measured.value, alternative=settings.alternative)
    low, high = map(float, test.confidence_interval(settings.confidence))
    mean, sd = float(values.mean()), float(values.std(ddof=1))
    d = (mean - measured.value) / sd
    cells = {
        "statistic": float(test.statistic), "df": int(test.df), "p_value": float(test.pvalue), "mean": mean,
        "sd": sd, "value": measured.value, "ci_low": low, "ci_high": high, "cohens_d": d,
    }  # fmt: skip
    return Outcome(
        "One-sample t-test",
        cells,
        f"The mean of {measured.name} is {number(mean)} ({interval(low, high, settings.confidence)}), "
        f"compared with {number(measured.value)}",
        f"t = {number(test.statistic)}, df = {int(test.df):,}",
        f"Cohen's d = {in_words(d, D_STEPS)}",
        (
            "Cohen's d is the mean's distance from the value in standard deviations.",
            "Sample standard deviation (n − 1).",
        ),
    )


def wilcoxon(measured: Measured, settings: Settings) -> Outcome:
    """Wilcoxon's signed-rank test of one median."""
    differences = measured.differences
    test = stats.wilcoxon(differences, alternative=settings.alternative)
    effect = _signed_rank_biserial(differences)
    median, equal = float(np.median(measured.values)), int(np.count_nonzero(differences == 0))
    cells = {
        "statistic": float(test.statistic), "p_value": float(test.pvalue), "median": median,
        "value": measured.value, "equal_to_value": equal, "rank_biserial": effect,
    }  # fmt: skip
    return Outcome(
        "Wilcoxon signed-rank test",
        cells,
        f"The median of {measured.name} is {number(median)}, compared with {number(measured.value)}",
        f"W = {number(test.statistic)}",
        f"rank-biserial correlation = {in_words(effect, R_STEPS)}",
        (
            f"Values equal to {number(measured.value)} were left out of the ranking: {equal:,}.",
            "W is the smaller rank sum when two-sided, else that of the positive differences.",
            "Exact p-value for at most 50 values, with ties at most 13; else the normal approximation.",
        ),
    )


def _signed_rank_biserial(differences: Floats) -> float:
    """The positive rank sum's share of all ranks less the negative one's (Kerby, 2014)."""
    positive = stats.wilcoxon(differences, alternative="greater").statistic
    n = np.count_nonzero(differences)
    return float(positive / (n * (n + 1) / 4) - 1)


ONE_SAMPLE_TESTS: Mapping[str, OneSampleTest] = {"t": one_sample_t, "wilcoxon": wilcoxon}
