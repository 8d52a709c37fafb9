"""Comparisons of groups against published answers, SciPy and statsmodels, and data that can't be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.oneway import anova_oneway

from engine.errors import StatisticRefused
from engine.statistics import pairwise as comparing_pairs
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics import nist_anova
from tests.engine.statistics.classic_data import (
    INSECT_SPRAYS,
    MUCOCILIARY,
    PERMEABILITY,
    PLANT_GROWTH,
    SLEEP,
    TOOTH_GROWTH,
    long_form,
)
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, one_row

ROLES = {"target_column": "value", "group_by": "group"}


def compare(columns: Mapping[str, Any], **parameters: Any) -> StatisticResult:
    result = compute("compare_groups", make_sample(columns, ROLES, "compare_groups", **parameters))
    assert_json_safe(result)
    return result


def answer(groups: Mapping[str, Sequence[float]], /, **parameters: Any) -> dict[str, Any]:
    return one_row(compare(long_form(groups), **parameters), "answer")


def refused(columns: Mapping[str, Any], **parameters: Any) -> str:
    with pytest.raises(StatisticRefused) as error:
        compare(columns, **parameters)
    return error.value.message


# Published answers


def test_welchs_t_is_that_of_r() -> None:
    """R: t.test(len ~ supp, ToothGrowth)."""
    found = answer(TOOTH_GROWTH)
    assert found["test"] == "Welch's t-test"
    assert found["statistic"] == pytest.approx(1.9153, abs=5e-5)
    assert found["df"] == pytest.approx(55.309, abs=5e-4)
    assert found["p_value"] == pytest.approx(0.06063, abs=5e-6)
    assert [found["ci_low"], found["ci_high"]] == pytest.approx([-0.1710156, 7.5710156], abs=5e-8)


def test_students_t_is_that_of_r() -> None:
    """R: t.test(extra ~ group, sleep, var.equal = TRUE)."""
    found = answer(SLEEP, method="t")
    assert found["statistic"] == pytest.approx(-1.8608, abs=5e-5)
    assert found["df"] == 18
    assert found["p_value"] == pytest.approx(0.07919, abs=5e-6)


def test_anova_is_that_of_r() -> None:
    """R: anova(lm(weight ~ group, PlantGrowth)) and TukeyHSD of it."""
    result = compare(long_form(PLANT_GROWTH), method="anova")
    found = one_row(result, "answer")
    assert found["statistic"] == pytest.approx(4.8461, abs=5e-5)
    assert (found["df_between"], found["df_within"]) == (2, 27)
    assert found["p_value"] == pytest.approx(0.01591, abs=5e-6)
    assert column(result, "pairs", "p_adjusted") == pytest.approx([0.3908711, 0.1979960, 0.0120064], abs=5e-8)


def test_welchs_anova_is_that_of_r() -> None:
    """R: oneway.test(weight ~ group, PlantGrowth)."""
    found = answer(PLANT_GROWTH)
    assert found["test"] == "Welch's ANOVA"
    assert found["statistic"] == pytest.approx(5.181, abs=5e-4)
    assert found["df_within"] == pytest.approx(17.128, abs=5e-4)
    assert found["p_value"] == pytest.approx(0.01739, abs=5e-6)


@pytest.mark.parametrize(
    ("groups", "statistic", "df", "p"),
    [(MUCOCILIARY, 0.77143, 2, 0.68), (INSECT_SPRAYS, 54.691, 5, 1.511e-10)],
)
def test_kruskal_wallis_is_that_of_r(
    groups: dict[str, list[float]], statistic: float, df: int, p: float
) -> None:
    """R's ?kruskal.test, and kruskal.test(count ~ spray, InsectSprays)."""
    found = answer(groups, method="kruskal")
    assert found["statistic"] == pytest.approx(statistic, rel=1e-5)
    assert found["df"] == df
    assert found["p_value"] == pytest.approx(p, rel=1e-3)
    assert found["epsilon_squared"] == found["statistic"] / (sum(map(len, groups.values())) - 1)


