"""Fisher's exact test of a table: exact for 2 × 2, from random tables with the same margins for larger."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from engine.statistics.comparison_results import Settings
from engine.statistics.crosstab import CountArray, CrossTab

RESAMPLES = 9_999
SEED = 42
MOST_FOR_CONDITIONAL = 2_000
"""Rows for which the conditional odds ratio is solved for in well under a second."""
_CELLS_AT_ONCE = 1_000_000


def simulated_p_value(counts: CountArray) -> float:
    """The share of random tables that are at most as probable as this one (Freeman & Halton, 1951).

    As `scipy.stats.fisher_exact` does it, but comparing logarithms: the probabilities of a table of
    some hundred cells are too small for a double, and SciPy 1.17 mistakes many rows for many tables.
    """
    tables = stats.random_table(counts.sum(axis=1), counts.sum(axis=0), seed=np.random.default_rng(SEED))

    def drawn(size: tuple[int, int]) -> Any:
        return tables.rvs(size=size[0]).reshape(size)

    def log_probability(cells: Any, axis: int) -> Any:
        return tables.logpmf(cells.reshape(*cells.shape[:-1], *counts.shape))

    test = stats.monte_carlo_test(
        counts.ravel(),
        drawn,
        log_probability,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=max(1, _CELLS_AT_ONCE // counts.size),
        alternative="less",
    )
    return float(test.pvalue)


def conditional_odds_ratio(tab: CrossTab, settings: Settings) -> dict[str, float]:
    """The conditional maximum likelihood estimate with its exact interval, as R's fisher.test gives it."""
    ratio = stats.contingency.odds_ratio(tab.counts, kind="conditional")
    limits = ratio.confidence_interval(settings.confidence)
    return {
        "conditional_odds_ratio": float(ratio.statistic),
        "conditional_low": float(limits.low),
        "conditional_high": float(limits.high),
    }
