"""Effect sizes against published figures and against the tests that they belong to."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_iris

from engine.statistics.effect_sizes import (
    D_STEPS,
    cohens_d,
    explained_variance,
    hedges_g,
    in_words,
    rank_biserial,
)
from tests.engine.statistics.classic_data import PERMEABILITY, PLANT_GROWTH, SLEEP, TOOTH_GROWTH

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # as `run.compute` does
FIRST, SECOND = (np.array(values) for values in TOOTH_GROWTH.values())


def test_cohens_d_is_students_t_without_the_sample_size() -> None:
    expected = stats.ttest_ind(FIRST, SECOND).statistic * np.sqrt(1 / len(FIRST) + 1 / len(SECOND))
    assert cohens_d(FIRST, SECOND) == pytest.approx(expected, rel=1e-13)


def test_hedges_g_is_smaller_than_cohens_d_by_its_factor() -> None:
    """Hedges & Olkin (1985): 1 − 3 / (4 N − 9)."""
    g = hedges_g(FIRST, SECOND, 0.95)
    assert g.value == pytest.approx(cohens_d(FIRST, SECOND) * (1 - 3 / (4 * 60 - 9)), rel=1e-13)
    assert g.low < g.value < g.high
    wide = hedges_g(FIRST, SECOND, 0.99)
    assert wide.low < g.low < g.high < wide.high


def test_shares_of_variance_are_those_of_sums_of_squares() -> None:
    """R: summary(aov(Sepal.Length ~ Species, iris)): 63.21 between, 38.96 within, F = 119.3."""
    groups = np.split(load_iris().data[:, 0], 3)
    f = float(stats.f_oneway(*groups).statistic)
    found = explained_variance(f, 2, 147, 0.95)
    between, within = 63.21213, 38.95620
    mean_square = within / 147
    assert f == pytest.approx(119.2645, abs=5e-5)
    assert found.eta_squared.value == pytest.approx(between / (between + within), rel=1e-6)
    assert found.omega_squared == pytest.approx(
        (between - 2 * mean_square) / (between + within + mean_square), rel=1e-6
    )
    assert found.epsilon_squared == pytest.approx((between - 2 * mean_square) / (between + within), rel=1e-6)


def test_the_interval_of_eta_squared_inverts_the_noncentral_f_distribution() -> None:
    groups = [np.array(values) for values in PLANT_GROWTH.values()]
    f = float(stats.f_oneway(*groups).statistic)
    eta = explained_variance(f, 2, 27, 0.9).eta_squared
    for limit, tail in ((eta.low, 0.95), (eta.high, 0.05)):
        noncentrality = 30 * limit / (1 - limit)
        assert stats.ncf.cdf(f, 2, 27, noncentrality) == pytest.approx(tail, abs=1e-5)  # SciPy's search


def test_no_interval_where_it_can_not_be_searched() -> None:
    eta = explained_variance(5_000.0, 2, 10_000_000, 0.95).eta_squared
    assert eta.value == pytest.approx(0.001, rel=1e-3)
    assert np.isnan([eta.low, eta.high]).all()


def test_groups_with_equal_means_explain_nothing() -> None:
    found = explained_variance(0.0, 2, 27, 0.95)
    assert found.eta_squared.value == 0
    assert found.omega_squared < 0


def test_the_rank_biserial_correlation_counts_pairs() -> None:
    first, second = (np.array(values) for values in PERMEABILITY.values())
    higher = np.sign(first[:, None] - second[None, :]).mean()
    found = rank_biserial(first, second, 0.95)
    assert found.value == pytest.approx(higher, rel=1e-13)
    assert found.value == pytest.approx(2 * 35 / 50 - 1)  # U = 35 of 10 × 5 pairs
    assert -1 <= found.low < found.value < found.high <= 1


def test_samples_that_do_not_overlap_have_no_interval() -> None:
    found = rank_biserial(np.array([4.0, 5.0, 6.0]), np.array([1.0, 2.0]), 0.95)
    assert found.value == 1
    assert np.isnan([found.low, found.high]).all()


def test_sizes_have_words() -> None:
    words = [in_words(value, D_STEPS).split(",")[1].split()[0] for value in (0.1, -0.2, 0.5, -0.9)]
    assert words == ["negligible", "small", "medium", "large"]
    assert (
        in_words(cohens_d(*map(np.array, SLEEP.values())), D_STEPS)
        == "-0.832, large by Cohen's rule of thumb"
    )
