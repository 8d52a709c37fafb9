"""Seasons found or given, decomposed as statsmodels' STL does, and told from noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.tsa.seasonal import STL

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, find, one_row


def seasonality(times: Any, values: Any, **parameters: Any) -> StatisticResult:
    roles = {"time_column": "t", "target_column": "y"}
    sample = make_sample({"t": times, "y": values}, roles, "seasonality", **parameters)
    result = compute("seasonality", sample)
    assert_json_safe(result)
    return result


def el_nino() -> pd.Series:
    """Monthly sea surface temperatures, 1950 to 2010, from statsmodels."""
    data = sm.datasets.elnino.load_pandas().data.set_index("YEAR")
    return pd.Series(data.to_numpy().ravel(), pd.date_range("1950-01-01", periods=data.size, freq="MS"))


def test_a_year_of_months_is_found_and_decomposed() -> None:
    series = el_nino()
    result = seasonality(series.index, series.to_numpy())
    parts = STL(series.to_numpy(), period=12).fit()
    row = one_row(result, "seasonality")
    assert (row["season_length"], row["step"], row["seasons"]) == (12, "month", 61)
    # Wang, Smith & Hyndman (2006), as in Hyndman & Athanasopoulos, Forecasting (3rd ed.), 4.3
    assert row["seasonal_strength"] == pytest.approx(
        1 - np.var(parts.resid) / np.var(parts.resid + parts.seasonal)
    )
    assert row["trend_strength"] == pytest.approx(1 - np.var(parts.resid) / np.var(parts.resid + parts.trend))
    assert (row["highest"], row["lowest"]) == ("March", "September")
    np.testing.assert_allclose(column(result, "decomposition", "seasonal"), parts.seasonal)


def test_the_pattern_follows_the_calendar_wherever_the_series_begins() -> None:
    series = el_nino()["1950-08":]
    result = seasonality(series.index, series.to_numpy())
    assert column(result, "pattern", "label")[:3] == ["January", "February", "March"]
    assert column(result, "pattern", "mean")[0] == pytest.approx(series[series.index.month == 1].mean())


@pytest.mark.parametrize(
    ("freq", "length", "first"),
    [("QS", 4, "Q1"), ("D", 7, "Monday"), ("B", 5, "Monday"), ("h", 24, "00:00"), ("W", 52, "step 1")],
)
def test_each_calendar_has_its_season(freq: str, length: int, first: str) -> None:
    n = 6 * length
    values = 10 * np.sin(2 * np.pi * np.arange(n) / length) + np.random.default_rng(1).normal(size=n)
    result = seasonality(pd.date_range("2021-03-03", periods=n, freq=freq), values)
    assert one_row(result, "seasonality")["season_length"] == length
    assert column(result, "pattern", "label")[0] == first


def test_noise_and_a_trend_are_no_season() -> None:
    rng = np.random.default_rng(8)
    times = pd.date_range("2020-01-01", periods=120, freq="MS")
    for values in (rng.normal(size=120), np.cumsum(rng.normal(size=120)), np.arange(120.0)):
        result = seasonality(times, values)
        assert one_row(result, "seasonality")["season_length"] == 1
        assert column(result, "candidates", "stands_out") == [False]
        assert "no season stands out (lengths tried: 12 steps)" in result.reading


def found(values: np.ndarray, freq: str = "MS") -> bool:
    result = seasonality(pd.date_range("2015-01-01", periods=len(values), freq=freq), values)
    return bool(one_row(result, "seasonality")["season_length"] > 1)


@pytest.mark.parametrize("years", [3, 10])
def test_chance_is_seldom_taken_for_a_season_and_a_clear_season_never_missed(years: int) -> None:
    rng = np.random.default_rng(years)
    n = 12 * years
    wave = np.sin(2 * np.pi * np.arange(n) / 12)
    assert sum(found(rng.normal(size=n)) for _ in range(40)) <= 3
    assert sum(found(np.cumsum(rng.normal(size=n))) for _ in range(40)) <= 5
    assert all(found(5 * wave + rng.normal(size=n)) for _ in range(20))
    assert all(found(5 * wave + np.arange(n) / 2 + rng.normal(size=n)) for _ in range(20))


def test_a_length_can_be_given() -> None:
    sunspots = sm.datasets.sunspots.load_pandas().data
    times = pd.to_datetime(sunspots["YEAR"].astype(int).astype(str) + "-01-01")
    unknown = seasonality(times, sunspots["SUNACTIVITY"].to_numpy())
    assert "no calendar season fits in twice" in unknown.reading
    given = seasonality(times, sunspots["SUNACTIVITY"].to_numpy(), season_length=11)
    assert one_row(given, "seasonality")["season_length"] == 11
    assert len(find(given, "pattern").rows) == 11
    none = seasonality(times, sunspots["SUNACTIVITY"].to_numpy(), season_length=1)
    assert none.reading == "y was taken without a season, as asked."


def test_a_season_must_fit_in_twice() -> None:
    times = pd.date_range("2020-01-01", periods=20, freq="MS")
    with pytest.raises(StatisticRefused, match="A season of 12 steps needs at least 24 steps"):
        seasonality(times, np.arange(20.0) ** 2, season_length=12)


def test_seven_steps_are_too_few() -> None:
    with pytest.raises(StatisticRefused, match="There are only 7 of 7 rows"):
        seasonality(pd.date_range("2020-01-01", periods=7), np.arange(7.0))
