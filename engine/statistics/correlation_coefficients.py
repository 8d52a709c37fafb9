"""The three coefficients of correlation, their p-values and intervals, for all operations that use them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from scipy import stats

from engine.statistics.checks import Floats
from engine.statistics.wording import number, p_value, percent

_FUNCTIONS = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}
SYMBOLS = {"pearson": "r", "spearman": "rho", "kendall": "tau"}
CONVENTIONS = {
    "pearson": ("Pearson's r; interval by Fisher's transformation.",),
    "spearman": (
        "Spearman's rho: ties get their mean rank; p-value from the t distribution, interval after Bonett "
        "and Wright (2000).",
    ),
    "kendall": (
        "Kendall's tau-b; p-value exact for few rows without ties, else normal; interval after Bonett and "
        "Wright (2000).",
    ),
}
Interval = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Correlated:
    """A coefficient; `low` and `high` are None where n is too small for an interval, or it is ±1."""

    value: float
    p_value: float
    low: float | None
    high: float | None


def correlate(
    x: Floats, y: Floats, method: str, *, alternative: str = "two-sided", confidence: float = 0.95
) -> Correlated:
    """The coefficient of two columns of equal length, neither of which is constant."""
    result: Any = _FUNCTIONS[method](x, y, alternative=alternative)
    value = float(result.statistic)
    if method == "pearson" and len(x) > 3:
        low, high = (float(bound) for bound in result.confidence_interval(confidence))
        return Correlated(value, float(result.pvalue), low, high)
    low_high = rank_interval(value, len(x), method, confidence, alternative)
    return Correlated(value, float(result.pvalue), *low_high)


def rank_interval(value: float, n: int, method: str, confidence: float, alternative: str) -> Interval:
    """Bonett & Wright (2000), "Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations", Psychometrika 65, 23-28: Fisher's transformation with a variance of its own.
    """
    if method == "kendall":
        variance = 0.437 / (n - 4) if n > 4 else math.inf
    else:
        variance = (1 + value**2 / 2) / (n - 3) if n > 3 else math.inf
    return fisher_interval(value, math.sqrt(variance), confidence, alternative)


def fisher_interval(value: float, error: float, confidence: float, alternative: str) -> Interval:
    """The interval of a coefficient whose transformed value atanh(r) has this standard error."""
    if abs(value) >= 1 or math.isinf(error):
        return None, None
    sides = 2 if alternative == "two-sided" else 1
    reach = float(stats.norm.isf((1 - confidence) / sides)) * error
    middle = math.atanh(value)
    low = -1.0 if alternative == "less" else math.tanh(middle - reach)
    high = 1.0 if alternative == "greater" else math.tanh(middle + reach)
    return low, high


def figures(found: Correlated, method: str, confidence: float, n: int) -> str:
    """`r = 0.71, 95 % interval 0.63 to 0.78, n = 148, p < 0.001`."""
    interval = ""
    if found.low is not None and found.high is not None:
        interval = f"{percent(confidence)} interval {number(found.low, 3)} to {number(found.high, 3)}, "
    return f"{SYMBOLS[method]} = {number(found.value, 3)} ({interval}n = {n:,}, {p_value(found.p_value)})"


def relation(x: str, y: str, found: Correlated, alpha: float) -> str:
    """What the sign and the significance say, in words."""
    if found.p_value >= alpha:
        return f"{x} and {y} show no clear relation"
    return f"{x} and {y} rise together" if found.value > 0 else f"{y} falls as {x} rises"