def test_mann_whitney_is_that_of_r() -> None:
    """R's ?wilcox.test: W = 35, p = 0.1272, exact."""
    found = answer(PERMEABILITY, method="mann_whitney", alternative="greater", groups=["at term", "earlier"])
    assert found["statistic"] == 35
    assert found["p_value"] == pytest.approx(0.1272, abs=5e-5)


@pytest.mark.parametrize("name", nist_anova.NAMES)
def test_anova_has_the_certified_digits_of_nist(name: str) -> None:
    """Doubles keep 13 equal leading digits in SmLs07 to 09, and 3 digits to work with."""
    certified, groups = nist_anova.read(name)
    tolerance = 1e-4 if name in ("SmLs07", "SmLs08", "SmLs09") else 1e-9
    assert answer(groups, method="anova")["statistic"] == pytest.approx(certified, rel=tolerance)


# The libraries' own digits


def test_two_sample_tests_are_scipys() -> None:
    first, second = TOOTH_GROWTH["OJ"], TOOTH_GROWTH["VC"]
    for method, expected in {
        "t": stats.ttest_ind(first, second),
        "welch": stats.ttest_ind(first, second, equal_var=False),
        "mann_whitney": stats.mannwhitneyu(first, second),
        "ks": stats.ks_2samp(first, second),
    }.items():
        found = answer(TOOTH_GROWTH, method=method)
        assert (found["statistic"], found["p_value"]) == (expected.statistic, expected.pvalue)


@pytest.mark.parametrize("alternative", ["less", "greater"])
def test_one_sided_tests_are_scipys(alternative: str) -> None:
    first, second = TOOTH_GROWTH["OJ"], TOOTH_GROWTH["VC"]
    for method, expected in {
        "welch": stats.ttest_ind(first, second, equal_var=False, alternative=alternative),
        "mann_whitney": stats.mannwhitneyu(first, second, alternative=alternative),
        "ks": stats.ks_2samp(first, second, alternative=alternative),
    }.items():
        result = compare(long_form(TOOTH_GROWTH), method=method, alternative=alternative)
        assert one_row(result, "answer")["p_value"] == expected.pvalue
        assert f"one-sided ({alternative})" in result.reading


def test_a_one_sided_interval_is_open() -> None:
    found = answer(TOOTH_GROWTH, alternative="greater")
    assert found["ci_high"] is None
    assert found["ci_low"] == pytest.approx(0.4682687, abs=5e-8)  # R, alternative = "greater"


def test_a_one_sided_kolmogorov_smirnov_test_says_what_it_speaks_of() -> None:
    result = compare(long_form(TOOTH_GROWTH), method="ks", alternative="less")
    assert any("cumulative distribution" in convention for convention in result.conventions)


def test_many_sample_tests_are_the_libraries_own() -> None:
    values = list(INSECT_SPRAYS.values())
    assert answer(INSECT_SPRAYS, method="anova")["p_value"] == stats.f_oneway(*values).pvalue
    assert answer(INSECT_SPRAYS, method="kruskal")["p_value"] == stats.kruskal(*values).pvalue
    expected = anova_oneway(values, use_var="unequal")
    found = answer(INSECT_SPRAYS, method="welch_anova", correction="none")
    assert found["statistic"] == pytest.approx(expected.statistic, rel=1e-13)
    assert found["df_within"] == pytest.approx(expected.df_denom, rel=1e-13)


def test_a_large_common_offset_costs_welchs_anova_few_digits() -> None:
    expected = answer(INSECT_SPRAYS, correction="none")["statistic"]
    far = {label: [value + 1e12 for value in values] for label, values in INSECT_SPRAYS.items()}
    assert answer(far, correction="none")["statistic"] == pytest.approx(expected, rel=1e-12)


