"""What several statistics ask of their data before they compute anything."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import StatisticRefused
from engine.statistics.sample import Sample
from engine.statistics.wording import number

_LARGEST = 1e75
Floats = npt.NDArray[np.float64]


def values_of(sample: Sample, role: str, minimum: int) -> Floats:
    """The values of a role's one numeric column without the missing ones, if they can be computed with.

    Raises StatisticRefused for fewer than `minimum`, for equal and for extreme ones.
    """
    name = sample.name(role)
    values: Floats = sample.complete(role, minimum=minimum)[name].to_numpy(dtype=np.float64)
    refuse_unusable(values, name)
    return values


def refuse_extremes(values: Floats, name: str) -> None:
    """Raise StatisticRefused for values whose fourth powers, as in kurtosis, leave double precision."""
    largest = float(np.abs(values).max(initial=0))
    if largest > _LARGEST:
        raise StatisticRefused(
            f"{name} holds values as large as {largest:.3g}, which can't be computed with; are they marks of "
            "missing values? Leave them out with a filter."
        )
    spread = float(np.ptp(values)) if len(values) else 0.0
    if 0 < spread < 1 / _LARGEST:
        raise StatisticRefused(
            f"The values of {name} differ by {spread:.3g} only, too little to compute with."
        )


def is_constant(values: npt.NDArray[Any]) -> bool:
    return bool(values.min() == values.max())


def refuse_unusable(values: Floats, name: str) -> None:
    """Raise StatisticRefused when all values are one and the same, or extreme."""
    if is_constant(values):
        raise StatisticRefused(
            f"Every value of {name} is {number(values[0])}; this needs a column whose values differ."
        )
    refuse_extremes(values, name)
