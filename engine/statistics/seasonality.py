"""Whether a series repeats: the season's length, its strength, and the figure of each of its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from engine.statistics.results import ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.season import (
    Candidate,
    Decomposition,
    candidates,
    check_season,
    decompose,
    find_season,
)
from engine.statistics.series import Series, read_series
from engine.statistics.tables import table
from engine.statistics.time_grain import Grain
from engine.statistics.wording import counted, listed, number

_ROW = {
    "season_length": "BIGINT", "step": "VARCHAR", "n": "BIGINT", "seasons": "DOUBLE",
    "seasonal_strength": "DOUBLE", "trend_strength": "DOUBLE", "highest": "VARCHAR", "lowest": "VARCHAR",
}  # fmt: skip


def seasonality(sample: Sample) -> StatisticResult:
    """The season of a series. Tables: `seasonality` (one row), `pattern`, `candidates`, `decomposition`.

    Without a season, `season_length` is 1 and there is no pattern or decomposition. Raises
    StatisticRefused for a season_length that the series doesn't cover twice and for what
    `read_series` refuses.
    """
    series = read_series(sample, minimum=8)
    tested = candidates(series)
    asked = sample.parameters["season_length"]
    length = find_season(tested) if asked is None else check_season(asked, series)
    if length == 1:
        return _result(sample, series, _without_season(series, tested), _no_season(series, tested, asked))
    parts = decompose(series.values, length)
    pattern = _pattern(series, parts, length)
    return _result(
        sample,
        series,
        [_summary(series, parts, pattern, length), pattern, *_tested(tested), _decomposition(series, parts)],
        _found(series, parts, pattern, length),
    )


def _result(sample: Sample, series: Series, tables: list[ResultTable], reading: str) -> StatisticResult:
    return StatisticResult(
        operation="seasonality",
        tables=tuple(tables),
        n=series.rows,
        missing=series.missing,
        missing_handling="Rows without a time or value were left out.",
        reading=reading,
        conventions=(
            *series.notes,
            "Season lengths tried are the calendar's. One stands out when the series without its trend (STL) "
            "correlates with itself one season earlier more than noise or a random walk would: above "
            "2.33 / √pairs and above 0.85 / √(seasons − 1).",
            "Parts by STL; strengths from 0 to 1 after Wang, Smith & Hyndman (2006).",
        ),
        warnings=series.warnings,
        total_rows=sample.total_rows,
    )


def _without_season(series: Series, tested: list[Candidate]) -> list[ResultTable]:
    row = [1, series.grain.label, series.steps, None, None, None, None, None]
    return [table("seasonality", _ROW, [row]), *_tested(tested)]


def _summary(series: Series, parts: Decomposition, pattern: ResultTable, length: int) -> ResultTable:
    highest, lowest = _extremes(pattern)
    row = [
        length, series.grain.label, series.steps, series.steps / length,
        parts.seasonal_strength, parts.trend_strength, highest[1], lowest[1],
    ]  # fmt: skip
    return table("seasonality", _ROW, [row])


def _pattern(series: Series, parts: Decomposition, length: int) -> ResultTable:
    """The mean seasonal effect and mean value of each step of a season, in the calendar's order."""
    naming = _naming(series.grain, length)
    position = np.arange(series.steps) % length
    frame = pd.DataFrame({"effect": parts.seasonal, "mean": series.values.to_numpy()})
    means = frame.groupby(position).mean()
    labels = {i: naming(series.values.index[i]) if naming else (i, f"step {i + 1}") for i in range(length)}
    order = sorted(range(length), key=lambda i: labels[i])
    rows = [[i + 1, labels[k][1], means["effect"][k], means["mean"][k]] for i, k in enumerate(order)]
    return table(
        "pattern", {"position": "BIGINT", "label": "VARCHAR", "effect": "DOUBLE", "mean": "DOUBLE"}, rows
    )


def _naming(grain: Grain, length: int) -> Callable[[pd.Timestamp], tuple[int, str]] | None:
    """How the calendar calls a season's steps: a sort key and a name; None where it has no name."""
    if grain.unit == "month" and length == 12:
        return lambda time: (time.month, time.month_name())
    if grain.unit == "quarter" and length == 4:
        return lambda time: (time.quarter, f"Q{time.quarter}")
    if (grain.unit == "working day" and length == 5) or (grain.label == "day" and length == 7):
        return lambda time: (time.day_of_week, time.day_name())
    if grain.step is not None and grain.step * length == pd.Timedelta(days=1):
        return lambda time: (time.hour * 60 + time.minute, f"{time:%H:%M}")
    if grain.step is not None and grain.step * length == pd.Timedelta(weeks=1):
        return lambda time: (_minute_of_week(time), f"{time.day_name()} {time:%H:%M}")
    return None


def _minute_of_week(time: pd.Timestamp) -> int:
    return int((time.day_of_week * 24 + time.hour) * 60 + time.minute)


def _tested(tested: list[Candidate]) -> list[ResultTable]:
    if not tested:
        return []
    columns = {
        "season_length": "BIGINT", "correlation": "DOUBLE", "threshold": "DOUBLE", "stands_out": "BOOLEAN"
    }  # fmt: skip
    rows = [[c.length, c.correlation, c.threshold, c.stands_out] for c in tested]
    return [table("candidates", columns, rows)]


def _decomposition(series: Series, parts: Decomposition) -> ResultTable:
    return series.history(
        "decomposition", trend=parts.trend, seasonal=parts.seasonal, remainder=parts.remainder
    )


def _extremes(pattern: ResultTable) -> tuple[list[Any], list[Any]]:
    effect = pattern.column_names.index("effect")
    ordered = sorted(pattern.rows, key=lambda row: row[effect])
    return ordered[-1], ordered[0]


def _found(series: Series, parts: Decomposition, pattern: ResultTable, length: int) -> str:
    highest, lowest = _extremes(pattern)
    return (
        f"{series.name} repeats every {counted(length, series.grain.label)} with a strength of "
        f"{number(parts.seasonal_strength, 3)} (0 none, 1 full): highest at {highest[1]} "
        f"({number(highest[2])} against the trend), lowest at {lowest[1]} ({number(lowest[2])})."
    )


def _no_season(series: Series, tested: list[Candidate], asked: int | None) -> str:
    if asked == 1:
        return f"{series.name} was taken without a season, as asked."
    if tested:
        lengths = listed([f"{candidate.length:,}" for candidate in tested])
        return f"{series.name} doesn't repeat: no season stands out (lengths tried: {lengths} steps)."
    return (
        f"{series.name} has {counted(series.steps, 'step')} of one {series.grain.label}: no calendar season "
        "fits in twice. Give a season_length to test one."
    )
