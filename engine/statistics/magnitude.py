"""Values so large or small that sums of their squares leave what a floating-point number holds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from engine.errors import StatisticRefused
from engine.statistics.wording import number

_LARGEST = 1e100
_SMALLEST = 1e-100


def refuse_extreme(rows: pd.DataFrame, names: Iterable[str]) -> None:
    """Raises StatisticRefused naming a numeric column that must be scaled first; others pass."""
    for name in names:
        if not pd.api.types.is_float_dtype(rows[name].dtype):
            continue
        largest = float(np.abs(rows[name].to_numpy()).max(initial=0.0))
        if largest > _LARGEST or 0 < largest < _SMALLEST:
            scale = "divide" if largest > 1 else "multiply"
            raise StatisticRefused(
                f"{name} goes up to {number(largest)}, too far from 1 to be squared and summed: {scale} it "
                "by a power of ten first."
            )
