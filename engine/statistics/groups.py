"""The samples of a comparison: a figure's values per group, refused early where no test could speak.

Two shapes of data lead here: a figure beside a column that names groups, and two columns side by
side. Every test of `two_samples`, `many_samples` and `variances` works on what this module makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engine.errors import StatisticRefused
from engine.statistics.checks import Floats, refuse_extremes
from engine.statistics.sample import Sample
from engine.statistics.wording import counted, listed

MAX_GROUPS = 50
"""Beyond it the 1,225 pairs of groups become a list that nobody reads, and pure chance finds many."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Samples of one figure, each with a label and at least two values, not all equal.

    `of` names what is compared, `by` the column that makes the groups; without one the labels are
    columns themselves. `n` and `missing` count rows.
    """

    of: str
    by: str | None
    labels: tuple[str, ...]
    values: tuple[Floats, ...]
    n: int
    missing: int
    missing_handling: str
    warnings: tuple[str, ...] = ()

    @property
    def sizes(self) -> list[int]:
        return [len(values) for values in self.values]

    @property
    def size(self) -> str:
        """How many values, for the brackets of a sentence."""
        sizes = self.sizes
        return f"n = {sizes[0]:,} and {sizes[1]:,}" if len(sizes) == 2 else f"n = {self.n:,}"

    def phrase(self, position: int) -> str:
        """One group in a sentence: `length where species is setosa`, or the column's name."""
        label = self.labels[position]
        return label if self.by is None else f"{self.of} where {self.by} is {label}"

    def constant(self) -> list[str]:
        """The labels of groups whose values are all equal."""
        return [
            label
            for label, values in zip(self.labels, self.values, strict=True)
            if is_nearly_constant(values)
        ]


def is_nearly_constant(values: Floats, scale: float = 0.0) -> bool:
    """Whether values differ by no more than rounding: that of their own size, or of what they come from."""
    size = max(float(np.abs(values).max()), scale)
    return float(np.ptp(values)) <= 8 * float(np.finfo(np.float64).eps) * size


def groups_by_column(sample: Sample, minimum: int) -> Groups:
    """The values of `target_column` for each value of `group_by`, or for those named by `groups`.

    Raises StatisticRefused when fewer than `minimum` rows are complete, for one group, more than
    `MAX_GROUPS`, a group with one value, a value of `groups` that isn't there, or no variation.
    """
    figure, by = sample.name("target_column"), sample.name("group_by")
    rows = sample.complete("target_column", "group_by", minimum=minimum)
    refuse_extremes(rows[figure].to_numpy(dtype=np.float64), figure)
    split = _split(rows[figure].to_numpy(dtype=np.float64), rows[by])
    wanted = sample.parameters.get("groups")
    labels = list(split) if wanted is None else _wanted(wanted, list(split), by, figure)
    _check_number(labels, by, figure)
    missing = sample.total_rows - len(rows)
    values = tuple(split[label] for label in labels)
    groups = Groups(
        figure,
        by,
        tuple(labels),
        values,
        n=sum(map(len, values)),
        missing=missing,
        missing_handling=f"Rows without a value in {figure} or {by} were left out.",
        warnings=() if wanted else _empty_groups(sample.frame[by], labels, figure),
    )
    return _checked(groups, "Name the groups to compare, or filter that one out.")


def groups_of_columns(sample: Sample, minimum: int) -> Groups:
    """The values of `x_axis` and of `y_axis` as two samples, each with all the values it has.

    Raises StatisticRefused as `groups_by_column` does; `minimum` is meant for both together.
    """
    names = (sample.name("x_axis"), sample.name("y_axis"))
    check_different(names)
    values = tuple(sample.frame[name].dropna().to_numpy(dtype=np.float64) for name in names)
    if sum(map(len, values)) < minimum:
        found = " and ".join(f"{name} {len(own):,}" for name, own in zip(names, values, strict=True))
        raise StatisticRefused(f"There are too few values ({found}); this needs at least {minimum}.")
    for name, own in zip(names, values, strict=True):
        refuse_extremes(own, name)
    used = int(sample.frame[list(names)].notna().any(axis=1).sum())
    groups = Groups(
        listed(names),
        None,
        names,
        values,
        n=used,
        missing=sample.total_rows - used,
        missing_handling="Each column is a sample of its own: its missing values were left out, the "
        "other column's value of that row was kept.",
    )
    return _checked(groups, "Choose a column with more values.")


def check_different(names: Sequence[str]) -> None:
    """Raises StatisticRefused when a column is to be compared with itself."""
    if len(set(names)) < len(names):
        raise StatisticRefused(f"{names[0]} can't be compared with itself; choose two different columns.")


def _split(values: Floats, by: pd.Series[Any]) -> dict[str, Floats]:
    """The values of each group, in the order of the categories; one sort, however many groups."""
    codes = by.cat.codes.to_numpy()
    order = np.argsort(codes, kind="stable")
    present, starts = np.unique(codes[order], return_index=True)
    parts = np.split(values[order], starts[1:])
    return {str(by.cat.categories[code]): part for code, part in zip(present, parts, strict=True)}


def _wanted(wanted: Sequence[Any], present: Sequence[str], by: str, figure: str) -> list[str]:
    asked = [_label(value, present) for value in wanted]
    if absent := [label for label in asked if label not in present]:
        raise StatisticRefused(
            f"{by} has no value {listed(absent)} in rows with a value in {figure}; "
            f"it has {listed(present, most=10)}."
        )
    return list(dict.fromkeys(asked))


def _label(value: Any, present: Sequence[str]) -> str:
    """A value as the category's text: booleans in lower case, whole numbers of a DOUBLE with `.0`."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"{text}.0" if text not in present and f"{text}.0" in present else text


def _check_number(labels: Sequence[str], by: str, figure: str) -> None:
    if len(labels) < 2:
        raise StatisticRefused(
            f"Comparing needs at least two groups, but there is only {labels[0]} in {by} "
            f"among the rows with a value in {figure}."
        )
    if len(labels) > MAX_GROUPS:
        raise StatisticRefused(
            f"{by} has {len(labels):,} groups; at most {MAX_GROUPS} can be compared. "
            "Name the groups to compare, or choose a column with fewer values."
        )


def _empty_groups(by: pd.Series[Any], labels: Sequence[str], figure: str) -> tuple[str, ...]:
    found = {str(by.cat.categories[code]) for code in np.unique(by.cat.codes) if code >= 0}
    empty = sorted(found - set(labels))
    return (f"No values of {figure} in {listed(empty)}: not compared.",) if empty else ()


def _checked(groups: Groups, advice: str) -> Groups:
    small = [label for label, size in zip(groups.labels, groups.sizes, strict=True) if size < 2]
    if small:
        raise StatisticRefused(
            f"Every group needs at least two values of {groups.of}, and {listed(small)} "
            f"{'has' if len(small) == 1 else 'have'} fewer. {advice}"
        )
    firsts = np.array([values[0] for values in groups.values])
    if is_nearly_constant(firsts) and len(groups.constant()) == len(groups.labels):
        raise StatisticRefused(
            f"All {counted(groups.n, 'value')} of {groups.of} are equal; without variation nothing "
            "can be compared."
        )
    return groups
