"""Tests of variances against published answers and SciPy, and data that can't be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.classic_data import GEAR, INSECT_SPRAYS, PLANT_GROWTH, SERUM_IRON, long_form
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, one_row

ROLES = {"target_column": "value", "group_by": "group"}


def compare(groups: Mapping[str, Sequence[float]], /, **parameters: Any) -> StatisticResult:
    sample = make_sample(long_form(groups), ROLES, "compare_variances", **parameters)
    result = compute("compare_variances", sample)
    assert_json_safe(result)
    return result


def refused(groups: Mapping[str, Sequence[float]], /, **parameters: Any) -> str:
    with pytest.raises(StatisticRefused) as error:
        compare(groups, **parameters)
    return error.value.message


def test_levenes_test_is_that_of_nist() -> None:
    """NIST/SEMATECH e-handbook, 1.3.5.10: W = 1.705910 for GEAR.DAT."""
    found = one_row(compare(GEAR), "answer")
    assert found["statistic"] == pytest.approx(1.705910, abs=1e-5)
    assert (found["df_between"], found["df_within"]) == (9, 90)


def test_bartletts_test_is_that_of_nist_and_r() -> None:
    """NIST/SEMATECH e-handbook, 1.3.5.7: T = 20.7858; R: bartlett.test(count ~ spray, InsectSprays)."""
    assert one_row(compare(GEAR, method="bartlett"), "answer")["statistic"] == pytest.approx(
        20.7858, abs=1e-4
    )
    sprays = one_row(compare(INSECT_SPRAYS, method="bartlett"), "answer")
    assert sprays["statistic"] == pytest.approx(25.96, abs=5e-3)
    assert sprays["df"] == 5
    assert sprays["p_value"] == pytest.approx(9.085e-05, abs=5e-9)


def test_moods_test_is_that_of_sas() -> None:
    """PROC NPAR1WAY as quoted in SciPy's tests; the figures of R's ?mood.test leave ties uncorrected."""
    found = one_row(compare(SERUM_IRON, method="mood", groups=["Ramsay", "Jung-Parekh"]), "answer")
    assert found["statistic"] == pytest.approx(1.019938533549930, rel=1e-14)
    assert found["p_value"] == pytest.approx(0.3077576129778760, rel=1e-14)


@pytest.mark.parametrize("center", ["median", "mean", "trimmed"])
def test_levenes_test_is_scipys_around_each_centre(center: str) -> None:
    result = compare(INSECT_SPRAYS, center=center)
    expected = stats.levene(*INSECT_SPRAYS.values(), center=center)
    found = one_row(result, "answer")
    assert (found["statistic"], found["p_value"]) == (expected.statistic, expected.pvalue)
    assert center in result.conventions[0]


def test_the_groups_are_described_and_the_spread_is_read_out() -> None:
    result = compare(PLANT_GROWTH)
    deviations = column(result, "groups", "sd")
    assert one_row(result, "answer")["variance_ratio"] == pytest.approx(
        (max(deviations) / min(deviations)) ** 2
    )
    assert result.reading == (
        "The standard deviation is largest for value where group is trt1 (0.7937) and smallest for value where "
        "group is trt2 (0.4426). This is not statistically significant at the 5 % level (Levene's test: "
        "W(2, 27) = 1.119, p = 0.341, n = 30)."
    )


def test_bartlett_checks_what_it_is_sensitive_to() -> None:
    assert compare(INSECT_SPRAYS, method="bartlett").assumptions[0].holds is False
    assert [check.name for check in compare(INSECT_SPRAYS).assumptions] == ["Independent rows"]


def test_a_group_without_variation() -> None:
    groups = {"a": [1.0, 1.0, 1.0], "b": [1.0, 2.0, 4.0]}
    assert refused(groups, method="bartlett") == (
        "Bartlett's test needs variation in every group, but the values of value in a are all equal. Leave that "
        "out, or use levene."
    )
    assert one_row(compare(groups), "answer")["variance_ratio"] is None


def test_distances_without_variation() -> None:
    assert refused({"a": [0.0, 1.0], "b": [0.0, 3.0]}) == (
        "Levene's test can't be computed: the values vary too little within the groups."
    )


def test_mood_takes_two_groups() -> None:
    assert refused(PLANT_GROWTH, method="mood") == (
        "mood compares two groups, but there are 3: ctrl, trt1 and trt2. Name two of them with groups, or use "
        "levene."
    )


@pytest.mark.parametrize("method", ["levene", "bartlett", "mood"])
def test_equal_values_everywhere(method: str) -> None:
    assert refused({"a": [2.0, 2.0], "b": [2.0, 2.0]}, method=method).startswith(
        "All 4 values of value are equal"
    )


def test_one_group_and_a_group_with_one_member() -> None:
    assert refused({"a": [1.0, 2.0, 3.0, 4.0]}).startswith("Comparing needs at least two groups")
    assert refused({"a": [1.0, 2.0, 3.0], "b": [4.0]}).startswith("Every group needs at least two values")
