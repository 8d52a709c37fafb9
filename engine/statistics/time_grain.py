"""The step of a series: a calendar unit or a fixed interval, given or found from the times themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engine.errors import StatisticRefused
from engine.statistics.wording import only

_COVERED = 0.75
"""Share of steps that must have a value before a step counts as the series' own."""
_PERIODS = {"month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}
_OFFSETS = {"month": "MS", "quarter": "QS-JAN", "year": "YS-JAN"}
_FIXED = {
    "second": pd.Timedelta(seconds=1),
    "minute": pd.Timedelta(minutes=1),
    "hour": pd.Timedelta(hours=1),
    "day": pd.Timedelta(days=1),
    "week": pd.Timedelta(weeks=1),
}
_SEASONS = {"month": (12,), "quarter": (4,), "year": (), "working day": (5,)}
_CYCLES = (_FIXED["hour"], _FIXED["day"], _FIXED["week"])
_YEARS = {_FIXED["week"]: 52, _FIXED["day"]: 365}
"""Steps of a year, where steps are fixed."""
_MAX_SEASON = 2_000
_MONDAY = pd.Timestamp("2001-01-01")


@dataclass(frozen=True, slots=True)
class Grain:
    """A step: `unit` is a calendar unit, `working day`, or None where `step` is the fixed interval.

    Fixed steps count from `anchor`: weeks begin on Monday unless the data have another weekday.
    """

    unit: str | None
    step: pd.Timedelta | None = None
    anchor: pd.Timestamp = _MONDAY
    found: bool = False

    @property
    def label(self) -> str:
        if self.unit:
            return self.unit
        names = {step: name for name, step in _FIXED.items()}
        return names.get(self.step) or _words(self.step)

    @property
    def dated(self) -> bool:
        """Whether steps start at midnight, so that a date names them."""
        return self.unit is not None or self.step % _FIXED["day"] == pd.Timedelta(0)

    @property
    def offset(self) -> Any:
        """The step as pandas' date_range takes it."""
        if self.unit == "working day":
            return "B"
        return _OFFSETS[self.unit] if self.unit else self.step

    @property
    def seasons(self) -> list[int]:
        """Numbers of steps after which such a series may repeat, by the calendar; shortest first."""
        if self.unit:
            return list(_SEASONS[self.unit])
        lengths = [cycle // self.step for cycle in _CYCLES if cycle % self.step == pd.Timedelta(0)]
        lengths += [_YEARS[self.step]] if self.step in _YEARS else []
        return [length for length in lengths if 2 <= length <= _MAX_SEASON]

    def starts(self, times: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """The start of the step that each time falls into."""
        if self.unit == "working day":
            return times.normalize()
        if self.unit:
            return times.to_period(_PERIODS[self.unit]).to_timestamp()
        since = (times - self.anchor) // self.step
        return self.anchor + since * self.step

    def span(self, starts: pd.DatetimeIndex) -> int:
        """How many steps there are from the first to the last."""
        first, last = starts[0], starts[-1]
        if self.unit == "working day":
            return int(np.busday_count(first.date(), last.date())) + 1
        if self.unit:
            ends = pd.DatetimeIndex([first, last]).to_period(_PERIODS[self.unit])
            return int(ends[1].ordinal - ends[0].ordinal) + 1
        return int((last - first) / self.step) + 1

    def partial_ends(self, times: pd.DatetimeIndex) -> tuple[bool, bool]:
        """Whether the first and the last step of sorted times are only partly covered by them.

        A step is covered when the times reach to its edge within the longest pause between two of them.
        """
        pause = pd.Series(times.unique()).diff().max()
        starts = self.starts(times[[0, -1]])
        end = pd.date_range(starts[1], periods=2, freq=self.offset)[1]
        return bool(times[0] - starts[0] > pause), bool(end - times[-1] > pause)


def find_grain(times: pd.DatetimeIndex, asked: str | None, minimum: int) -> Grain:
    """The step of sorted times: the asked one, or one that most steps have a value for.

    Raises StatisticRefused when no step fits.
    """
    if asked:
        return Grain(asked) if asked in _PERIODS else Grain(None, _FIXED[asked])
    distinct = times.unique()
    if len(distinct) < 3:
        raise StatisticRefused(f"{only(len(distinct), 'different time')}; a series needs at least {minimum}.")
    for grain in _candidates(distinct):
        starts = grain.starts(distinct).unique()
        steps = grain.span(starts)
        if steps >= min(minimum, len(distinct)) and len(starts) >= _COVERED * steps:
            return grain
    raise StatisticRefused(
        "The times follow no regular step: name a grain (hour, day, week, month, quarter or year) and an "
        "aggregate, such as the mean of each day."
    )


def _candidates(times: pd.DatetimeIndex) -> Iterator[Grain]:
    """Steps to try: what the calendar shows, the commonest distance, then ever longer units."""
    if calendar := _calendar_unit(times):
        yield Grain(calendar, found=True)
    distances = pd.Series(times).diff().dropna()
    commonest = distances.mode().iloc[0]
    if _is_daily(times) and len(times) > 5 and not (times.day_of_week >= 5).any():
        yield Grain("working day", found=True)
    if (distances == commonest).mean() >= 0.5:
        yield Grain(None, commonest, times[0], found=True)
    for step in _FIXED.values():
        if step >= commonest:
            yield Grain(None, step, found=True)
    yield from (Grain(unit, found=True) for unit in _PERIODS)


def _calendar_unit(times: pd.DatetimeIndex) -> str | None:
    """Month, quarter or year when no month has two times, on whichever day they fall."""
    months = times.year * 12 + times.month
    if months.has_duplicates:
        return None
    commonest = int(pd.Series(months).diff().mode().iloc[0])
    return {12: "year", 3: "quarter"}.get(commonest, "month")


def _is_daily(times: pd.DatetimeIndex) -> bool:
    return bool((times == times.normalize()).all())


def _words(step: pd.Timedelta) -> str:
    """An interval such as 15 minutes, in the largest unit that it is a whole number of."""
    for name in ("week", "day", "hour", "minute", "second"):
        if step % _FIXED[name] == pd.Timedelta(0):
            return f"interval of {step // _FIXED[name]} {name}s"
    return f"interval of {step.total_seconds():g} seconds"
