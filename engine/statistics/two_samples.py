"""Tests of two samples: of means (Student, Welch), ranks (Mann–Whitney) and distributions (KS)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy import stats

from engine.statistics.comparison_results import Outcome, Settings, interval
from engine.statistics.effect_sizes import D_STEPS, R_STEPS, cohens_d, hedges_g, in_words, rank_biserial
from engine.statistics.groups import Groups
from engine.statistics.wording import number, percent

TwoSampleTest = Callable[[Groups, Settings], Outcome]


def student(groups: Groups, settings: Settings) -> Outcome:
    """Student's t-test: means, with one variance for both samples."""
    return _t_test("Student's t-test", groups, settings, equal_variances=True)


def welch(groups: Groups, settings: Settings) -> Outcome:
    """Welch's t-test: means, each sample with its own variance."""
    return _t_test("Welch's t-test", groups, settings, equal_variances=False)


def _t_test(name: str, groups: Groups, settings: Settings, *, equal_variances: bool) -> Outcome:
    first, second = groups.values
    test = stats.ttest_ind(first, second, equal_var=equal_variances, alternative=settings.alternative)
    low, high = map(float, test.confidence_interval(settings.confidence))
    g = hedges_g(first, second, settings.confidence)
    means = float(first.mean()), float(second.mean())
    cells = {
        "statistic": float(test.statistic), "df": float(test.df), "p_value": float(test.pvalue),
        "difference": means[0] - means[1], "ci_low": low, "ci_high": high,
        "cohens_d": cohens_d(first, second),
        "hedges_g": g.value, "hedges_g_low": g.low, "hedges_g_high": g.high,
    }  # fmt: skip
    return Outcome(
        name,
        cells,
        f"The mean of {groups.phrase(0)} is {number(means[0])}, that of {groups.phrase(1)} "
        f"{number(means[1])}, a difference of {number(means[0] - means[1])} "
        f"({interval(low, high, settings.confidence)})",
        f"t = {number(test.statistic)}, df = {number(test.df)}",
        f"Hedges' g = {in_words(g.value, D_STEPS)}",
        (
            f"Differences are {groups.labels[0]} minus {groups.labels[1]}.",
            "Student's test: equal variances are assumed."
            if equal_variances
            else "Welch's test: equal variances are not assumed.",
            "Cohen's d uses the pooled standard deviation; Hedges' g corrects its bias in small samples.",
        ),
    )


def mann_whitney(groups: Groups, settings: Settings) -> Outcome:
    """Mann–Whitney's U test (Wilcoxon's rank-sum test): whether values of one sample tend to be higher."""
    first, second = groups.values
    test = stats.mannwhitneyu(first, second, alternative=settings.alternative)
    effect = rank_biserial(first, second, settings.confidence)
    medians = float(np.median(first)), float(np.median(second))
    superiority = (effect.value + 1) / 2
    cells = {
        "statistic": float(test.statistic), "p_value": float(test.pvalue),
        "median_difference": medians[0] - medians[1], "probability_of_superiority": superiority,
        "rank_biserial": effect.value, "rank_biserial_low": effect.low, "rank_biserial_high": effect.high,
    }  # fmt: skip
    a, b = groups.labels
    return Outcome(
        "Mann–Whitney U test",
        cells,
        f"A value of {groups.phrase(0)} (median {number(medians[0])}) is higher than one of "
        f"{groups.phrase(1)} (median {number(medians[1])}) in {percent(superiority)} of pairs, "
        "ties counted half",
        f"U = {number(test.statistic)}",
        f"rank-biserial correlation = {in_words(effect.value, R_STEPS)}",
        (
            f"U is that of {a}; the difference of medians is {a} minus {b}.",
            "Exact p-value when a sample has at most 8 values and there are no ties; else the normal "
            "approximation with corrections for ties and continuity.",
            "Interval of the rank-biserial correlation by Brunner and Munzel.",
        ),
    )


def kolmogorov_smirnov(groups: Groups, settings: Settings) -> Outcome:
    """The two-sample Kolmogorov–Smirnov test: the largest gap between cumulative distributions."""
    first, second = groups.values
    test = stats.ks_2samp(first, second, alternative=settings.alternative)
    cells = {
        "statistic": float(test.statistic), "p_value": float(test.pvalue),
        "largest_gap_at": float(test.statistic_location),
    }  # fmt: skip
    a, b = groups.labels
    return Outcome(
        "Two-sample Kolmogorov–Smirnov test",
        cells,
        f"The distributions of {groups.phrase(0)} and of {groups.phrase(1)} are furthest apart at "
        f"{number(test.statistic_location)}, where the shares of values up to there differ by "
        f"{percent(float(test.statistic))}",
        f"D = {number(test.statistic)}",
        conventions=_one_sided_ks(settings, a, b),
    )


def _one_sided_ks(settings: Settings, a: str, b: str) -> tuple[str, ...]:
    if settings.alternative == "two-sided":
        return ("Exact p-value for samples of at most 10,000 values, else the asymptotic one.",)
    return (
        f"The alternative speaks of the cumulative distribution, as in SciPy and R: “{settings.alternative}” "
        f"means that of {a} is {settings.alternative} than that of {b}, so its values tend the other way.",
    )


TWO_SAMPLE_TESTS: Mapping[str, TwoSampleTest] = {
    "t": student,
    "welch": welch,
    "mann_whitney": mann_whitney,
    "ks": kolmogorov_smirnov,
}