def test_samples_keep_the_order_in_which_groups_are_named() -> None:
    forwards, backwards = (
        answer(SLEEP, groups=groups) for groups in (["first", "second"], ["second", "first"])
    )
    assert (forwards["group_a"], backwards["group_a"]) == ("first", "second")
    assert forwards["difference"] == -backwards["difference"]


def test_the_groups_are_described() -> None:
    result = compare(long_form(PLANT_GROWTH))
    values = np.array(PLANT_GROWTH["ctrl"])
    assert column(result, "groups", "group") == ["ctrl", "trt1", "trt2"]
    assert column(result, "groups", "n") == [10, 10, 10]
    assert column(result, "groups", "mean")[0] == values.mean()
    assert column(result, "groups", "sd")[0] == values.std(ddof=1)
    assert column(result, "groups", "median")[0] == np.median(values)


# Pairs


@pytest.mark.parametrize(("method", "equal_variances"), [("anova", True), ("welch_anova", False)])
def test_pairs_of_means_are_scipys_tukey_or_games_howell(method: str, equal_variances: bool) -> None:
    result = compare(long_form(PLANT_GROWTH), method=method)
    expected = stats.tukey_hsd(*PLANT_GROWTH.values(), equal_var=equal_variances)
    low = expected.confidence_interval(0.95).low
    assert column(result, "pairs", "p_adjusted") == [
        expected.pvalue[0, 1],
        expected.pvalue[0, 2],
        expected.pvalue[1, 2],
    ]
    assert column(result, "pairs", "ci_low") == [low[0, 1], low[0, 2], low[1, 2]]


def test_pairs_are_corrected_as_asked() -> None:
    """By hand from the uncorrected: Bonferroni is three times, Holm 3, 2 and 1 times from the smallest."""
    plain = column(compare(long_form(PLANT_GROWTH), method="anova", correction="none"), "pairs", "p_adjusted")
    for correction, expected in {
        "bonferroni": [min(1, 3 * p) for p in plain],
        "holm": [plain[0], 2 * plain[1], 3 * plain[2]],
        "fdr_bh": [plain[0], plain[1] * 3 / 2, 3 * plain[2]],
    }.items():
        result = compare(long_form(PLANT_GROWTH), method="anova", correction=correction)
        assert column(result, "pairs", "p_value") == plain
        assert column(result, "pairs", "p_adjusted") == pytest.approx(expected, rel=1e-12)


def test_pairs_after_kruskal_wallis_are_mann_whitneys_by_holm() -> None:
    result = compare(long_form(PLANT_GROWTH), method="kruskal")
    expected = stats.mannwhitneyu(PLANT_GROWTH["trt1"], PLANT_GROWTH["trt2"])
    assert column(result, "pairs", "p_value")[2] == expected.pvalue
    assert column(result, "pairs", "p_adjusted")[2] == pytest.approx(3 * expected.pvalue)
    assert result.reading.endswith("Pairs that differ: trt1 and trt2.")


def test_the_reading_says_when_no_pair_differs() -> None:
    assert compare(long_form(MUCOCILIARY)).reading.endswith("No single pair differs.")


def test_two_groups_have_no_pairs() -> None:
    assert [table.name for table in compare(long_form(SLEEP), method="anova").tables] == [
        "answer", "groups", "normality",
    ]  # fmt: skip


def test_many_groups_get_games_howell_without_intervals() -> None:
    rng = np.random.default_rng(1)
    groups = {f"g{number}": list(rng.normal(size=5)) for number in range(9)}
    result = compare(long_form(groups))
    assert set(column(result, "pairs", "ci_low")) == {None}
    assert result.warnings == ("Intervals of the pairs' differences are left out for more than 8 groups.",)


