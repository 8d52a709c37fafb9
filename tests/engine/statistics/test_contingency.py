"""Tests of two categories against published answers, SciPy and statsmodels, and tables that can't be tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.classic_data import (
    BERKELEY,
    CONVICTIONS,
    HAIR_AND_EYES,
    JOB_SATISFACTION,
    cases,
    stacked,
)
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, find, one_row

PARTIES = ((762, 327, 468), (484, 239, 477))
"""R's ?chisq.test: women and men by party (Agresti, 2007, p. 39)."""
ADMISSIONS = stacked(cases(counts, department=name) for name, counts in BERKELEY.items())


def relate(columns: Mapping[str, Sequence[Any]], **parameters: Any) -> StatisticResult:
    """Over the strata of a third column, if there is one."""
    x, y, *strata = columns
    roles = {"x_axis": x, "y_axis": y, **({"group_by": strata} if strata else {})}
    result = compute("contingency", make_sample(columns, roles, "contingency", **parameters))
    assert_json_safe(result)
    return result


def answer(columns: Mapping[str, Sequence[Any]], **parameters: Any) -> dict[str, Any]:
    return one_row(relate(columns, **parameters), "answer")


def refused(columns: Mapping[str, Sequence[Any]], **parameters: Any) -> str:
    with pytest.raises(StatisticRefused) as error:
        relate(columns, **parameters)
    return error.value.message


# Published answers


def test_chi_square_is_that_of_r() -> None:
    """R's ?chisq.test: X-squared = 30.07, df = 2, p-value = 2.954e-07."""
    found = answer(cases(PARTIES))
    assert found["statistic"] == pytest.approx(30.07, abs=5e-3)
    assert found["df"] == 2
    assert found["p_value"] == pytest.approx(2.954e-07, abs=5e-11)


def test_cramers_v_is_that_of_r() -> None:
    """R: chisq.test(margin.table(HairEyeColor, c(1, 2))): X-squared = 138.29, df = 9; vcd: V = 0.279."""
    found = answer(cases(HAIR_AND_EYES))
    assert found["statistic"] == pytest.approx(138.29, abs=5e-3)
    assert found["df"] == 9
    assert found["cramers_v"] == pytest.approx(0.279, abs=5e-4)


def test_fishers_test_is_that_of_r() -> None:
    """R's ?fisher.test of Convictions, two-sided; its search for the interval's ends stops after three digits."""
    found = answer(cases(CONVICTIONS), method="fisher")
    assert found["p_value"] == pytest.approx(0.0005367, abs=5e-8)
    assert found["conditional_odds_ratio"] == pytest.approx(0.04693661, rel=1e-4)
    assert found["conditional_low"] == pytest.approx(0.003325764, rel=5e-3)
    assert found["conditional_high"] == pytest.approx(0.363182271, rel=5e-3)


def test_fishers_test_of_a_larger_table_comes_close_to_that_of_r() -> None:
    """R's ?fisher.test of Job: p-value = 0.7827."""
    result = relate(cases(JOB_SATISFACTION), method="fisher")
    found = one_row(result, "answer")
    assert found["p_value"] == pytest.approx(0.7827, abs=0.015)
    assert found["resamples"] == 9_999
    assert result.conventions == ("p-value from 9,999 random tables with the same margins, seed 42.",)
    assert one_row(relate(cases(JOB_SATISFACTION), method="fisher"), "answer") == found


def test_mantel_haenszel_is_that_of_r() -> None:
    """R's ?mantelhaen.test of UCBAdmissions: X-squared = 1.4269, p-value = 0.2323, odds ratio 0.9046968."""
    result = relate(ADMISSIONS)
    found = one_row(result, "answer")
    assert found["test"] == "Mantel–Haenszel test"
    assert found["statistic"] == pytest.approx(1.4269, abs=5e-5)
    assert found["p_value"] == pytest.approx(0.2323, abs=5e-5)
    assert found["odds_ratio"] == pytest.approx(0.9046968, abs=5e-8)
    assert [found["odds_ratio_low"], found["odds_ratio_high"]] == pytest.approx(
        [0.7719074, 1.0603298], abs=5e-8
    )
    assert found["strata"] == 6


# The libraries' own digits


