"""Tests of whether a column may come from a normal distribution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.diagnostic import lilliefors, normal_ad

from engine.errors import StatisticRefused
from engine.statistics.checks import Floats, values_of
from engine.statistics.results import Assumption, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import number, p_value, percent

_MANY = 5_000
"""SciPy's bound above which the p-value of Shapiro and Wilk's test is said to be inaccurate."""
_FEW = 20
"""SciPy's bound below which its test of kurtosis is."""


@dataclass(frozen=True, slots=True)
class _Test:
    title: str
    symbol: str
    minimum: int
    """Values that it needs."""
    run: Callable[[Floats], tuple[float, float]]
    convention: str = ""


def _anderson(values: Floats) -> tuple[float, float]:
    # SciPy's statistic holds far out in the tails, where statsmodels' becomes infinite; SciPy's own
    # p-value ends at 0.01 and 0.15.
    return stats.anderson(values, "norm", method="interpolate").statistic, normal_ad(values)[1]


def _kolmogorov_smirnov(values: Floats) -> tuple[float, float]:
    result = stats.kstest(values, "norm", args=(values.mean(), values.std(ddof=1)))
    return result.statistic, result.pvalue


_TESTS = {
    "shapiro": _Test("Shapiro–Wilk", "W", 3, lambda values: tuple(stats.shapiro(values))),
    "dagostino": _Test("D'Agostino–Pearson", "K²", 8, lambda values: tuple(stats.normaltest(values))),
    "anderson": _Test(
        "Anderson–Darling",
        "A²",
        8,
        _anderson,
        "Anderson–Darling: mean and deviation estimated, p-value after Stephens (1986).",
    ),
    "lilliefors": _Test(
        "Lilliefors",
        "D",
        4,
        lilliefors,
        "Lilliefors: p-value from statsmodels' simulated table, which ends at 0.001 and 0.99.",
    ),
    "kolmogorov_smirnov": _Test(
        "Kolmogorov–Smirnov",
        "D",
        3,
        _kolmogorov_smirnov,
        "Kolmogorov–Smirnov: against a normal distribution with the sample's own mean and deviation (n − 1).",
    ),
}


@dataclass(frozen=True, slots=True)
class _Outcome:
    test: _Test
    statistic: float
    p_value: float
    rejected: bool


def normality(sample: Sample) -> StatisticResult:
    """One row per test with its decision at `alpha`; skewness and kurtosis beside them."""
    name, alpha = sample.name("target_column"), sample.parameters["alpha"]
    values = values_of(sample, "target_column", minimum=3)
    tests, omitted = _possible(list(dict.fromkeys(sample.parameters["methods"])), len(values))
    outcomes = [_outcome(test, values, alpha) for test in tests]
    shape = [name, stats.skew(values), stats.kurtosis(values)]
    return StatisticResult(
        "normality",
        (
            table("tests", _COLUMNS, [_row(outcome, len(values), alpha) for outcome in outcomes]),
            table("shape", {"column": "VARCHAR", "skewness": "DOUBLE", "excess_kurtosis": "DOUBLE"}, [shape]),
        ),
        n=len(values),
        missing=sample.total_rows - len(values),
        missing_handling="Rows without a value are left out.",
        reading=_reading(name, outcomes, len(values), alpha),
        conventions=tuple(test.convention for test in tests if test.convention),
        assumptions=(
            Assumption("independent rows", None, "Each row is taken for an observation of its own."),
        ),
        warnings=(*omitted, *_warnings({test.title for test in tests}, len(values))),
    )


_COLUMNS = {
    "test": "VARCHAR",
    "statistic": "DOUBLE",
    "p_value": "DOUBLE",
    "n": "BIGINT",
    "alpha": "DOUBLE",
    "normality_rejected": "BOOLEAN",
}


def _possible(methods: list[str], n: int) -> tuple[list[_Test], list[str]]:
    """The tests that n values allow, and a sentence for each of the others."""
    asked = [_TESTS[method] for method in methods]
    too_few = [
        f"{test.title} needs at least {test.minimum} values; there are {n}."
        for test in asked
        if n < test.minimum
    ]
    if len(too_few) == len(asked):
        raise StatisticRefused(" ".join(too_few))
    return [test for test in asked if n >= test.minimum], too_few


def _outcome(test: _Test, values: Floats, alpha: float) -> _Outcome:
    statistic, p = (float(figure) for figure in test.run(values))
    if not np.isfinite((statistic, p)).all():
        raise StatisticRefused(f"{test.title} can't be computed: some values lie too far from the others.")
    return _Outcome(test, statistic, p, p < alpha)


def _row(outcome: _Outcome, n: int, alpha: float) -> list[object]:
    return [outcome.test.title, outcome.statistic, outcome.p_value, n, alpha, outcome.rejected]


def _warnings(titles: set[str], n: int) -> list[str]:
    found = []
    if "Shapiro–Wilk" in titles and n > _MANY:
        found.append(f"The p-value of Shapiro–Wilk is approximate above {_MANY:,} rows.")
    if "D'Agostino–Pearson" in titles and n < _FEW:
        found.append(f"The p-value of D'Agostino–Pearson is approximate below {_FEW} rows.")
    if "Kolmogorov–Smirnov" in titles:
        found.append(
            "The p-value of Kolmogorov–Smirnov is too large, since mean and deviation were estimated; "
            "Lilliefors corrects for that."
        )
    if n > _MANY:
        found.append(
            f"With {n:,} rows even slight departures from normality are significant; skewness and kurtosis "
            "say how large they are."
        )
    return found


def _reading(name: str, outcomes: list[_Outcome], n: int, alpha: float) -> str:
    rejected = sum(outcome.rejected for outcome in outcomes)
    if not rejected:
        words = f"Nothing speaks against a normal distribution of {name}"
    elif rejected == len(outcomes):
        words = f"{name} is not normally distributed"
    else:
        words = f"The tests disagree on whether {name} is normally distributed"
    first = outcomes[0]
    figures = f"{first.test.title} {first.test.symbol} = {number(first.statistic)}, {p_value(first.p_value)}"
    of = f" by {rejected} of {len(outcomes)} tests" if len(outcomes) > 1 else ""
    decision = (
        f"normality is {'' if rejected else 'not '}rejected at {percent(alpha)}{of if rejected else ''}"
    )
    return f"{words}: {figures} (n = {n:,}); {decision}."
