"""From rows to a regular series: one value for each step of time, with its step found and its gaps filled.

Everything that is decided on the way (step, aggregate, interpolation) is kept as a sentence, since a
trend or forecast is only as good as the series that it was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engine.errors import StatisticRefused
from engine.statistics.magnitude import refuse_extreme
from engine.statistics.results import ResultTable
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.time_grain import Grain, find_grain
from engine.statistics.wording import counted, number, only, percent

MAX_STEPS = 200_000
_MAX_GAP_SHARE = 0.25
"""Share of steps without a value above which a series isn't filled."""
HISTORY_ROWS = 1_000
"""Latest steps that a result lists."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values at the starts of consecutive steps; `notes` and `warnings` say how they came about."""

    name: str
    values: pd.Series[Any]
    grain: Grain
    rows: int
    missing: int
    notes: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def steps(self) -> int:
        return len(self.values)

    def label(self, time: pd.Timestamp) -> str:
        """The start of a step: a date, or date and time where steps are shorter than a day."""
        return str(time.date().isoformat() if self.grain.dated else time.isoformat())

    @property
    def time_type(self) -> str:
        return "DATE" if self.grain.dated else "TIMESTAMP"

    def future(self, periods: int) -> pd.DatetimeIndex:
        """The starts of the steps after the last one."""
        return pd.date_range(self.values.index[-1], periods=periods + 1, freq=self.grain.offset)[1:]

    def history(self, name: str, **columns: Any) -> ResultTable:
        """The latest steps as a table for charts: time, value and further columns of the same length."""
        shown = self.values.iloc[-HISTORY_ROWS:]
        extra = [np.asarray(values)[-HISTORY_ROWS:] for values in columns.values()]
        rows = zip(map(self.label, shown.index), shown, *extra, strict=True)
        types = {"time": self.time_type, "value": "DOUBLE"} | dict.fromkeys(columns, "DOUBLE")
        return table(name, types, rows, total_rows=self.steps)


def read_series(sample: Sample, minimum: int) -> Series:
    """The target over time as a regular series of at least `minimum` steps.

    Raises StatisticRefused for too few, constant or extreme values, times without a usable step, and gaps
    that are too many to fill.
    """
    time, target = sample.name("time_column"), sample.name("target_column")
    rows = sample.complete("time_column", "target_column", minimum=minimum)
    refuse_extreme(rows, [target])
    observed = pd.Series(rows[target].to_numpy(), index=pd.DatetimeIndex(rows[time])).sort_index()
    grain = find_grain(observed.index, sample.parameters["grain"], minimum)
    grouped, notes, warnings = _aggregated(observed, grain, sample.parameters["aggregate"], target)
    filled, gap_notes = _filled(grouped, grain, sample.parameters["aggregate"], target, minimum)
    if filled.nunique() < 2:
        raise StatisticRefused(f"{target} has the same value in all {len(filled):,} steps: nothing moves.")
    return Series(
        target, filled, grain, len(rows), sample.total_rows - len(rows), (*notes, *gap_notes), tuple(warnings)
    )


def _aggregated(
    observed: pd.Series[Any], grain: Grain, aggregate: str | None, target: str
) -> tuple[pd.Series[Any], list[str], list[str]]:
    """One value for each step that has any, and what must be said about it."""
    starts = grain.starts(observed.index)
    several = int(pd.Series(starts).duplicated().sum())
    grouped = observed.groupby(np.asarray(starts)).agg(aggregate or "mean").astype(float)
    grouped.index = pd.DatetimeIndex(grouped.index)
    notes = [f"Steps of one {grain.label}{', found from the times' if grain.found else ''}."]
    warnings = []
    if aggregate:
        notes.append(f"Each step is the {aggregate} of {target} in it.")
    elif several:
        notes.append(f"Each step is the mean of {target} in it.")
        warnings.append(
            f"{counted(len(observed), 'row')} fall into {counted(len(grouped), 'step')}: the mean of each "
            "step was taken; ask for aggregate = sum, count or median if that is meant."
        )
    if aggregate in ("sum", "count") and several:
        grouped, left_out = _whole_steps(grouped, observed, grain)
        notes += left_out
    return grouped, notes, warnings


def _whole_steps(
    grouped: pd.Series[Any], observed: pd.Series[Any], grain: Grain
) -> tuple[pd.Series[Any], list[str]]:
    """Without a first or last step that the data cover only in part: its sum or count would be too small."""
    first, last = grain.partial_ends(pd.DatetimeIndex(observed.index))
    which = [name for name, partial in (("first", first), ("last", last)) if partial]
    if not which:
        return grouped, []
    verb = "are" if len(which) > 1 else "is"
    note = f"The {' and the '.join(which)} {grain.label} {verb} incomplete and left out."
    return grouped.iloc[int(first) : len(grouped) - int(last)], [note]


def _filled(
    grouped: pd.Series[Any], grain: Grain, aggregate: str | None, target: str, minimum: int
) -> tuple[pd.Series[Any], list[str]]:
    """Every step from the first to the last; those without rows interpolated, or 0 for sums and counts."""
    if grouped.empty:
        raise StatisticRefused(f"There is no complete {grain.label} in the data: choose a shorter grain.")
    steps = grain.span(pd.DatetimeIndex(grouped.index))
    if steps > MAX_STEPS:
        raise StatisticRefused(
            f"Steps of one {grain.label} make {steps:,} from the first to the last; at most {MAX_STEPS:,} "
            "are possible. Choose a longer grain or filter to a shorter time."
        )
    regular = grouped.reindex(pd.date_range(grouped.index[0], grouped.index[-1], freq=grain.offset))
    gaps = int(regular.isna().sum())
    if len(regular) < minimum:
        raise StatisticRefused(
            f"{only(len(regular), 'step')} of one {grain.label}; this needs at least "
            f"{minimum}. Choose a shorter grain."
        )
    if aggregate in ("sum", "count"):
        return regular.fillna(0.0), [f"{counted(gaps, 'step')} without rows count as 0."] if gaps else []
    if gaps > _MAX_GAP_SHARE * len(regular):
        raise StatisticRefused(
            f"{gaps:,} of {len(regular):,} steps of one {grain.label} have no value of {target} "
            f"({percent(gaps / len(regular))}): too many to fill. Choose a longer grain, or filter "
            "to a time without gaps."
        )
    longest = _longest_gap(regular)
    note = (
        f"{counted(gaps, 'step')} without a value (at most {number(longest)} in a row) "
        f"{'was' if gaps == 1 else 'were'} interpolated linearly."
    )
    return regular.interpolate("linear"), [note] if gaps else []


def _longest_gap(regular: pd.Series[Any]) -> int:
    empty = regular.isna()
    return int(empty.groupby((~empty).cumsum()).sum().max())
