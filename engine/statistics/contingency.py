"""Whether two categories are related: chi-square, Fisher's exact test, and Mantel–Haenszel over strata."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.comparison_results import Outcome, Settings
from engine.statistics.crosstab import CrossTab, cross_tabulated
from engine.statistics.effect_sizes import R_STEPS, in_words
from engine.statistics.fisher import (
    MOST_FOR_CONDITIONAL,
    RESAMPLES,
    SEED,
    conditional_odds_ratio,
    simulated_p_value,
)
from engine.statistics.group_tables import INDEPENDENT_ROWS
from engine.statistics.mantel_haenszel import mantel_haenszel
from engine.statistics.results import Assumption, ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.wording import counted, listed, number

_SMALL_EXPECTED = 5
"""Below it the chi-square distribution fits badly: Cochran (1954), as most textbooks have it."""


def contingency(sample: Sample) -> StatisticResult:
    """Whether `x_axis` and `y_axis` are related, within the strata of `group_by` if it is given.

    Tables: `answer` (one row), `counts` (one row per combination), and `strata`. Raises
    StatisticRefused for tables that can't be tested.
    """
    tab = cross_tabulated(sample, OPERATIONS["contingency"].minimum_rows)
    settings, method = Settings.of(sample), _method(sample, tab)
    if method == "mantel_haenszel":
        stratified = mantel_haenszel(sample, tab, settings)
        tables, warnings = (stratified.strata,), stratified.warnings
        return _result(sample, tab, stratified.outcome, settings, (stratified.homogeneity,), tables, warnings)
    outcome = _TESTS[method](tab, settings, sample.parameters)
    checks = (_expected_counts(tab),) if method == "chi_square" else ()
    return _result(sample, tab, outcome, settings, checks, warnings=_small_counts(checks))


def _method(sample: Sample, tab: CrossTab) -> str:
    asked, strata = sample.parameters["method"], sample.names("group_by")
    if strata and asked not in (None, "mantel_haenszel"):
        raise StatisticRefused(f"{asked} takes no strata; leave group_by out, or use mantel_haenszel.")
    if asked == "mantel_haenszel" and not strata:
        raise StatisticRefused("mantel_haenszel needs a column of strata as group_by.")
    if strata:
        return "mantel_haenszel"
    is_small = tab.is_two_by_two and tab.expected.min() < _SMALL_EXPECTED
    return str(asked or ("fisher" if is_small else "chi_square"))


def _chi_square(tab: CrossTab, settings: Settings, given: Mapping[str, Any]) -> Outcome:
    corrected = tab.is_two_by_two and bool(given["continuity_correction"])
    test = stats.chi2_contingency(tab.counts, correction=corrected)
    cells = {
        "statistic": float(test.statistic), "df": int(test.dof), "p_value": float(test.pvalue),
        "smallest_expected": float(tab.expected.min()),
    }  # fmt: skip
    odds, odds_convention = _odds_ratio(tab, settings)
    yates = (
        ("Yates' continuity correction of the 2 × 2 table; Cramér's V is without it.",) if corrected else ()
    )
    return Outcome(
        "Chi-square test",
        {**cells, **_cramers_v(tab), **odds},
        _strongest(tab),
        f"χ² = {number(test.statistic)}, df = {test.dof:,}",
        _effect(tab),
        (*yates, *odds_convention),
    )


def _fisher(tab: CrossTab, settings: Settings, given: Mapping[str, Any]) -> Outcome:
    if not tab.is_two_by_two:
        return _simulated_fisher(tab)
    odds, conventions = _odds_ratio(tab, settings)
    if tab.n <= MOST_FOR_CONDITIONAL:
        odds |= conditional_odds_ratio(tab, settings)
        conventions += ("The conditional odds ratio is the most likely one, with its exact interval (R's).",)
    cells = {
        "p_value": float(stats.fisher_exact(tab.counts).pvalue), **odds,
        "smallest_expected": float(tab.expected.min()), **_cramers_v(tab),
    }  # fmt: skip
    return Outcome("Fisher's exact test", cells, _strongest(tab), "", _effect(tab), conventions)


def _simulated_fisher(tab: CrossTab) -> Outcome:
    cells = {
        "p_value": simulated_p_value(tab.counts), "resamples": RESAMPLES,
        "smallest_expected": float(tab.expected.min()), **_cramers_v(tab),
    }  # fmt: skip
    return Outcome(
        "Fisher–Freeman–Halton test",
        cells,
        _strongest(tab),
        f"{RESAMPLES:,} random tables",
        _effect(tab),
        (f"p-value from {RESAMPLES:,} random tables with the same margins, seed {SEED}.",),
    )


def _odds_ratio(tab: CrossTab, settings: Settings) -> tuple[dict[str, float], tuple[str, ...]]:
    """The sample odds ratio of a 2 × 2 table with its normal interval; nothing for a larger one."""
    if not tab.is_two_by_two:
        return {}, ()
    ratio = stats.contingency.odds_ratio(tab.counts, kind="sample")
    limits = ratio.confidence_interval(settings.confidence)
    cells = {"odds_ratio": ratio.statistic, "odds_ratio_low": limits.low, "odds_ratio_high": limits.high}
    if (tab.counts == 0).any():
        return dict.fromkeys(cells, np.nan), ("A combination never occurs, so there is no odds ratio.",)
    return {name: float(value) for name, value in cells.items()}, (
        f"The odds ratio is that of {tab.columns[0]} rather than {tab.columns[1]} in {tab.rows[0]} over "
        f"{tab.rows[1]}: ad / bc, with the normal interval of its logarithm.",
    )


def _cramers_v(tab: CrossTab) -> dict[str, float]:
    return {"cramers_v": float(stats.contingency.association(tab.counts, method="cramer"))}


def _effect(tab: CrossTab) -> str:
    """Cramér's V in words by way of Cohen's w, which is V × sqrt(smaller side − 1)."""
    v = _cramers_v(tab)["cramers_v"]
    steps = tuple(step / np.sqrt(min(tab.counts.shape) - 1) for step in R_STEPS)
    return f"Cramér's V = {in_words(v, (steps[0], steps[1], steps[2]))}"


def _strongest(tab: CrossTab) -> str:
    """The combination that departs most from independence, as the sentence's beginning."""
    expected = tab.expected
    i, j = np.unravel_index(np.argmax(np.abs(tab.counts - expected) / np.sqrt(expected)), expected.shape)
    count, by_chance = int(tab.counts[i, j]), float(expected[i, j])
    return (
        f"{tab.rows_of} = {tab.rows[i]} and {tab.columns_of} = {tab.columns[j]} occur together "
        f"{counted(count, 'time')}, where {number(by_chance)} would be expected of unrelated columns"
    )