def test_a_pair_without_variation_has_no_p_value() -> None:
    groups = {"a": [1.0, 1.0, 1.0], "b": [2.0, 2.0, 2.0], "c": [1.0, 2.0, 6.0]}
    result = compare(long_form(groups), method="anova", correction="holm")
    assert column(result, "pairs", "difference")[0] == -1
    for name in ("ci_low", "statistic", "p_value", "p_adjusted", "significant"):
        assert column(result, "pairs", name)[0] is None
    assert None not in column(result, "pairs", "p_adjusted")[1:]


def test_too_many_rows_for_every_pair_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing_pairs, "_MOST_VALUES", 50)
    result = compare(long_form(PLANT_GROWTH), method="kruskal")
    assert result.warnings == ("Pairs of groups were not compared: too many rows for so many groups.",)
    assert "Pairs" not in result.reading


# Assumptions and words


def test_assumptions_are_checked_with_their_figures() -> None:
    result = compare(long_form(INSECT_SPRAYS), method="anova")
    checks = {check.name: check for check in result.assumptions}
    assert checks["Equal variances"].holds is False
    assert checks["Equal variances"].detail == "Levene's test around the median: W = 3.821, p = 0.00422."
    assert checks["Normal distribution in each group"].holds is False
    assert checks["Independent rows"].holds is None
    assert result.warnings == ("The variances differ; welch_anova doesn't need equal ones.",)
    assert column(result, "normality", "p_value")[0] == stats.shapiro(INSECT_SPRAYS["A"]).pvalue


def test_large_groups_are_tested_for_normality_by_dagostino() -> None:
    rng = np.random.default_rng(2)
    large = {"a": list(rng.exponential(size=5_001)), "b": list(rng.exponential(size=40))}
    result = compare(long_form(large))
    assert column(result, "normality", "test") == ["D'Agostino–Pearson", "Shapiro–Wilk"]
    assert "tests of means tolerate this" in result.assumptions[0].detail


def test_groups_of_two_values_can_not_be_tested_for_normality() -> None:
    result = compare(long_form({"a": [1.0, 2.0], "b": [4.0, 5.5, 3.0]}))
    assert result.assumptions[0].holds is None


def test_the_reading_is_a_plain_line() -> None:
    assert compare(long_form(SLEEP)).reading == (
        "The mean of value where group is first is 0.75, that of value where group is second 2.33, a difference "
        "of -1.58 (95 % interval -3.365 to 0.2055). This is not statistically significant at the 5 % level "
        "(Welch's t-test: t = -1.861, df = 17.78, p = 0.0794, n = 10 and 10; Hedges' g = -0.797, medium by "
        "Cohen's rule of thumb)."
    )


def test_missing_values_are_counted_and_said() -> None:
    columns = long_form(SLEEP)
    values: list[Any] = [None, *columns["value"][1:]]
    groups: list[Any] = [*columns["group"][:-1], None]
    result = compare({"value": values, "group": groups})
    assert (result.n, result.missing) == (18, 2)
    assert result.missing_handling == "Rows without a value in value or group were left out."


def test_a_group_without_any_value_is_named() -> None:
    columns = {"value": [1.0, 2.0, 3.0, 5.0, None], "group": ["a", "a", "b", "b", "c"]}
    assert "No values of value in c: not compared." in compare(columns).warnings


# What can't be compared


def test_one_group() -> None:
    assert refused({"value": [1, 2, 3, 4], "group": ["a"] * 4}) == (
        "Comparing needs at least two groups, but there is only a in group among the rows with a value in value."
    )


def test_a_group_with_one_member() -> None:
    assert refused({"value": [1, 2, 3, 4], "group": ["a", "a", "a", "b"]}) == (
        "Every group needs at least two values of value, and b has fewer. Name the groups to compare, or filter "
        "that one out."
    )


@pytest.mark.parametrize("method", ["t", "welch", "mann_whitney", "ks", "anova", "welch_anova", "kruskal"])
def test_equal_values_everywhere(method: str) -> None:
    assert refused({"value": [5.0] * 6, "group": list("aaabbb")}, method=method) == (
        "All 6 values of value are equal; without variation nothing can be compared."
    )


