"""The comparison of a figure between groups: the test, effect sizes, pairs, and what all that rests on."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import StatisticRefused
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.comparison_results import Outcome, Settings
from engine.statistics.group_tables import (
    EQUAL_VARIANCES,
    INDEPENDENT_ROWS,
    description,
    equal_variances,
    normality,
)
from engine.statistics.groups import Groups, groups_by_column
from engine.statistics.many_samples import MANY_SAMPLE_TESTS
from engine.statistics.pairwise import Pairwise, different_pairs, pairwise
from engine.statistics.results import Assumption, ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.two_samples import TWO_SAMPLE_TESTS
from engine.statistics.wording import listed

_MINIMUM = OPERATIONS["compare_groups"].minimum_rows
_OF_MEANS = frozenset({"t", "welch", "anova", "welch_anova"})
_OF_EQUAL_VARIANCES = {"t": "welch", "anova": "welch_anova"}
_FOR_MANY = {"t": "anova", "welch": "welch_anova", "mann_whitney": "kruskal", "ks": "kruskal"}
_SAMPLE_SD = "Sample standard deviation (n − 1)."


def compare_groups(sample: Sample) -> StatisticResult:
    """Whether `target_column` differs between the groups of `group_by`.

    Tables: `answer` (one row), `groups`, `pairs` for more than two, and `normality` for tests of
    means. Raises StatisticRefused for data that can't be compared.
    """
    groups, settings = groups_by_column(sample, _MINIMUM), Settings.of(sample)
    method = sample.parameters["method"] or ("welch" if len(groups.labels) == 2 else "welch_anova")
    if method in TWO_SAMPLE_TESTS:
        _check_two(groups, method, sample.name("group_by"))
        return compared(
            "compare_groups", groups, method, TWO_SAMPLE_TESTS[method](groups, settings), settings
        )
    _check_two_sided(settings, method)
    outcome = MANY_SAMPLE_TESTS[method](groups, settings)
    pairs = None
    if len(groups.labels) > 2:
        pairs = pairwise(groups, method, sample.parameters["correction"], settings)
    return compared("compare_groups", groups, method, outcome, settings, pairs)


def _check_two(groups: Groups, method: str, by: str) -> None:
    if len(groups.labels) > 2:
        raise StatisticRefused(
            f"{method} compares two groups, but {by} has {len(groups.labels)}: "
            f"{listed(groups.labels, most=10)}. Name two of them with groups, or use {_FOR_MANY[method]}."
        )


def _check_two_sided(settings: Settings, method: str) -> None:
    if settings.alternative != "two-sided":
        raise StatisticRefused(
            f"{method} has no direction, so alternative can't be {settings.alternative}; "
            "name two groups and use t, welch or mann_whitney."
        )


def compared(
    operation: str,
    groups: Groups,
    method: str,
    outcome: Outcome,
    settings: Settings,
    pairs: Pairwise | None = None,
) -> StatisticResult:
    """The result of a test of samples: its answer, the samples described, and the assumptions checked."""
    found = pairs or Pairwise(())
    checks, normal = _assumptions(groups, method, settings)
    return StatisticResult(
        operation,
        (
            _answer(groups, outcome, settings),
            description(groups, settings.confidence),
            *found.tables,
            *normal,
        ),
        n=groups.n,
        missing=groups.missing,
        missing_handling=groups.missing_handling,
        reading=outcome.reading(settings, groups.size) + (different_pairs(found) if pairs else ""),
        conventions=(*outcome.conventions, *found.conventions, _SAMPLE_SD),
        assumptions=checks,
        warnings=(*groups.warnings, *found.warnings, *_instead(checks, method)),
    )


def _answer(groups: Groups, outcome: Outcome, settings: Settings) -> ResultTable:
    if len(groups.labels) == 2:
        a, b = groups.labels
        n_a, n_b = groups.sizes
        return outcome.row(settings, group_a=a, group_b=b, n_a=n_a, n_b=n_b)
    return outcome.row(settings, groups=len(groups.labels), n=groups.n)


def _assumptions(
    groups: Groups, method: str, settings: Settings
) -> tuple[tuple[Assumption, ...], tuple[ResultTable, ...]]:
    if method not in _OF_MEANS:
        return (INDEPENDENT_ROWS,), ()
    tests, normal = normality(groups, settings.alpha)
    variances = (equal_variances(groups, settings.alpha),) if method in _OF_EQUAL_VARIANCES else ()
    return (normal, *variances, INDEPENDENT_ROWS), (tests,)


def _instead(checks: Iterable[Assumption], method: str) -> tuple[str, ...]:
    differ = any(check.name == EQUAL_VARIANCES and check.holds is False for check in checks)
    return (
        (f"The variances differ; {_OF_EQUAL_VARIANCES[method]} doesn't need equal ones.",) if differ else ()
    )
