"""The relation of two categories within the strata of a third, pooled: Mantel and Haenszel's test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from engine.errors import StatisticRefused
from engine.statistics.comparison_results import Outcome, Settings, interval
from engine.statistics.crosstab import CountArray, CrossTab
from engine.statistics.effect_sizes import Estimate
from engine.statistics.results import Assumption, ResultTable
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import counted, number, p_value

_MOST_STRATA_SHOWN = 1_000
_STRATA = {"stratum": "VARCHAR", "n": "BIGINT", **dict.fromkeys("abcd", "BIGINT"), "odds_ratio": "DOUBLE"}


@dataclass(frozen=True, slots=True)
class Stratified:
    """The pooled test, its strata, and whether one odds ratio can stand for all of them."""

    outcome: Outcome
    strata: ResultTable
    homogeneity: Assumption
    warnings: tuple[str, ...]


def mantel_haenszel(sample: Sample, tab: CrossTab, settings: Settings) -> Stratified:
    """The common odds ratio of a 2 × 2 table over the strata of `group_by`, and the test that it is 1.

    Interval of Robins, Breslow and Greenland (1986), homogeneity by Breslow and Day with Tarone's
    adjustment. Raises StatisticRefused for larger tables and when no stratum says anything.
    """
    if not tab.is_two_by_two:
        raise StatisticRefused(
            f"Mantel–Haenszel takes two columns of two values each, but {tab.rows_of} has {len(tab.rows)} "
            f"and {tab.columns_of} has {len(tab.columns)}. Filter them to two, or leave the strata out."
        )
    labels, counts = _strata(sample, tab)
    says_something = _has_full_margins(counts)
    if not says_something.any():
        raise StatisticRefused(
            f"In no stratum of {sample.name('group_by')} do both columns have both of their values, so there "
            "is nothing to pool."
        )
    pooled = StratifiedTable(np.moveaxis(counts[says_something], 0, -1).astype(np.float64))
    return Stratified(
        _outcome(pooled, tab, settings, corrected=bool(sample.parameters["continuity_correction"])),
        _strata_table(labels, counts),
        _homogeneity(pooled, settings),
        _warnings(int(np.count_nonzero(~says_something))),
    )


def _strata(sample: Sample, tab: CrossTab) -> tuple[list[str], CountArray]:
    """The labels of strata and their tables, shaped (strata, 2, 2)."""
    names = [sample.name(role) for role in ("group_by", "x_axis", "y_axis")]
    rows = sample.complete("x_axis", "y_axis", "group_by", minimum=1)
    strata, first, second = (rows[name].cat.remove_unused_categories() for name in names)
    codes = (
        strata.cat.codes.to_numpy(dtype=np.int64) * 2 + first.cat.codes.to_numpy()
    ) * 2 + second.cat.codes
    labels = list(map(str, strata.cat.categories))
    return labels, np.bincount(codes, minlength=4 * len(labels)).reshape(-1, 2, 2).astype(np.int64)


def _has_full_margins(counts: CountArray) -> Any:
    """Which strata have rows in both rows and both columns; the others add nothing to any sum."""
    return (counts.sum(axis=1) > 0).all(axis=1) & (counts.sum(axis=2) > 0).all(axis=1)


def _outcome(pooled: StratifiedTable, tab: CrossTab, settings: Settings, *, corrected: bool) -> Outcome:
    statistic = float(pooled.test_null_odds(correction=corrected and _can_correct(pooled)).statistic)
    odds = _common_odds_ratio(pooled, settings)
    cells = {
        "statistic": statistic, "df": 1, "p_value": float(stats.chi2.sf(statistic, 1)),
        "odds_ratio": odds.value, "odds_ratio_low": odds.low, "odds_ratio_high": odds.high,
        "strata": pooled.table.shape[2],
    }  # fmt: skip
    return Outcome(
        "Mantel–Haenszel test",
        cells,
        _finding(odds, tab, settings),
        f"χ² = {number(statistic)}, df = 1",
        conventions=(
            "Mantel and Haenszel's common odds ratio with the interval of Robins, Breslow and Greenland.",
            f"In each stratum a and b count {tab.rows[0]} by {tab.columns[0]} and {tab.columns[1]}, "
            f"c and d count {tab.rows[1]}.",
            *(("The statistic has a continuity correction of one half.",) if corrected else ()),
        ),
    )


def _common_odds_ratio(pooled: StratifiedTable, settings: Settings) -> Estimate:
    """NaN where a combination never occurs, which would make it zero or infinite."""
    odds = float(pooled.oddsratio_pooled)
    if not (np.isfinite(odds) and odds > 0):
        return Estimate(np.nan, np.nan, np.nan)
    low, high = pooled.oddsratio_pooled_confint(1 - settings.confidence)
    return Estimate(odds, float(low), float(high))


def _finding(odds: Estimate, tab: CrossTab, settings: Settings) -> str:
    if np.isnan(odds.value):
        return (
            f"A combination of {tab.rows_of} and {tab.columns_of} never occurs in any stratum, so there is "
            "no common odds ratio"
        )
    return (
        f"Within strata, the odds of {tab.columns_of} = {tab.columns[0]} rather than {tab.columns[1]} are "
        f"{number(odds.value)} times as high for {tab.rows_of} = {tab.rows[0]} as for {tab.rows[1]} "
        f"({interval(odds.low, odds.high, settings.confidence)})"
    )


def _can_correct(pooled: StratifiedTable) -> bool:
    """Whether the sum is half a count or more from what is expected; as in R, else nothing is taken off."""
    sums = pooled.table.sum(axis=1)[0], pooled.table.sum(axis=0)[0], pooled.table.sum(axis=(0, 1))
    return bool(abs(np.sum(pooled.table[0, 0] - sums[0] * sums[1] / sums[2])) >= 0.5)


def _strata_table(labels: list[str], counts: CountArray) -> ResultTable:
    """One row per stratum: its counts, named a to d as in textbooks, and its odds ratio ad / bc."""
    rows = (
        [label, own.sum(), *own.ravel(), stats.contingency.odds_ratio(own, kind="sample").statistic]
        for label, own in zip(labels[:_MOST_STRATA_SHOWN], counts, strict=False)
    )
    return table("strata", _STRATA, rows, total_rows=len(labels))


def _homogeneity(pooled: StratifiedTable, settings: Settings) -> Assumption:
    name = "One odds ratio for all strata"
    if pooled.table.shape[2] < 2:
        return Assumption(name, None, "Only one stratum says anything, so there is nothing to compare.")
    test = pooled.test_equal_odds(adjust=True)
    p = float(stats.chi2.sf(test.statistic, pooled.table.shape[2] - 1))
    if not np.isfinite(p):
        return Assumption(name, None, "The Breslow–Day test can't be computed for these strata.")
    detail = f"Breslow–Day test with Tarone's adjustment: χ² = {number(test.statistic)}, {p_value(p)}."
    return Assumption(name, p >= settings.alpha, detail)


def _warnings(left_out: int) -> tuple[str, ...]:
    if not left_out:
        return ()
    where = counted(left_out, "stratum", "strata")
    return (f"{where} in which a column has one value only add nothing to the pooled test.",)
