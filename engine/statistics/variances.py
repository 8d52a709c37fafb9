"""Whether the spread of a figure differs between groups: Levene, Bartlett and Mood."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.comparison_results import Outcome, Settings
from engine.statistics.group_tables import INDEPENDENT_ROWS, description, normality
from engine.statistics.groups import Groups, groups_by_column
from engine.statistics.results import StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.wording import listed, number

_CENTERS: Mapping[str, str] = {"median": "the median", "mean": "the mean", "trimmed": "the 5 % trimmed mean"}
VARIANCE_TESTS = frozenset({"levene", "bartlett", "mood"})


def compare_variances(sample: Sample) -> StatisticResult:
    """Whether the variance of `target_column` differs between the groups of `group_by`.

    Tables: `answer` (one row), `groups`, and `normality` for Bartlett. Raises StatisticRefused for
    data that can't be compared.
    """
    groups = groups_by_column(sample, OPERATIONS["compare_variances"].minimum_rows)
    given = sample.parameters
    return variances_compared(
        "compare_variances", groups, given["method"], Settings.of(sample), given["center"]
    )


def variances_compared(
    operation: str, groups: Groups, method: str, settings: Settings, center: str = "median"
) -> StatisticResult:
    """The result of a test of variances, by its name in `VARIANCE_TESTS`."""
    outcome = variance_test(groups, method, settings, center)
    checked = normality(groups, settings.alpha) if method == "bartlett" else None
    return StatisticResult(
        operation,
        (
            outcome.row(settings, groups=len(groups.labels), n=groups.n),
            description(groups, settings.confidence),
            *([checked[0]] if checked else []),
        ),
        n=groups.n,
        missing=groups.missing,
        missing_handling=groups.missing_handling,
        reading=outcome.reading(settings, groups.size),
        conventions=(*outcome.conventions, "Sample standard deviation (n − 1)."),
        assumptions=(*([checked[1]] if checked else []), INDEPENDENT_ROWS),
        warnings=groups.warnings,
    )


def variance_test(groups: Groups, method: str, settings: Settings, center: str) -> Outcome:
    """One test of variances. Raises StatisticRefused where it can't take these groups."""
    if method == "levene":
        return _levene(groups, center)
    return _bartlett(groups) if method == "bartlett" else _mood(groups, settings)


def _levene(groups: Groups, center: str) -> Outcome:
    test = stats.levene(*groups.values, center=center)
    between, within = len(groups.labels) - 1, sum(groups.sizes) - len(groups.labels)
    cells = {
        "statistic": float(test.statistic), "df_between": between, "df_within": within,
        "p_value": float(test.pvalue),
    }  # fmt: skip
    convention = f"Levene's test around {_CENTERS[center]} of each group."
    if center == "median":
        convention += " With the median it is also known as the Brown–Forsythe test."
    return Outcome(
        "Levene's test",
        {**cells, **_ratio(groups)},
        _spread(groups),
        f"W({between}, {within:,}) = {number(test.statistic)}",
        conventions=(convention,),
    )


def _bartlett(groups: Groups) -> Outcome:
    if constant := groups.constant():
        raise StatisticRefused(
            f"Bartlett's test needs variation in every group, but the values of {groups.of} in "
            f"{listed(constant)} are all equal. Leave that out, or use levene."
        )
    test, df = stats.bartlett(*groups.values), len(groups.labels) - 1
    cells = {"statistic": float(test.statistic), "df": df, "p_value": float(test.pvalue)}
    return Outcome(
        "Bartlett's test",
        {**cells, **_ratio(groups)},
        _spread(groups),
        f"K² = {number(test.statistic)}, df = {df}",
        conventions=("Bartlett's test is sensitive to values that aren't normal; Levene's is not.",),
    )


def _mood(groups: Groups, settings: Settings) -> Outcome:
    if len(groups.labels) > 2:
        raise StatisticRefused(
            f"mood compares two groups, but there are {len(groups.labels)}: "
            f"{listed(groups.labels, most=10)}. Name two of them with groups, or use levene."
        )
    test = stats.mood(*groups.values, alternative=settings.alternative)
    cells = {"statistic": float(test.statistic), "p_value": float(test.pvalue)}
    return Outcome(
        "Mood's test",
        {**cells, **_ratio(groups)},
        _spread(groups),
        f"z = {number(test.statistic)}",
        conventions=("Mood's test of scale takes both groups to have the same centre.",),
    )


def _ratio(groups: Groups) -> dict[str, float]:
    """The largest variance in terms of the smallest; none when that is zero."""
    variances = [float(values.var(ddof=1)) for values in groups.values]
    return {"variance_ratio": max(variances) / min(variances) if min(variances) > 0 else np.nan}


def _spread(groups: Groups) -> str:
    deviations = [float(values.std(ddof=1)) for values in groups.values]
    high, low = int(np.argmax(deviations)), int(np.argmin(deviations))
    return (
        f"The standard deviation is largest for {groups.phrase(high)} ({number(deviations[high])}) "
        f"and smallest for {groups.phrase(low)} ({number(deviations[low])})"
    )
