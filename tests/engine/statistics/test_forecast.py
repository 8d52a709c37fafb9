"""Forecasts: statsmodels' own figures, honest errors on a held-out end, and series that can't carry one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, find, one_row


def forecast(times: Any, values: Any, **parameters: Any) -> StatisticResult:
    roles = {"time_column": "t", "target_column": "y"}
    result = compute("forecast", make_sample({"t": times, "y": values}, roles, "forecast", **parameters))
    assert_json_safe(result)
    return result


def co2() -> pd.Series:
    """Monthly means of CO₂ at Mauna Loa, 1959 to 2001, from statsmodels; the last ten years."""
    monthly = sm.datasets.co2.load_pandas().data["co2"].resample("MS").mean().interpolate()
    return monthly.iloc[-120:]


def test_a_season_with_a_trend() -> None:
    series = co2()
    result = forecast(series.index, series.to_numpy(), periods=24)
    accuracy = one_row(result, "accuracy")
    assert (accuracy["season_length"], accuracy["step"], accuracy["held_out"]) == (12, "month", 24)
    assert accuracy["mae"] < 1 < accuracy["naive_mae"]
    assert accuracy["mase"] < 1
    assert accuracy["interval_coverage"] >= 0.8
    assert column(result, "forecast", "time")[:2] == ["2002-01-01", "2002-02-01"]
    assert len(find(result, "forecast").rows) == 24
    for low, mean, high in zip(
        *(column(result, "forecast", c) for c in ("ci_low", "forecast", "ci_high")), strict=True
    ):
        assert low < mean < high


def test_the_figures_are_those_of_statsmodels() -> None:
    rng = np.random.default_rng(1)
    values = np.cumsum(rng.normal(size=80)) - 5
    times = pd.date_range("2024-01-01", periods=80)
    result = forecast(times, values, periods=5, season_length=1, confidence=0.8)
    assert one_row(result, "accuracy")["model"] == "ETS(A,N,N)"
    fit = ETSModel(pd.Series(values)).fit(disp=False)
    plain = fit.get_prediction(start=80, end=84)
    bounds = plain.pred_int(alpha=0.2)
    np.testing.assert_allclose(column(result, "forecast", "forecast"), plain.predicted_mean, rtol=1e-4)
    np.testing.assert_allclose(column(result, "forecast", "ci_low"), bounds.iloc[:, 0], rtol=1e-4)
    assert one_row(result, "accuracy")["aicc"] == pytest.approx(fit.aicc, rel=1e-6)


def test_the_unit_does_not_matter() -> None:
    """statsmodels' optimizer alone ends elsewhere for large values, with intervals three times as wide."""
    series = co2()
    small, large = (forecast(series.index, series.to_numpy() * unit, periods=3) for unit in (1.0, 2.0**20))
    for name in ("forecast", "ci_low", "ci_high"):
        scaled = [value / 2**20 for value in column(large, "forecast", name)]
        assert scaled == pytest.approx(column(small, "forecast", name), rel=1e-12)
    assert one_row(large, "accuracy")["mase"] == pytest.approx(one_row(small, "accuracy")["mase"], rel=1e-12)


def test_the_error_is_measured_on_steps_that_the_model_did_not_see() -> None:
    """A jump in the held-out end can't be foreseen, so the error must show it."""
    values = np.r_[np.full(40, 10.0) + np.random.default_rng(2).normal(size=40) / 10, np.full(10, 50.0)]
    result = forecast(pd.date_range("2024-01-01", periods=50), values, periods=10, season_length=1)
    accuracy = one_row(result, "accuracy")
    assert accuracy["held_out"] == 10
    assert accuracy["mae"] == pytest.approx(40, abs=1)
    assert accuracy["mape"] == pytest.approx(0.8, abs=0.05)
    assert accuracy["interval_coverage"] == 0


