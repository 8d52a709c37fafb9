"""Which predictors tell two outcomes apart perfectly, so that no finite odds ratio describes them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from engine.statistics.design_matrix import Encoding, Floats
from engine.statistics.wording import listed


def separation(rows: pd.DataFrame, outcome: Floats, encoding: Encoding, target: str) -> str:
    """The sentence for a likelihood without maximum (Albert & Anderson 1984); `outcome` is 0 or 1."""
    positive = outcome == 1
    guilty = [
        found
        for name in encoding.predictors
        for found in (
            _pure_levels(rows[name], positive, encoding.levels[name])
            if name in encoding.levels
            else _divided(rows[name], positive)
        )
    ]
    who = listed(guilty, 3) or "The predictors together"
    verb = "tells" if len(guilty) == 1 else "tell"
    return (
        f"{who} {verb} the two values of {target} apart without exception, so the odds ratio would be "
        "infinite: leave that predictor out, or use predict with the logistic model, which is regularized."
    )


def _pure_levels(column: pd.Series[Any], positive: Any, levels: tuple[str, ...]) -> list[str]:
    """The levels that occur with one outcome only."""
    shares = pd.Series(positive).groupby(column.to_numpy(), observed=True).mean()
    return [f"{column.name} = {level}" for level in levels if shares[level] in (0.0, 1.0)]


def _divided(column: pd.Series[Any], positive: Any) -> list[str]:
    """The column's name if a threshold divides the outcomes."""
    values = column.to_numpy()
    yes, no = values[positive], values[~positive]
    return [str(column.name)] if np.min(yes) >= np.max(no) or np.min(no) >= np.max(yes) else []
