"""Which rows a model sees: all or a stated sample, and the parts for training and testing.

Both parts are exactly those of a scikit-learn script over the same rows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.model_selection import train_test_split

from engine.errors import StatisticRefused
from engine.statistics.design_matrix import count_columns
from engine.statistics.magnitude import refuse_extreme
from engine.statistics.sample import Sample
from engine.statistics.wording import counted, listed, percent

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a model works on; `missing` were left out for a missing value."""

    used: pd.DataFrame
    missing: int
    notes: tuple[str, ...]


def rows_for(sample: Sample, predictors: list[str], *, minimum: int, max_cells: int, what: str) -> Rows:
    """The complete rows, or a random sample of them in their order where encoding makes too many cells.

    Raises StatisticRefused for fewer than `minimum`, a category of too many levels and extreme values.
    """
    rows = sample.complete("target_column", "columns", minimum=minimum)
    refuse_extreme(rows, [sample.name("target_column"), *predictors])
    missing = sample.total_rows - len(rows)
    most = max(1000, max_cells // (1 + count_columns(rows, predictors, sample.kinds)))
    if len(rows) <= most:
        return Rows(rows, missing, ())
    seed = sample.parameters["random_state"]
    note = (
        f"A random sample of {most:,} of {len(rows):,} complete rows was used (random_state {seed}), since "
        f"a {what} takes too long on more."
    )
    return Rows(rows.sample(most, random_state=seed).sort_index(), missing, (note,))


def split_positions(
    rows: int, test_size: float, random_state: int, strata: pd.Series[Any] | None = None
) -> tuple[Positions, Positions]:
    """Positions of the training and the test rows, in the order scikit-learn returns them.

    Raises StatisticRefused when a part would be empty or a class can't stand in both.
    """
    tested = math.ceil(test_size * rows)
    if rows - tested < 2 or tested < 1:
        raise StatisticRefused(
            f"{counted(rows, 'complete row')} can't be split with {percent(test_size)} for testing: "
            "a part would be left without rows. Choose another test_size."
        )
    if strata is not None:
        _refuse_thin_strata(strata, min(tested, rows - tested))
    train, test = train_test_split(
        np.arange(rows), test_size=test_size, random_state=random_state, stratify=strata
    )
    return train, test


def _refuse_thin_strata(strata: pd.Series[Any], smaller_part: int) -> None:
    counts = strata.value_counts()
    counts = counts[counts > 0]
    if single := [str(value) for value in counts.index[counts < 2]]:
        raise StatisticRefused(
            f"{strata.name} = {listed(single)} stands in one row only, so it can't be in both parts: "
            "filter it out, or split without stratify."
        )
    if smaller_part < len(counts):
        raise StatisticRefused(
            f"A part of {counted(smaller_part, 'row')} can't hold all {len(counts)} values of {strata.name}: "
            "choose another test_size, or split without stratify."
        )


def split_convention(test_size: float, random_state: int, *, stratified: bool = False) -> str:
    how = "with each value's share kept" if stratified else "shuffled, not stratified"
    return (
        f"Split by scikit-learn's train_test_split: test_size {test_size:g}, random_state {random_state}, "
        f"over the complete rows in the order of the data, {how}."
    )