@pytest.mark.parametrize("method", ["t", "welch", "anova", "welch_anova"])
def test_equal_values_within_each_group(method: str) -> None:
    assert refused({"value": [1, 1, 1, 2, 2, 2], "group": list("aaabbb")}, method=method)


def test_welchs_anova_names_the_group_without_variation() -> None:
    columns = {"value": [1, 1, 1, 2, 3, 4, 5, 6, 8], "group": list("aaabbbccc")}
    assert refused(columns).startswith(
        "Welch's ANOVA needs variation in every group, but the values of value in a"
    )


def test_no_values_and_few_rows() -> None:
    assert refused({"value": [None] * 5, "group": list("aabbb")}) == (
        "There are only 0 of 5 rows with a value in value, group; this needs at least 4."
    )
    assert refused({"value": [1, 2], "group": ["a", "b"]}).startswith("There are only 2 of 2 rows")


def test_infinities_are_missing() -> None:
    columns = {"value": [1.0, float("inf"), 3.0, 4.0, 2.0, 7.0], "group": list("aaabbb")}
    assert (compare(columns).n, compare(columns).missing) == (5, 1)


def test_more_groups_than_a_test_takes() -> None:
    assert refused(long_form(PLANT_GROWTH), method="welch") == (
        "welch compares two groups, but group has 3: ctrl, trt1 and trt2. Name two of them with groups, or use "
        "welch_anova."
    )


def test_groups_that_do_not_exist() -> None:
    assert refused(long_form(PLANT_GROWTH), groups=["ctrl", "trt9"]) == (
        "group has no value trt9 in rows with a value in value; it has ctrl, trt1 and trt2."
    )
    many = {f"g{number:02}": [1.0, 2.0] for number in range(14)}
    assert refused(long_form(many), groups=["no", "g01"]).endswith("g08, g09 and 4 more.")


def test_too_many_groups() -> None:
    many = {f"g{number}": [1.0, 2.0 + number] for number in range(51)}
    assert refused(long_form(many)) == (
        "group has 51 groups; at most 50 can be compared. Name the groups to compare, or choose a column with "
        "fewer values."
    )


def test_a_direction_where_there_is_none() -> None:
    assert refused(long_form(PLANT_GROWTH), alternative="less").startswith("welch_anova has no direction")


def test_tukeys_correction_of_ranks() -> None:
    assert refused(long_form(PLANT_GROWTH), method="kruskal", correction="tukey").startswith(
        "Tukey's correction"
    )


def test_numbers_and_booleans_can_name_groups() -> None:
    columns = {"value": [1.0, 2.0, 4.0, 6.0, 9.0, 8.0], "group": [1, 1, 2, 2, 3, 3]}
    assert one_row(compare(columns, groups=[3, 1]), "answer")["group_a"] == "3"
    doubles = {"value": [1.0, 2.0, 4.0, 6.0], "group": [1.0, 1.0, 2.0, 2.0]}
    assert one_row(compare(doubles, groups=["2", 1]), "answer")["group_a"] == "2.0"
    flags = {"value": [1.0, 2.0, 4.0, 6.0], "group": ["true", "true", "false", "false"]}
    assert one_row(compare(flags, groups=[True, False]), "answer")["group_a"] == "true"


def test_groups_with_one_median_are_not_told_apart() -> None:
    values = [1, 2, 3, 0, 2, 9, 1.5, 2, 2.5]
    sample = make_sample(
        {"x": values, "g": list("aaabbbccc")},
        {"target_column": "x", "group_by": "g"},
        "compare_groups",
        method="kruskal",
    )
    reading = compute("compare_groups", sample).reading
    assert reading.startswith("All 3 groups have the same median of x, 2.")
    assert "highest" not in reading
