"""The next steps of a series, with intervals, and how wrong the same method was on steps already known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import mean_absolute_error, mean_absolute_percentage_error, root_mean_squared_error

from engine.statistics.results import ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.season import candidates, check_season, find_season
from engine.statistics.series import Series, read_series
from engine.statistics.smoothing import Ahead, Smoothing, smooth
from engine.statistics.tables import table
from engine.statistics.wording import counted, number, percent

Floats = npt.NDArray[np.float64]

_MAX_FITTED = 1_000
"""Latest steps that models are fitted to; four seasons where that is more."""
_HELD_OUT = 0.2
"""Largest share of the series held out to measure the error."""


@dataclass(frozen=True, slots=True)
class _BackTest:
    """Errors on the last `steps`, forecast from those before; None where a figure isn't defined."""

    steps: int
    mae: float
    rmse: float
    mape: float | None
    naive_mae: float
    mase: float | None
    covered: float


def forecast(sample: Sample) -> StatisticResult:
    """The next `periods` steps by exponential smoothing.

    Tables: `forecast` (time, forecast, ci_low, ci_high), `accuracy` (one row: model, season, errors
    on the held-out end) and `history`. Raises StatisticRefused for a season_length that the series
    doesn't cover twice and for what `read_series` refuses.
    """
    series = read_series(sample, minimum=8)
    asked = sample.parameters["season_length"]
    length = find_season(candidates(series)) if asked is None else check_season(asked, series)
    values = series.values.to_numpy()[-max(_MAX_FITTED, 4 * length) :]
    periods, confidence = sample.parameters["periods"], sample.parameters["confidence"]
    model = smooth(values, length, periods, confidence)
    tested = _back_test(values, length, periods, confidence)
    return StatisticResult(
        operation="forecast",
        tables=(
            _forecast_table(series, model.ahead),
            _accuracy(series, model, length, tested),
            series.history("history"),
        ),
        n=series.rows,
        missing=series.missing,
        missing_handling="Rows without a time or value were left out.",
        reading=_reading(series, model.ahead, tested, confidence),
        conventions=tuple(_conventions(series, model, length, tested)),
        warnings=(*series.warnings, *_warnings(series, len(values), periods, length, tested)),
        total_rows=sample.total_rows,
    )


def _back_test(values: Floats, length: int, periods: int, confidence: float) -> _BackTest:
    """Forecast the end of the series from the rest, the model chosen anew."""
    held = max(1, min(periods, int(len(values) * _HELD_OUT)))
    known, actual = values[:-held], values[-held:]
    length = length if len(known) >= 2 * length else 1
    ahead = smooth(known, length, held, confidence).ahead
    error = float(mean_absolute_error(actual, ahead.mean))
    usual = float(np.mean(np.abs(known[length:] - known[:-length])))
    return _BackTest(
        steps=held,
        mae=error,
        rmse=float(root_mean_squared_error(actual, ahead.mean)),
        mape=float(mean_absolute_percentage_error(actual, ahead.mean)) if np.all(actual != 0) else None,
        naive_mae=float(mean_absolute_error(actual, np.resize(known[-length:], held))),
        mase=error / usual if usual else None,
        covered=float(np.mean((actual >= ahead.low) & (actual <= ahead.high))),
    )


def _forecast_table(series: Series, ahead: Ahead) -> ResultTable:
    columns = {"time": series.time_type} | dict.fromkeys(("forecast", "ci_low", "ci_high"), "DOUBLE")
    times = map(series.label, series.future(len(ahead.mean)))
    return table("forecast", columns, zip(times, ahead.mean, ahead.low, ahead.high, strict=True))


def _accuracy(series: Series, model: Smoothing, length: int, tested: _BackTest) -> ResultTable:
    names = {"model": model.name, "step": series.grain.label}
    counts = {"n": series.steps, "season_length": length, "held_out": tested.steps}
    errors = {
        "mae": tested.mae, "rmse": tested.rmse, "mape": tested.mape, "mase": tested.mase,
        "naive_mae": tested.naive_mae, "interval_coverage": tested.covered, "aicc": model.aicc,
    }  # fmt: skip
    columns = (
        dict.fromkeys(names, "VARCHAR") | dict.fromkeys(counts, "BIGINT") | dict.fromkeys(errors, "DOUBLE")
    )
    return table("accuracy", columns, [[*names.values(), *counts.values(), *errors.values()]])


def _reading(series: Series, ahead: Ahead, tested: _BackTest, confidence: float) -> str:
    last = series.label(series.future(len(ahead.mean))[-1])
    off = f" or {percent(tested.mape)}" if tested.mape is not None else ""
    return (
        f"{series.name} is expected to be {number(ahead.mean[0])} in the next {series.grain.label} and "
        f"{number(ahead.mean[-1])} at the end, {last} ({percent(confidence)} interval "
        f"{number(ahead.low[-1])} to {number(ahead.high[-1])}). On the last "
        f"{counted(tested.steps, 'known step')} the method was off by {number(tested.mae)}{off} on "
        f"average; repeating the past would have been off by {number(tested.naive_mae)}."
    )


def _conventions(series: Series, model: Smoothing, length: int, tested: _BackTest) -> list[str]:
    season = "without a season" if length == 1 else f"with a season of {length} steps"
    sentences = [
        *series.notes,
        f"Exponential smoothing {model.name}, chosen by AICc, {season}; intervals are prediction intervals.",
        f"Errors are of the last {counted(tested.steps, 'step')}, forecast from those before with a model "
        "chosen from them alone; naive_mae repeats the last season or value; mase is the error against the "
        "usual change from season to season (Hyndman & Koehler 2006); mape is a share of 1.",
    ]
    if model.deseasonalized:
        sentences.append(
            "The season was taken out by STL and its last course repeated, so the intervals leave out how "
            "uncertain the season itself is."
        )
    return sentences


def _warnings(series: Series, fitted: int, periods: int, length: int, tested: _BackTest) -> list[str]:
    sentences = []
    if fitted < series.steps:
        sentences.append(f"Only the latest {fitted:,} of {series.steps:,} steps were used.")
    if tested.mae >= tested.naive_mae:
        what = "last season" if length > 1 else "last value"
        sentences.append(f"On the known end this was no better than repeating the {what}: rely on it little.")
    if 2 * periods > series.steps:
        sentences.append(
            f"{periods:,} steps ahead from {series.steps:,} known ones is far: the later ones say little."
        )
    return sentences
