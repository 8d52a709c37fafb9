"""The data of one statistic, in the worker: a frame of the plan's columns and what each is for.

Import this module in worker processes only: it loads pandas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engine.errors import StatisticRefused
from engine.statistics.operation import Kind


@dataclass(frozen=True, slots=True)
class Sample:
    """What an operation works on.

    `frame` holds the SELECT's columns under their own names: NUMERIC as float64 (missing and
    infinite values are NaN), CATEGORY as pandas categoricals of text in natural order, TIME as
    datetime64 without zone. `kinds` says which is which; a column of an ANY role is NUMERIC, TIME
    or CATEGORY by its type. Rows are in the SELECT's order. `infinite` counts values that were
    infinite or NaN, per column, where there were any.
    """

    frame: pd.DataFrame
    roles: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Kind]
    parameters: Mapping[str, Any]
    infinite: Mapping[str, int]

    @property
    def total_rows(self) -> int:
        return len(self.frame)

    def name(self, role: str) -> str:
        """The one column of a role."""
        return self.roles[role][0]

    def names(self, role: str) -> list[str]:
        """The columns of a role, none when it isn't filled."""
        return list(self.roles.get(role, ()))

    def complete(self, *roles: str, minimum: int) -> pd.DataFrame:
        """The rows with a value in every column of these roles, in order.

        Raises StatisticRefused with what is missing when there are fewer than `minimum`.
        """
        names = list(dict.fromkeys(name for role in roles for name in self.roles.get(role, ())))
        rows = self.frame[names].dropna()
        if len(rows) < minimum:
            listed = ", ".join(names)
            what = "is" if len(rows) == 1 else "are"
            raise StatisticRefused(
                f"There {what} only {len(rows)} of {self.total_rows} rows with a value in {listed}; "
                f"this needs at least {minimum}."
            )
        return rows
