"""The season of a series: which length stands out, its decomposition and how strong it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.tsa.seasonal import STL

from engine.errors import StatisticRefused
from engine.statistics.series import Series
from engine.statistics.wording import counted

_NOISE = 2.326
"""Of the normal distribution at 99 %, one-sided: white noise stays below it, over √pairs."""
_WALK = 0.85
"""Random walks stay below it, over √(seasons − 1), in about 95 of 100 simulated series."""
_STILL = 1e-9
"""Share of a series' range below which what is left without the trend is rounding."""
_LONG = 10_000
"""Steps above which STL smooths at every tenth of a season and interpolates, as R's stl does always."""
_CLEARLY = 0.05
"""By how much a longer season's correlation must beat a shorter one's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A season length tested: the correlation of the series without its trend with itself one season
    earlier, and what chance alone may reach."""

    length: int
    correlation: float
    threshold: float

    @property
    def stands_out(self) -> bool:
        return self.correlation > self.threshold


@dataclass(frozen=True, slots=True)
class Decomposition:
    """STL's parts (Cleveland et al. 1990), each as long as the series."""

    trend: Any
    seasonal: Any
    remainder: Any

    @property
    def seasonal_strength(self) -> float:
        return _strength(self.remainder, self.seasonal)

    @property
    def trend_strength(self) -> float:
        return _strength(self.remainder, self.trend)


def candidates(series: Series) -> list[Candidate]:
    """The calendar's season lengths that the series covers twice, each tested; shortest first."""
    lengths = [length for length in series.grain.seasons if series.steps >= 2 * length + 1]
    return [_candidate(series.values, length) for length in lengths]


def _candidate(values: pd.Series[Any], length: int) -> Candidate:
    level = values.to_numpy() - decompose(values, length).trend
    later, earlier = level[length:], level[:-length]
    moves = min(np.ptp(later), np.ptp(earlier)) > _STILL * np.ptp(values)
    threshold = max(_NOISE / math.sqrt(len(later)), _WALK / math.sqrt(len(values) / length - 1))
    return Candidate(length, float(np.corrcoef(later, earlier)[0, 1]) if moves else 0.0, threshold)


def find_season(tested: list[Candidate]) -> int:
    """The length that stands out most, the shorter of equals; 1 when none does."""
    best: Candidate | None = None
    for candidate in tested:
        least = best.correlation + _CLEARLY if best else -math.inf
        if candidate.stands_out and candidate.correlation > least:
            best = candidate
    return best.length if best else 1


def check_season(length: int, series: Series) -> int:
    """A season length that was asked for. Raises StatisticRefused unless the series covers it twice."""
    if length > 1 and series.steps < 2 * length:
        raise StatisticRefused(
            f"A season of {counted(length, 'step')} needs at least {2 * length:,} steps (two seasons); there "
            f"are {series.steps:,}. Give a shorter season_length, or 1 for none."
        )
    return length


def decompose(values: pd.Series[Any], length: int) -> Decomposition:
    jump = max(1, length // 10) if len(values) > _LONG else 1
    parts = STL(values.to_numpy(), period=length, trend_jump=jump, low_pass_jump=jump).fit()
    return Decomposition(parts.trend, parts.seasonal, parts.resid)


def _strength(remainder: Any, part: Any) -> float:
    """Of a part in 0 … 1: 1 − Var(remainder) / Var(part + remainder) (Wang, Smith & Hyndman 2006)."""
    together = float(np.var(part + remainder))
    return max(0.0, 1 - float(np.var(remainder)) / together) if together else 0.0
