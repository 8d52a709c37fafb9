"""The tests of two or more samples at once: analysis of variance, Welch's form of it, Kruskal–Wallis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy import stats
from statsmodels.stats.oneway import anova_oneway

from engine.errors import StatisticRefused
from engine.statistics.checks import Floats
from engine.statistics.comparison_results import Outcome, Settings, interval
from engine.statistics.effect_sizes import (
    ETA_SQUARED_STEPS,
    ExplainedVariance,
    explained_variance,
    in_words,
    rank_epsilon_squared,
)
from engine.statistics.groups import Groups
from engine.statistics.wording import listed, number, percent

ManySampleTest = Callable[[Groups, Settings], Outcome]
_EXPLAINED = "eta² is the share of variance that the groups explain; omega² and epsilon² correct its bias."


def anova(groups: Groups, settings: Settings) -> Outcome:
    """One-way analysis of variance: means, with one variance for all groups."""
    test = stats.f_oneway(*groups.values)
    between, within = len(groups.labels) - 1, groups.n - len(groups.labels)
    effects = _explained(float(test.statistic), between, within, settings)
    cells = {
        "statistic": float(test.statistic), "df_between": between, "df_within": within,
        "p_value": float(test.pvalue), **_effect_cells(effects),
    }  # fmt: skip
    return Outcome(
        "One-way ANOVA",
        cells,
        _extremes(groups, "mean", np.mean),
        f"F({between}, {within:,}) = {number(test.statistic)}",
        _effect_words(effects, settings),
        ("ANOVA: equal variances are assumed.", _EXPLAINED),
    )


def welch_anova(groups: Groups, settings: Settings) -> Outcome:
    """Welch's analysis of variance: means, each group with its own variance."""
    if constant := groups.constant():
        raise StatisticRefused(
            f"Welch's ANOVA needs variation in every group, but the values of {groups.of} in "
            f"{listed(constant)} are all equal. Leave that out, or use anova or kruskal."
        )
    centre = float(np.median(np.concatenate(groups.values)))  # a large common offset would cost digits
    test = anova_oneway([values - centre for values in groups.values], use_var="unequal")
    between, within = len(groups.labels) - 1, groups.n - len(groups.labels)
    pooled = float(stats.f_oneway(*groups.values).statistic)
    effects = _explained(pooled, between, within, settings)
    cells = {
        "statistic": float(test.statistic), "df_between": between, "df_within": float(test.df_denom),
        "p_value": float(test.pvalue), **_effect_cells(effects),
    }  # fmt: skip
    return Outcome(
        "Welch's ANOVA",
        cells,
        _extremes(groups, "mean", np.mean),
        f"F({between}, {number(test.df_denom)}) = {number(test.statistic)}",
        _effect_words(effects, settings),
        (
            "Welch's ANOVA: equal variances are not assumed.",
            f"{_EXPLAINED} They come from the classic ANOVA of the same values.",
        ),
    )


def kruskal(groups: Groups, settings: Settings) -> Outcome:
    """Kruskal–Wallis: whether the values of one group tend to be higher than those of another."""
    test = stats.kruskal(*groups.values)
    effect = rank_epsilon_squared(float(test.statistic), groups.n)
    df = len(groups.labels) - 1
    cells = {
        "statistic": float(test.statistic), "df": df, "p_value": float(test.pvalue), "epsilon_squared": effect
    }  # fmt: skip
    return Outcome(
        "Kruskal–Wallis test",
        cells,
        _extremes(groups, "median", np.median),
        f"H = {number(test.statistic)}, df = {df}",
        f"epsilon² = {in_words(effect, ETA_SQUARED_STEPS)}",
        ("H is corrected for ties; epsilon² is H / (n − 1), the share of variance of the ranks.",),
    )


def _explained(f: float, between: int, within: int, settings: Settings) -> ExplainedVariance:
    if not np.isfinite(f):
        raise StatisticRefused("The values vary between the groups only, not within them: nothing to test.")
    return explained_variance(f, between, within, settings.confidence)


def _effect_cells(effects: ExplainedVariance) -> dict[str, Any]:
    eta = effects.eta_squared
    return {
        "eta_squared": eta.value, "eta_squared_low": eta.low, "eta_squared_high": eta.high,
        "omega_squared": effects.omega_squared, "epsilon_squared": effects.epsilon_squared,
    }  # fmt: skip


def _effect_words(effects: ExplainedVariance, settings: Settings) -> str:
    eta = effects.eta_squared
    return (
        f"the groups explain {percent(eta.value)} of the variance, eta² = "
        f"{in_words(eta.value, ETA_SQUARED_STEPS)}, {interval(eta.low, eta.high, settings.confidence)}"
    )


def _extremes(groups: Groups, name: str, centre: Callable[[Floats], Any]) -> str:
    centres = [float(centre(values)) for values in groups.values]
    high, low = int(np.argmax(centres)), int(np.argmin(centres))
    if high == low:
        return f"All {len(centres)} groups have the same {name} of {groups.of}, {number(centres[high])}"
    return (
        f"Of {len(centres)} groups, {groups.labels[high]} has the highest {name} of {groups.of} "
        f"({number(centres[high])}) and {groups.labels[low]} the lowest ({number(centres[low])})"
    )


MANY_SAMPLE_TESTS: Mapping[str, ManySampleTest] = {
    "anova": anova,
    "welch_anova": welch_anova,
    "kruskal": kruskal,
}
