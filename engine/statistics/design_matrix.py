"""Predictors as numbers: what each column of a regression's design means, and when it can't be used.

Categories are treatment-coded: one 0/1 column for each level but the first, the reference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from engine.errors import StatisticRefused
from engine.statistics.operation import Kind
from engine.statistics.sample import Sample
from engine.statistics.wording import counted, listed

Floats = npt.NDArray[np.float64]

MAX_LEVELS = 50
"""Levels of one categorical predictor; more is an identifier or text."""
MAX_TERMS = 500
"""Columns of a design."""
INTERCEPT = "(intercept)"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How predictors become columns of numbers: fitted on some rows, applied to any.

    `levels` holds the levels of each categorical predictor, its reference first.
    """

    predictors: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    intercept: bool = True

    @property
    def terms(self) -> list[str]:
        terms = [INTERCEPT] if self.intercept else []
        for name in self.predictors:
            if name in self.levels:
                terms += [f"{name} = {level}" for level in self.levels[name][1:]]
            else:
                terms.append(name)
        return terms

    @property
    def references(self) -> dict[str, str]:
        return {name: levels[0] for name, levels in self.levels.items()}

    def step_of(self, term: str) -> str:
        """What one unit of a term is, as the subject of a sentence."""
        for name, reference in self.references.items():
            if term in (f"{name} = {level}" for level in self.levels[name]):
                return f"{term} rather than {reference}"
        return f"Each further unit of {term}"

    def apply(self, rows: pd.DataFrame) -> Floats:
        """One row for each of `rows`, one column for each term; a level unknown here is all zeros."""
        columns = [np.ones(len(rows))] if self.intercept else []
        for name in self.predictors:
            if name in self.levels:
                codes = self._codes(rows, name)
                columns += [(codes == code).astype(float) for code in range(1, len(self.levels[name]))]
            else:
                columns.append(rows[name].to_numpy(dtype=float))
        return np.column_stack(columns)

    def unknown_levels(self, rows: pd.DataFrame) -> int:
        """How many of `rows` have a level that wasn't there when the encoding was fitted."""
        unknown = np.zeros(len(rows), dtype=bool)
        for name in self.levels:
            unknown |= self._codes(rows, name) < 0
        return int(unknown.sum())

    def _codes(self, rows: pd.DataFrame, name: str) -> npt.NDArray[Any]:
        return np.asarray(pd.Categorical(rows[name], categories=list(self.levels[name])).codes)


def predictors_of(sample: Sample) -> list[str]:
    """The predictors of a model, once each. Raises StatisticRefused for one that no model can take."""
    target = sample.name("target_column")
    predictors = list(dict.fromkeys(sample.names("columns")))
    if target in predictors:
        raise StatisticRefused(f"{target} can't explain itself: leave it out of the predictors.")
    if times := [name for name in predictors if sample.kinds[name] is Kind.TIME]:
        verb = "is a time column" if len(times) == 1 else "are time columns"
        raise StatisticRefused(
            f"{listed(times)} {verb}: take parts of it as predictors (year, month, weekday, hour), "
            "or ask for a trend or a forecast."
        )
    return predictors


def fit_encoding(
    rows: pd.DataFrame, predictors: Sequence[str], kinds: Mapping[str, Kind], *, intercept: bool = True
) -> Encoding:
    """The encoding of predictors without missing values.

    Raises StatisticRefused for constant predictors, too many levels and fewer rows than coefficients.
    """
    levels = {name: levels_of(rows[name]) for name in predictors if kinds[name] is Kind.CATEGORY}
    refuse_constant(rows, predictors)
    encoding = Encoding(tuple(predictors), levels, intercept)
    count = len(encoding.terms)
    if count > MAX_TERMS:
        raise StatisticRefused(
            f"The predictors make {count:,} coefficients; at most {MAX_TERMS} are possible. Leave some out."
        )
    if len(rows) <= count:
        raise StatisticRefused(
            f"{counted(len(rows), 'complete row')} can't carry {counted(count, 'coefficient')}: "
            f"at least {count + 1} rows are needed, or fewer predictors."
        )
    return encoding


def count_columns(rows: pd.DataFrame, predictors: Sequence[str], kinds: Mapping[str, Kind]) -> int:
    """How many columns of numbers predictors make: one for a number, one for each level of a category.

    Raises StatisticRefused for a category of too many levels.
    """
    return sum(len(levels_of(rows[name])) if kinds[name] is Kind.CATEGORY else 1 for name in predictors)


def levels_of(column: pd.Series[Any]) -> tuple[str, ...]:
    """The levels that occur in a categorical column, in its order. Raises StatisticRefused for too many."""
    levels = tuple(column.cat.remove_unused_categories().cat.categories)
    if len(levels) > MAX_LEVELS:
        raise StatisticRefused(
            f"{column.name} has {len(levels):,} different values; a predictor may have at most {MAX_LEVELS}. "
            "Leave it out or group its values first."
        )
    return levels


def refuse_constant(rows: pd.DataFrame, predictors: Sequence[str]) -> None:
    """Raises StatisticRefused naming the predictors that have one value only."""
    constant = [name for name in predictors if rows[name].nunique() < 2]
    if constant:
        raise StatisticRefused(
            f"{listed(constant)} {'has' if len(constant) == 1 else 'have'} the same value in all "
            f"{len(rows):,} complete rows and can't explain anything: leave "
            f"{'it' if len(constant) == 1 else 'them'} out."
        )


def reference_convention(encoding: Encoding) -> list[str]:
    """The sentence that names each category's reference level, none when there are no categories."""
    if not encoding.levels:
        return []
    named = [f"{name} = {level}" for name, level in encoding.references.items()]
    return [f"Categories are compared with a reference level: {listed(named, 50)}."]


def column_scales(matrix: Floats) -> Floats:
    """Powers of two near each column's length. Dividing by them is exact and lets columns of very
    different sizes (1, x, x² …) be solved without loss: NIST's Filip keeps 8 digits instead of none.
    """
    lengths = np.sqrt(np.einsum("ij,ij->j", matrix, matrix))
    return np.exp2(np.round(np.log2(np.where(lengths > 0, lengths, 1.0))))