def test_chi_square_is_scipys_with_and_without_yates() -> None:
    table = np.array(CONVICTIONS)
    for corrected in (True, False):
        result = relate(cases(CONVICTIONS), method="chi_square", continuity_correction=corrected)
        expected = stats.chi2_contingency(table, correction=corrected)
        found = one_row(result, "answer")
        assert (found["statistic"], found["p_value"]) == (expected.statistic, expected.pvalue)
        assert any("Yates" in convention for convention in result.conventions) is corrected
        assert found["cramers_v"] == stats.contingency.association(table, method="cramer")


def test_the_counts_stand_beside_what_was_expected() -> None:
    result = relate(cases(PARTIES))
    expected = stats.contingency.expected_freq(PARTIES)
    assert column(result, "counts", "count") == [count for row in PARTIES for count in row]
    assert column(result, "counts", "expected") == list(expected.ravel())
    assert column(result, "counts", "share_of_row")[0] == 762 / 1557
    assert column(result, "counts", "residual")[0] == pytest.approx(
        2.1989, abs=5e-5
    )  # R: chisq.test(M)$residuals


def test_the_odds_ratio_is_scipys() -> None:
    expected = stats.contingency.odds_ratio(np.array(CONVICTIONS), kind="sample")
    low, high = expected.confidence_interval(0.9)
    found = answer(cases(CONVICTIONS), confidence=0.9)
    assert (found["odds_ratio"], found["odds_ratio_low"], found["odds_ratio_high"]) == (
        expected.statistic,
        low,
        high,
    )
    assert found["odds_ratio"] == (2 * 3) / (15 * 10)


def test_the_simulation_is_scipys() -> None:
    """Apart from how close two probabilities must be to count as equal."""
    counts = np.array(JOB_SATISFACTION)
    method = stats.MonteCarloMethod(n_resamples=9_999, batch=62_500, rng=np.random.default_rng(42))
    expected = stats.fisher_exact(counts, method=method).pvalue
    assert answer(cases(JOB_SATISFACTION), method="fisher")["p_value"] == pytest.approx(expected, abs=0.001)


def test_fishers_test_of_many_cells_and_of_many_rows_comes_close_to_chi_square() -> None:
    """Where SciPy's own simulation gives 1 as probabilities vanish, and fails for so many rows."""
    many_cells = np.random.default_rng(1).integers(20, 90, (12, 12))
    many_rows = np.array([[30_000, 29_900, 30_100], [30_100, 30_400, 30_000]])
    for counts in (many_cells, many_rows):
        expected = stats.chi2_contingency(counts).pvalue
        assert answer(cases(counts.tolist()), method="fisher")["p_value"] == pytest.approx(expected, abs=0.02)


def test_strata_are_pooled_as_by_statsmodels() -> None:
    result = relate(ADMISSIONS, continuity_correction=False)
    pooled = StratifiedTable([np.array(counts) for counts in BERKELEY.values()])
    assert one_row(result, "answer")["statistic"] == pytest.approx(
        pooled.test_null_odds().statistic, rel=1e-13
    )
    assert column(result, "strata", "odds_ratio")[0] == 512 * 19 / (313 * 89)
    assert (
        result.assumptions[0].detail == "Breslow–Day test with Tarone's adjustment: χ² = 18.83, p = 0.00207."
    )
    assert result.assumptions[0].holds is False


# What is chosen and said


def test_a_small_table_is_tested_exactly_and_a_large_one_by_chi_square() -> None:
    assert answer(cases(((3, 1), (1, 3))))["test"] == "Fisher's exact test"
    assert answer(cases(((30, 10), (10, 30))))["test"] == "Chi-square test"
    assert answer(cases(JOB_SATISFACTION))["test"] == "Chi-square test"


def test_small_expected_counts_are_an_assumption_that_fails() -> None:
    result = relate(cases(JOB_SATISFACTION))
    assert result.assumptions[0].holds is False
    assert result.assumptions[0].detail == "Smallest expected count: 0.8333; 8 of 16 are below 5."
    assert result.warnings == (
        "Some expected counts are small, so chi-square's p-value is rough; fisher doesn't need large ones.",
    )
    assert relate(cases(PARTIES)).assumptions[0].holds is True


