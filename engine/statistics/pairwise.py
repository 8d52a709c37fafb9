"""Which groups differ from which: a test for every pair, with p-values corrected for their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

from engine.errors import StatisticRefused
from engine.statistics.checks import Floats
from engine.statistics.comparison_results import Settings
from engine.statistics.effect_sizes import hedges_g
from engine.statistics.groups import Groups
from engine.statistics.results import ResultTable
from engine.statistics.tables import table

_MOST_GROUPS_WITH_GAMES_HOWELL_INTERVALS = 8
"""Each needs a quantile of the studentized range of its own, about 0.08 s."""
_MOST_VALUES = 50_000_000
"""Values that all pairs together may go through: a minute of ranking."""
_PAIRS_SAID = 5
_TOO_MANY = "Pairs of groups were not compared: too many rows for so many groups."
_NAMES = {"holm": "Holm", "bonferroni": "Bonferroni", "fdr_bh": "Benjamini–Hochberg"}

_TUKEY = {
    "group_a": "VARCHAR", "group_b": "VARCHAR", "difference": "DOUBLE", "ci_low": "DOUBLE",
    "ci_high": "DOUBLE", "hedges_g": "DOUBLE", "p_adjusted": "DOUBLE", "significant": "BOOLEAN",
}  # fmt: skip
_T_TESTS = {
    "group_a": "VARCHAR", "group_b": "VARCHAR", "difference": "DOUBLE", "ci_low": "DOUBLE",
    "ci_high": "DOUBLE", "hedges_g": "DOUBLE", "statistic": "DOUBLE", "df": "DOUBLE",
    "p_value": "DOUBLE", "p_adjusted": "DOUBLE", "significant": "BOOLEAN",
}  # fmt: skip
_RANKS = {
    "group_a": "VARCHAR", "group_b": "VARCHAR", "median_difference": "DOUBLE", "rank_biserial": "DOUBLE",
    "statistic": "DOUBLE", "p_value": "DOUBLE", "p_adjusted": "DOUBLE", "significant": "BOOLEAN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pairwise:
    """The table of pairs, how they were compared, and what must be known; no table where it is too much."""

    tables: tuple[ResultTable, ...]
    conventions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def pairwise(groups: Groups, method: str, correction: str | None, settings: Settings) -> Pairwise:
    """Every pair of groups, by the test that belongs to `method` (anova, welch_anova or kruskal).

    Without a correction asked for: Tukey's HSD after ANOVA, Games–Howell after Welch's, Holm's after
    Kruskal–Wallis. Raises StatisticRefused for Tukey's correction of rank tests.
    """
    chosen = correction or ("holm" if method == "kruskal" else "tukey")
    if chosen == "tukey":
        if method == "kruskal":
            raise StatisticRefused(
                "Tukey's correction is for means; after kruskal use holm, bonferroni or fdr_bh."
            )
        return _tukey(groups, settings, equal_variances=method == "anova")
    if groups.n * (len(groups.labels) - 1) > _MOST_VALUES:
        return Pairwise((), warnings=(_TOO_MANY,))
    if method == "kruskal":
        return _ranks(groups, chosen, settings)
    return _t_tests(groups, chosen, settings, equal_variances=method == "anova")


def _tukey(groups: Groups, settings: Settings, *, equal_variances: bool) -> Pairwise:
    test = stats.tukey_hsd(*groups.values, equal_var=equal_variances)
    with_intervals = equal_variances or len(groups.labels) <= _MOST_GROUPS_WITH_GAMES_HOWELL_INTERVALS
    limits = test.confidence_interval(settings.confidence) if with_intervals else None
    rows = []
    for i, j in combinations(range(len(groups.labels)), 2):
        low, high = (limits.low[i, j], limits.high[i, j]) if limits else (np.nan, np.nan)
        g = hedges_g(groups.values[i], groups.values[j], settings.confidence).value
        p = float(test.pvalue[i, j])
        rows.append([*_labels(groups, i, j), test.statistic[i, j], low, high, g, p, p < settings.alpha])
    name = "Tukey's HSD (Tukey–Kramer for unequal sizes)" if equal_variances else "Games–Howell"
    many = f"more than {_MOST_GROUPS_WITH_GAMES_HOWELL_INTERVALS} groups"
    return Pairwise(
        (table("pairs", _TUKEY, rows),),
        (f"Pairs of groups by {name}: p-values and intervals hold for all pairs together.",),
        () if with_intervals else (f"Intervals of the pairs' differences are left out for {many}.",),
    )


def _t_tests(groups: Groups, correction: str, settings: Settings, *, equal_variances: bool) -> Pairwise:
    rows = [
        [
            *_labels(groups, i, j),
            *_t_test(groups.values[i], groups.values[j], settings, equal_variances=equal_variances),
        ]
        for i, j in combinations(range(len(groups.labels)), 2)
    ]
    test = "Student's t-test" if equal_variances else "Welch's t-test"
    return Pairwise(
        (table("pairs", _T_TESTS, _with_adjusted(rows, correction, settings)),),
        (f"Pairs of groups by {test}, {_corrected(correction)}; intervals are not corrected.",),
    )


def _t_test(first: Floats, second: Floats, settings: Settings, *, equal_variances: bool) -> list[float]:
    difference = float(first.mean() - second.mean())
    test = stats.ttest_ind(first, second, equal_var=equal_variances)
    if not np.isfinite(test.statistic):  # both groups without variation: a p-value of 0 would prove nothing
        return [difference, *[np.nan] * 6]
    g = hedges_g(first, second, settings.confidence).value
    limits = test.confidence_interval(settings.confidence)
    return [difference, limits.low, limits.high, g, test.statistic, test.df, test.pvalue]


def _ranks(groups: Groups, correction: str, settings: Settings) -> Pairwise:
    rows = [
        [*_labels(groups, i, j), *_rank_test(groups.values[i], groups.values[j])]
        for i, j in combinations(range(len(groups.labels)), 2)
    ]
    return Pairwise(
        (table("pairs", _RANKS, _with_adjusted(rows, correction, settings)),),
        (f"Pairs of groups by Mann–Whitney's U test, {_corrected(correction)}.",),
    )


def _rank_test(first: Floats, second: Floats) -> list[float]:
    test = stats.mannwhitneyu(first, second)
    rank_biserial = 2 * test.statistic / (len(first) * len(second)) - 1
    return [np.median(first) - np.median(second), rank_biserial, test.statistic, test.pvalue]


def _with_adjusted(rows: Sequence[list[Any]], correction: str, settings: Settings) -> Iterator[list[Any]]:
    """Rows that end with a p-value, with the corrected one and the decision; a pair without p stays so."""
    adjusted = _adjusted([row[-1] for row in rows], correction)
    for row, p in zip(rows, adjusted, strict=True):
        yield [*row, p, None if np.isnan(p) else bool(p < settings.alpha)]


def _adjusted(p_values: Iterable[float], correction: str) -> Floats:
    adjusted = np.array(list(p_values), dtype=np.float64)
    known = ~np.isnan(adjusted)
    if correction != "none" and known.any():
        adjusted[known] = multipletests(adjusted[known], method=correction)[1]
    return adjusted


def _corrected(correction: str) -> str:
    return f"p-values corrected by {_NAMES[correction]}" if correction in _NAMES else "p-values not corrected"


def _labels(groups: Groups, i: int, j: int) -> tuple[str, str]:
    return groups.labels[i], groups.labels[j]


def different_pairs(found: Pairwise) -> str:
    """A sentence for the reading: which pairs differ after correction."""
    if not found.tables:
        return ""
    significant = found.tables[0].column_names.index("significant")
    pairs = [f"{row[0]} and {row[1]}" for row in found.tables[0].rows if row[significant]]
    more = [f"{len(pairs) - _PAIRS_SAID} more"] if len(pairs) > _PAIRS_SAID else []
    said = "; ".join(pairs[:_PAIRS_SAID] + more)
    return f" Pairs that differ: {said}." if pairs else " No single pair differs."