def test_a_growing_season_takes_a_multiplicative_model() -> None:
    n = np.arange(96)
    values = (100 + 3 * n) * (1 + 0.3 * np.sin(2 * np.pi * n / 12))
    values *= 1 + np.random.default_rng(3).normal(size=96) / 50
    times = pd.date_range("2016-01-01", periods=96, freq="MS")
    first, second = (forecast(times, values) for _ in range(2))
    assert one_row(first, "accuracy")["model"].startswith("ETS(M,")
    assert one_row(first, "accuracy")["model"].endswith(",M)")
    assert first.tables == second.tables  # simulated intervals have a fixed seed


def test_a_long_season_is_taken_out_by_stl() -> None:
    n = np.arange(300)
    values = 10 * np.sin(2 * np.pi * n / 60) + np.random.default_rng(4).normal(size=300)
    result = forecast(pd.date_range("2024-01-01", periods=300, freq="min"), values, periods=60)
    accuracy = one_row(result, "accuracy")
    assert accuracy["model"].startswith("STL + ETS")
    assert accuracy["season_length"] == 60
    assert accuracy["mae"] < 2
    expected = 10 * np.sin(2 * np.pi * np.arange(300, 360) / 60)
    np.testing.assert_allclose(column(result, "forecast", "forecast"), expected, atol=4)


def test_no_better_than_repeating_is_a_warning() -> None:
    walk = np.cumsum(np.random.default_rng(0).normal(size=100))
    result = forecast(pd.date_range("2024-01-01", periods=100), walk)
    accuracy = one_row(result, "accuracy")
    warned = any("no better than repeating" in sentence for sentence in result.warnings)
    assert warned == (accuracy["mae"] >= accuracy["naive_mae"])


def test_far_ahead_and_long_series_are_said() -> None:
    far = forecast(pd.date_range("2024-01-01", periods=20, freq="MS"), np.arange(20.0) ** 1.5, periods=50)
    assert any("50 steps ahead from 20 known ones is far" in sentence for sentence in far.warnings)
    noise = np.random.default_rng(5).normal(size=1500)
    long = forecast(pd.date_range("2024-01-01", periods=1500, freq="h"), noise, season_length=1)
    assert "Only the latest 1,000 of 1,500 steps were used." in long.warnings


def test_zeros_have_no_percentage_error() -> None:
    counts = np.random.default_rng(6).poisson(0.5, 60).astype(float)
    counts[-3] = 0
    accuracy = one_row(forecast(pd.date_range("2024-01-01", periods=60), counts, season_length=1), "accuracy")
    assert accuracy["mape"] is None


def test_gaps_and_several_rows_of_one_step_are_said() -> None:
    times = pd.date_range("2024-01-01", periods=60)
    keep = np.r_[0:20, 22:60]
    values = np.random.default_rng(7).normal(size=60)
    result = forecast(times[np.r_[keep, keep]], np.r_[values[keep], values[keep] + 2])
    assert any("58 steps: the mean of each" in sentence for sentence in result.warnings)
    assert any("2 steps without a value" in sentence for sentence in result.conventions)


@pytest.mark.parametrize(
    ("times", "values", "parameters", "sentence"),
    [
        (pd.date_range("2024-01-01", periods=3), [1.0, 2, 3], {}, "There are only 3 of 3 rows"),
        (pd.date_range("2024-01-01", periods=20), [3.0] * 20, {}, "y has the same value in all 20 steps"),
        (["2024-01-01"] * 20, np.arange(20.0), {}, "There is only 1 different time"),
        (
            pd.date_range("2024-01-01", periods=20),
            np.arange(20.0),
            {"season_length": 12},
            "needs at least 24 steps",
        ),
        (pd.date_range("2024-01-01", periods=60)[::3], np.arange(20.0), {"grain": "day"}, "too many to fill"),
    ],
)
def test_what_it_cannot_do_is_a_sentence(
    times: Any, values: Any, parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(StatisticRefused, match=sentence):
        forecast(times, values, **parameters)


@pytest.mark.parametrize("n", [8, 9, 10, 12, 25])
def test_short_series_have_an_answer(n: int) -> None:
    values = np.random.default_rng(n).gamma(2, size=n)
    result = forecast(pd.date_range("2024-01-01", periods=n, freq="MS"), values, periods=3)
    assert len(find(result, "forecast").rows) == 3