def test_the_reading_names_what_stands_out() -> None:
    assert relate(cases(CONVICTIONS)).reading == (
        "row = r1 and column = c0 occur together 10 times, where 5.2 would be expected of unrelated columns. This is "
        "statistically significant at the 5 % level (Chi-square test: χ² = 10.46, df = 1, p = 0.00122, n = 30; "
        "Cramér's V = 0.659, large by Cohen's rule of thumb)."
    )


def test_missing_categories_are_counted() -> None:
    result = relate({"a": ["x", "y", None, "x", "y"], "b": ["p", "q", "p", "q", None]})
    assert (result.n, result.missing) == (3, 2)
    assert result.missing_handling == "Rows without a value in a and b were left out."


def test_a_category_without_complete_rows_is_no_empty_margin() -> None:
    result = relate({"a": ["x", "y", "z", "x", "y"], "b": ["p", "q", None, "q", "p"]})
    assert column(result, "counts", "row") == ["x", "x", "y", "y"]


def test_an_empty_combination_has_no_odds_ratio() -> None:
    for method in ("chi_square", "fisher"):
        result = relate(cases(((10, 0), (4, 8))), method=method)
        assert one_row(result, "answer")["odds_ratio"] is None
        assert "A combination never occurs, so there is no odds ratio." in result.conventions


def test_strata_that_say_nothing_are_left_out_and_counted() -> None:
    empty = stacked(
        [ADMISSIONS, cases(((5, 0), (3, 0)), department="G"), cases(((1, 0), (0, 0)), department="H")]
    )
    result = relate(empty)
    assert one_row(result, "answer")["odds_ratio"] == pytest.approx(0.9046968, abs=5e-8)
    assert result.warnings == (
        "2 strata in which a column has one value only add nothing to the pooled test.",
    )
    assert find(result, "strata").total_rows == 8


def test_one_stratum_can_not_be_compared_with_others() -> None:
    assert relate(cases(CONVICTIONS, school="one")).assumptions[0].holds is None


def test_strata_without_a_combination_have_no_common_odds_ratio() -> None:
    result = relate(stacked([cases(((4, 0), (2, 3)), s="1"), cases(((5, 0), (1, 6)), s="2")]))
    assert one_row(result, "answer")["odds_ratio"] is None
    assert result.reading.startswith(
        "A combination of row and column never occurs in any stratum, so there is no common odds ratio. "
    )


# What can't be tested


def test_a_column_with_one_value() -> None:
    assert refused({"a": ["x"] * 4, "b": list("ppqq")}) == (
        "a has only one value (x) among the rows used, so nothing can be related to it."
    )


def test_no_values() -> None:
    assert refused({"a": [None] * 4, "b": list("ppqq")}).startswith("There are only 0 of 4 rows")


def test_a_column_with_itself() -> None:
    sample = make_sample({"a": list("xxyy")}, {"x_axis": "a", "y_axis": "a"}, "contingency")
    with pytest.raises(StatisticRefused, match="a can't be related to itself; choose two different columns"):
        compute("contingency", sample)


def test_too_many_categories() -> None:
    assert refused({"a": [f"v{number}" for number in range(101)], "b": ["p", *["q"] * 100]}) == (
        "a has 101 different values; a table of at most 100 × 100 can be tested. Filter it, or group its values "
        "into fewer."
    )


def test_strata_and_methods_that_do_not_go_together() -> None:
    assert refused(ADMISSIONS, method="fisher") == (
        "fisher takes no strata; leave group_by out, or use mantel_haenszel."
    )
    assert refused(cases(CONVICTIONS), method="mantel_haenszel") == (
        "mantel_haenszel needs a column of strata as group_by."
    )


def test_strata_of_a_larger_table() -> None:
    assert refused(cases(PARTIES, region="north")) == (
        "Mantel–Haenszel takes two columns of two values each, but row has 2 and column has 3. Filter them to "
        "two, or leave the strata out."
    )


def test_strata_that_all_say_nothing() -> None:
    assert refused(stacked([cases(((4, 0), (2, 0)), s="1"), cases(((0, 3), (0, 6)), s="2")])) == (
        "In no stratum of s do both columns have both of their values, so there is nothing to pool."
    )
