"""How large a difference is, apart from how sure one can be of it: effect sizes with their sources.

The words for sizes are Cohen's rules of thumb (Statistical Power Analysis, 1988): a field that
knows its own scale should read the figure instead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.nonparametric import rank_compare_2indep
from statsmodels.stats.oneway import confint_effectsize_oneway, convert_effectsize_fsqu

from engine.statistics.checks import Floats
from engine.statistics.wording import number

D_STEPS = (0.2, 0.5, 0.8)
R_STEPS = (0.1, 0.3, 0.5)
ETA_SQUARED_STEPS = (0.01, 0.06, 0.14)
_LARGEST_NONCENTRALITY = 9_999.0
"""SciPy searches noncentralities up to 10,000; beyond, the ends of intervals would be wrong."""


class Estimate(NamedTuple):
    """A figure with the ends of its interval; an end that can't be given is NaN."""

    value: float
    low: float
    high: float


class ExplainedVariance(NamedTuple):
    """Shares of variance that groups explain; eta² overstates it in small samples, the others are
    corrected for that and go below zero where groups explain nothing."""

    eta_squared: Estimate
    omega_squared: float
    epsilon_squared: float


def in_words(effect: float, steps: tuple[float, float, float]) -> str:
    """The figure with its size: `0.914, large by Cohen's rule of thumb`."""
    size = ("negligible", "small", "medium", "large")[int(np.searchsorted(steps, abs(effect), side="right"))]
    return f"{number(effect, 3)}, {size} by Cohen's rule of thumb"


def cohens_d(first: Floats, second: Floats) -> float:
    """The difference of means in pooled standard deviations (Cohen, 1988)."""
    freedom = len(first) + len(second) - 2
    pooled = ((len(first) - 1) * first.var(ddof=1) + (len(second) - 1) * second.var(ddof=1)) / freedom
    return float((first.mean() - second.mean()) / np.sqrt(pooled))


def hedges_g(first: Floats, second: Floats, confidence: float) -> Estimate:
    """Cohen's d without its bias in small samples, with the large-sample interval.

    Hedges & Olkin, Statistical Methods for Meta-Analysis (1985), as statsmodels computes it.
    """
    value, variance = effectsize_smd(
        first.mean(), first.std(ddof=1), len(first), second.mean(), second.std(ddof=1), len(second)
    )
    half = stats.norm.isf((1 - confidence) / 2) * np.sqrt(variance)
    return Estimate(float(value), float(value - half), float(value + half))


def rank_biserial(first: Floats, second: Floats, confidence: float) -> Estimate:
    """The share of pairs in which the first is higher, less the share in which it is lower.

    Interval of Brunner & Munzel (2000), which statsmodels computes; none when the samples don't overlap.
    """
    compared = rank_compare_2indep(first, second)
    value = float(2 * compared.prob1 - 1)
    if not compared.var_prob > 0:
        return Estimate(value, np.nan, np.nan)
    low, high = compared.confint_lintransf(const=-1, slope=2, alpha=1 - confidence)
    return Estimate(value, max(-1.0, float(low)), min(1.0, float(high)))


def explained_variance(f: float, between: int, within: int, confidence: float) -> ExplainedVariance:
    """Effect sizes of an analysis of variance from its F and degrees of freedom.

    eta² by statsmodels with the interval that inverts the noncentral F distribution; omega² (Hays,
    1963) and epsilon² (Kelley, 1935) by the formulas in `statsmodels.stats.oneway`.
    """
    limits = confint_effectsize_oneway(f, (between, within), alpha=1 - confidence)
    known = max(limits.ci_nc) < _LARGEST_NONCENTRALITY
    low, high = limits.eta2 if known else (np.nan, np.nan)
    eta = convert_effectsize_fsqu(f2=np.float64(f * between / within)).eta2  # divides by an f2 of 0
    return ExplainedVariance(
        Estimate(float(eta), float(low), float(high)),
        omega_squared=(f - 1) / (f + (within + 1) / between),
        epsilon_squared=(f - 1) / (f + within / between),
    )


def rank_epsilon_squared(h: float, n: int) -> float:
    """The share of the variance of ranks that groups explain: H / (n − 1).

    Tomczak & Tomczak, The need to report effect size estimates revisited (2014).
    """
    return h / (n - 1)
