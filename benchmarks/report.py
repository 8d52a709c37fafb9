"""How a measurement is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, the aim it is held against, and the times it was made of."""

    what: str
    value: float
    aim: str
    detail: str

    def markdown(self) -> str:
        return f"| {self.what} | {self.value:.2f} | {self.aim} | {self.detail} |"


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 values stay below."""
    return quantiles(values, n=20)[-1]


HEAD = "| What | Measured | Aim | Of |\n|---|---:|---|---|"
