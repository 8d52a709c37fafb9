"""Rows become a regular series: the step found, several values of a step, gaps, and what can't be one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine.errors import StatisticRefused
from engine.statistics.series import Series, read_series
from tests.engine.statistics.samples import make_sample


def series_of(times: Any, values: Any, minimum: int = 4, **parameters: Any) -> Series:
    sample = make_sample(
        {"t": times, "y": values}, {"time_column": "t", "target_column": "y"}, "trend", **parameters
    )
    return read_series(sample, minimum)


def events(days: int, n: int, seed: int = 1) -> pd.DatetimeIndex:
    """Random moments from 1 January 2023 on."""
    seconds = np.sort(np.random.default_rng(seed).uniform(0, days * 86_400, n))
    return pd.Timestamp("2023-01-01") + pd.to_timedelta(seconds, unit="s")


@pytest.mark.parametrize(
    ("freq", "label", "seasons"),
    [
        ("YS", "year", []),
        ("YE", "year", []),
        ("QS", "quarter", [4]),
        ("MS", "month", [12]),
        ("ME", "month", [12]),
        ("W-WED", "week", [52]),
        ("D", "day", [7, 365]),
        ("B", "working day", [5]),
        ("h", "hour", [24, 168]),
        ("15min", "interval of 15 minutes", [4, 96, 672]),
        ("min", "minute", [60, 1440]),
        ("s", "second", []),
    ],
)
def test_the_step_is_found(freq: str, label: str, seasons: list[int]) -> None:
    times = pd.date_range("2020-01-01", periods=40, freq=freq)
    series = series_of(times, np.arange(40.0))
    assert series.grain.label == label
    assert [length for length in series.grain.seasons if length <= 1500] == seasons
    assert series.steps == 40
    assert series.values.to_list() == list(range(40))
    assert len(series.future(3)) == 3
    assert (series.future(3) > series.values.index[-1]).all()


def test_rows_may_come_in_any_order() -> None:
    times = pd.date_range("2020-01-01", periods=10, freq="D")
    series = series_of(times[::-1], np.arange(10.0))
    assert series.values.to_list() == list(range(9, -1, -1))


def test_irregular_events_become_the_mean_of_the_shortest_step_that_is_covered() -> None:
    series = series_of(events(60, 2000), np.ones(2000) + np.arange(2000))
    assert series.grain.label in ("hour", "day")
    assert any("the mean of each step was taken" in sentence for sentence in series.warnings)


def test_an_incomplete_end_is_left_out_of_sums_and_counts() -> None:
    times = events(100, 4000)  # until 10 April
    series = series_of(times, np.ones(4000), minimum=3, grain="month", aggregate="count")
    assert [series.label(time) for time in series.values.index] == ["2023-01-01", "2023-02-01", "2023-03-01"]
    assert "The last month is incomplete and left out." in series.notes
    assert series.values.sum() == (times < "2023-04-01").sum()


def test_steps_without_rows_count_as_zero_in_sums() -> None:
    times = pd.to_datetime(
        ["2024-01-01", "2024-01-01", "2024-01-02", "2024-01-05", "2024-01-06", "2024-01-06"]
    )
    series = series_of(times, [1.0, 2, 3, 4, 5, 6], grain="day", aggregate="sum")
    assert series.values.to_list() == [3, 3, 0, 0, 4, 11]
    assert "2 steps without rows count as 0." in series.notes


def test_short_gaps_are_interpolated_and_said() -> None:
    times = pd.date_range("2024-01-01", periods=20, freq="D")
    keep = np.r_[0:5, 7:20]
    series = series_of(times[keep], np.arange(20.0)[keep])
    assert series.values.to_list() == list(range(20))
    assert "2 steps without a value (at most 2 in a row) were interpolated linearly." in series.notes


def test_missing_values_are_gaps() -> None:
    times = pd.date_range("2024-01-01", periods=10, freq="MS")
    series = series_of(times, [0.0, 1, 2, None, 4, 5, float("inf"), 7, 8, 9])
    assert (series.rows, series.missing) == (8, 2)
    assert series.values.to_list() == list(range(10))


DAYS = pd.date_range("2024-01-01", periods=30, freq="D")


@pytest.mark.parametrize(
    ("times", "values", "parameters", "sentence"),
    [
        ([], [], {}, "There are only 0 of 0 rows"),
        (DAYS[:3], [1.0, 2, 3], {}, "There are only 3 of 3 rows"),
        (DAYS, [None] * 30, {}, "There are only 0 of 30 rows"),
        (DAYS, [7.0] * 30, {}, "y has the same value in all 30 steps"),
        ([DAYS[0]] * 30, np.arange(30.0), {}, "There is only 1 different time"),
        (DAYS, np.arange(30.0), {"grain": "month"}, "There is only 1 step of one month"),
        (DAYS[::3], np.arange(10.0), {"grain": "day"}, "18 of 28 steps of one day have no value of y"),
        (events(400, 300), np.arange(300.0), {"grain": "second"}, "at most 200,000 are possible"),
        (pd.DatetimeIndex(["1970-01-01T00", "1990-05-05T10", "1990-05-05T11", "2020-02-02T00"]),
         [1.0, 2, 3, 4], {}, "The times follow no regular step: name a grain"),
        (DAYS[:10], np.arange(10.0), {"grain": "year", "aggregate": "sum"}, "There is no complete year"),
    ],
)  # fmt: skip
def test_what_is_no_series_is_a_sentence(
    times: Any, values: Any, parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(StatisticRefused, match=sentence):
        series_of(times, values, **parameters)


def test_the_history_is_bounded_and_says_so() -> None:
    series = series_of(pd.date_range("2024-01-01", periods=3000, freq="h"), np.arange(3000.0))
    table = series.history("history")
    assert (len(table.rows), table.total_rows, table.truncated) == (1000, 3000, True)
    assert table.rows[-1] == ["2024-05-04T23:00:00", 2999.0]
