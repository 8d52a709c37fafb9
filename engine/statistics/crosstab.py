"""Counts of the combinations of two categories, which every test of contingency starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import contingency

from engine.errors import StatisticRefused
from engine.statistics.results import ResultTable
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import listed

CountArray = npt.NDArray[np.int64]

MAX_CATEGORIES = 100
_COUNTS = {
    "row": "VARCHAR", "column": "VARCHAR", "count": "BIGINT", "expected": "DOUBLE", "share_of_row": "DOUBLE",
    "residual": "DOUBLE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CrossTab:
    """Counts by the categories of two columns: `counts` has a row per `rows`, a column per `columns`.

    Every row and column has a count above zero. `rows_of` and `columns_of` name the data's columns.
    """

    rows_of: str
    columns_of: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: CountArray

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    @property
    def is_two_by_two(self) -> bool:
        return self.counts.shape == (2, 2)

    @property
    def expected(self) -> npt.NDArray[np.float64]:
        """The counts expected if the columns had nothing to do with each other."""
        return np.asarray(contingency.expected_freq(self.counts), dtype=np.float64)

    def table(self) -> ResultTable:
        """One row per combination: count, expected count, share of its row, standardised residual.

        The residual is (count − expected) / sqrt(expected), Pearson's; beyond ±2 a combination stands out.
        """
        expected, totals = self.expected, self.counts.sum(axis=1, keepdims=True)
        residuals, shares = (self.counts - expected) / np.sqrt(expected), self.counts / totals
        cells = (
            [row, column, *(part[i, j] for part in (self.counts, expected, shares, residuals))]
            for i, row in enumerate(self.rows)
            for j, column in enumerate(self.columns)
        )
        return table("counts", _COUNTS, cells)


def cross_tabulated(sample: Sample, minimum: int) -> CrossTab:
    """The counts of `x_axis` by `y_axis` over complete rows (strata included, if there are any).

    Raises StatisticRefused when a column has one value only, or either has over `MAX_CATEGORIES`.
    """
    rows_of, columns_of = sample.name("x_axis"), sample.name("y_axis")
    if rows_of == columns_of:
        raise StatisticRefused(f"{rows_of} can't be related to itself; choose two different columns.")
    complete = sample.complete("x_axis", "y_axis", "group_by", minimum=minimum)
    rows, columns = (complete[name].cat.remove_unused_categories() for name in (rows_of, columns_of))
    for by in (rows, columns):
        _check_categories(by)
    return CrossTab(
        rows_of,
        columns_of,
        tuple(map(str, rows.cat.categories)),
        tuple(map(str, columns.cat.categories)),
        counted_pairs(rows, columns),
    )


def counted_pairs(rows: pd.Series[Any], columns: pd.Series[Any]) -> CountArray:
    """How often each category of the one meets each of the other, those that never meet included."""
    width = len(columns.cat.categories)
    flat = rows.cat.codes.to_numpy(dtype=np.int64) * width + columns.cat.codes.to_numpy(dtype=np.int64)
    counts = np.bincount(flat, minlength=len(rows.cat.categories) * width)
    return counts.reshape(-1, width).astype(np.int64)


def _check_categories(by: pd.Series[Any]) -> None:
    categories = list(map(str, by.cat.categories))
    if len(categories) < 2:
        raise StatisticRefused(
            f"{by.name} has only one value ({listed(categories)}) among the rows used, "
            "so nothing can be related to it."
        )
    if len(categories) > MAX_CATEGORIES:
        raise StatisticRefused(
            f"{by.name} has {len(categories):,} different values; a table of at most {MAX_CATEGORIES} × "
            f"{MAX_CATEGORIES} can be tested. Filter it, or group its values into fewer."
        )