def _result(
    sample: Sample,
    tab: CrossTab,
    outcome: Outcome,
    settings: Settings,
    checks: tuple[Assumption, ...],
    tables: tuple[ResultTable, ...] = (),
    warnings: tuple[str, ...] = (),
) -> StatisticResult:
    names = [name for role in ("x_axis", "y_axis", "group_by") for name in sample.names(role)]
    missing = sample.total_rows - tab.n
    return StatisticResult(
        "contingency",
        (outcome.row(settings, n=tab.n), tab.table(), *tables),
        n=tab.n,
        missing=missing,
        missing_handling=f"Rows without a value in {listed(names)} were left out.",
        reading=outcome.reading(settings, f"n = {tab.n:,}"),
        conventions=outcome.conventions,
        assumptions=(*checks, INDEPENDENT_ROWS),
        warnings=warnings,
    )


def _expected_counts(tab: CrossTab) -> Assumption:
    expected = tab.expected
    small = int(np.count_nonzero(expected < _SMALL_EXPECTED))
    return Assumption(
        f"Expected counts of {_SMALL_EXPECTED} or more",
        small == 0,
        f"Smallest expected count: {number(float(expected.min()))}; {small:,} of {expected.size:,} are below "
        f"{_SMALL_EXPECTED}.",
    )


def _small_counts(checks: tuple[Assumption, ...]) -> tuple[str, ...]:
    if all(check.holds for check in checks):
        return ()
    return (
        "Some expected counts are small, so chi-square's p-value is rough; fisher doesn't need large ones.",
    )


_TESTS: Mapping[str, Callable[[CrossTab, Settings, Mapping[str, Any]], Outcome]] = {
    "chi_square": _chi_square,
    "fisher": _fisher,
}
