"""Exponential smoothing chosen by AICc (statsmodels' ETSModel), and what it says about the steps ahead."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from engine.errors import StatisticRefused
from engine.statistics.season import decompose

Floats = npt.NDArray[np.float64]

_MAX_ETS_SEASON = 24
"""Longest season that ETS estimates itself, as in R's forecast package: each step is a parameter."""
_FULLY_FITTED = 2
"""Forms whose starting states are estimated too."""
_ITERATIONS = 200
_SIMULATIONS = 1000
_SEED = 42


@dataclass(frozen=True, slots=True)
class Ahead:
    """Means of the coming steps with prediction intervals, each of shape (steps,)."""

    mean: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Smoothing:
    """A fitted model by name, and what it says about the steps ahead."""

    name: str
    aicc: float
    ahead: Ahead
    deseasonalized: bool
    """Whether the season was taken out beforehand and its last course put back."""


@dataclass(frozen=True, slots=True)
class _Form:
    """Error, trend and season of an ETS model, in Hyndman's notation."""

    error: str
    trend: str | None
    damped: bool
    seasonal: str | None

    @property
    def name(self) -> str:
        letter = {"add": "A", "mul": "M", None: "N"}
        trend = letter[self.trend] + ("d" if self.damped else "")
        return f"ETS({letter[self.error]},{trend},{letter[self.seasonal]})"


def smooth(values: Floats, season_length: int, periods: int, confidence: float) -> Smoothing:
    """The next `periods` steps by the model with the least AICc (Hyndman et al. 2008).

    A season of more than 24 steps is taken out by STL first and its last course repeated. Raises
    StatisticRefused when no model can be fitted.
    """
    season: Floats = np.zeros(1)
    long = season_length > _MAX_ETS_SEASON
    if long:
        seasonal = decompose(pd.Series(values), season_length).seasonal
        values, season, season_length = values - seasonal, seasonal[-season_length:], 1
    scale = float(np.exp2(np.round(np.log2(np.std(values) or 1.0))))
    name, aicc, ahead = _best(values / scale, season_length, periods, confidence)
    back = [part * scale + np.resize(season, periods) for part in (ahead.mean, ahead.low, ahead.high)]
    aicc += 2 * len(values) * math.log(scale)
    return Smoothing(f"STL + {name}" if long else name, aicc, Ahead(*back), long)


def _best(values: Floats, season_length: int, periods: int, confidence: float) -> tuple[str, float, Ahead]:
    """Name, AICc and outlook of the best model of values with a deviation near 1.

    The optimizer's steps are absolute: in the hundred thousands it ends far from the maximum.
    """
    fits = [
        (fit, form)
        for form in _promising(values, list(_forms(values, season_length)), season_length)
        if (fit := _estimate(values, form, season_length, "estimated")) is not None
    ]
    for fit, form in sorted(fits, key=lambda pair: pair[0].aicc):
        ahead = _ahead(fit, form, periods, confidence)
        if np.isfinite([ahead.mean, ahead.low, ahead.high]).all():
            return form.name, float(fit.aicc), ahead
    raise StatisticRefused("No exponential smoothing model fits these values: are there more steps?")


def _ahead(fit: Any, form: _Form, periods: int, confidence: float) -> Ahead:
    """The next steps. Multiplicative models have simulated intervals, with a fixed seed."""
    n = int(fit.nobs)
    simulation = {"rng": np.random.default_rng(_SEED)} if form.error == "mul" else {}
    with np.errstate(all="ignore"):
        prediction = fit.get_prediction(
            start=n, end=n + periods - 1, simulate_repetitions=_SIMULATIONS, **simulation
        )
        bounds = prediction.pred_int(alpha=1 - confidence).to_numpy()
    return Ahead(prediction.predicted_mean.to_numpy(), bounds[:, 0], bounds[:, 1])


def _promising(values: Floats, forms: list[_Form], season_length: int) -> list[_Form]:
    """The few forms that are best from heuristic starting states, which takes a fraction of the time.

    Short series have no such states: all forms stay.
    """
    if len(values) < 10 + 2 * season_length:
        return forms
    quick = [(_estimate(values, form, season_length, "heuristic"), form) for form in forms]
    ranked = sorted((fit.aicc, index) for index, (fit, _) in enumerate(quick) if fit is not None)
    return [forms[index] for _, index in ranked[:_FULLY_FITTED]] or forms


def _forms(values: Floats, season_length: int) -> Iterator[_Form]:
    """The combinations that are stable: multiplicative ones for positive values only, season as the error."""
    for error in ("add", "mul") if values.min() > 0 else ("add",):
        for trend, damped in ((None, False), ("add", False), ("add", True)):
            yield _Form(error, trend, damped, None)
            if season_length > 1:
                yield _Form(error, trend, damped, error)


def _estimate(values: Floats, form: _Form, season_length: int, start: str) -> Any | None:
    """Maximum likelihood from estimated or heuristic starting states, None without a finite AICc."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            model = ETSModel(
                pd.Series(values), error=form.error, trend=form.trend, damped_trend=form.damped,
                seasonal=form.seasonal, seasonal_periods=season_length if form.seasonal else None,
                initialization_method=start,
            )  # fmt: skip
            fit = model.fit(disp=False, maxiter=_ITERATIONS) if len(values) > model.k_params + 2 else None
        except (ValueError, np.linalg.LinAlgError, FloatingPointError):
            return None
    return fit if fit is not None and math.isfinite(fit.aicc) else None
