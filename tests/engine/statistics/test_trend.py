"""Trends agree with statsmodels and SciPy themselves, on series that ship with statsmodels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, one_row


def trend(times: Any, values: Any, **parameters: Any) -> StatisticResult:
    roles = {"time_column": "t", "target_column": "y"}
    result = compute("trend", make_sample({"t": times, "y": values}, roles, "trend", **parameters))
    assert_json_safe(result)
    return result


def nile() -> tuple[pd.DatetimeIndex, np.ndarray]:
    data = sm.datasets.nile.load_pandas().data
    return pd.to_datetime(data["year"].astype(int).astype(str) + "-01-01"), data["volume"].to_numpy()


def test_the_line_and_both_rank_figures_on_the_nile() -> None:
    times, volume = nile()
    row = one_row(trend(times, volume), "trend")
    steps = np.arange(100)
    assert row["slope"] == pytest.approx(stats.linregress(steps, volume).slope, rel=1e-12)
    assert row["r_squared"] == pytest.approx(stats.linregress(steps, volume).rvalue ** 2, rel=1e-12)
    kendall = stats.kendalltau(steps, volume)
    assert (row["mann_kendall_tau"], row["mann_kendall_p_value"]) == pytest.approx(
        (kendall.statistic, kendall.pvalue)
    )
    theil = stats.theilslopes(volume, alpha=0.95)
    assert row["theil_sen_slope"] == theil.slope
    assert (row["theil_sen_ci_low"], row["theil_sen_ci_high"]) == (theil.low_slope, theil.high_slope)


def test_the_interval_is_newey_wests() -> None:
    times, volume = nile()
    row = one_row(trend(times, volume, confidence=0.9), "trend")
    fit = sm.OLS(volume, sm.add_constant(np.arange(100))).fit(
        cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": True}, use_t=True
    )
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(fit.conf_int(alpha=0.1)[1]), rel=1e-10)


def test_the_reading_names_direction_and_step() -> None:
    result = trend(*nile())
    assert result.reading.startswith(
        "y falls by 2.714 per year on average (95 % interval -4.109 to -1.32, p < 0.001"
    )
    assert result.assumptions[0].holds is False


def test_no_clear_trend_is_said() -> None:
    noise = np.random.default_rng(2).normal(size=60)
    result = trend(pd.date_range("2024-01-01", periods=60, freq="MS"), noise)
    assert result.reading.startswith("y shows no clear trend")


def test_an_exact_line() -> None:
    result = trend(pd.date_range("2024-01-01", periods=20), 3.0 * np.arange(20))
    assert one_row(result, "trend")["slope"] == pytest.approx(3)
    assert result.reading.startswith("y rises by 3 per day")


def test_history_has_the_line_for_a_chart() -> None:
    times, volume = nile()
    result = trend(times, volume)
    assert column(result, "history", "time")[:2] == ["1871-01-01", "1872-01-01"]
    assert column(result, "history", "value") == volume.tolist()
    assert np.mean(column(result, "history", "fitted")) == pytest.approx(volume.mean())


def test_a_long_series_leaves_the_median_of_all_pairs_out() -> None:
    values = np.random.default_rng(3).normal(size=4000)
    result = trend(pd.date_range("2024-01-01", periods=4000, freq="h"), values)
    assert one_row(result, "trend")["theil_sen_slope"] is None
    assert any("Theil–Sen slope is left out" in sentence for sentence in result.warnings)


def test_three_points_are_too_few() -> None:
    with pytest.raises(StatisticRefused, match="There are only 3 of 3 rows"):
        trend(pd.date_range("2024-01-01", periods=3), [1.0, 2.0, 4.0])
