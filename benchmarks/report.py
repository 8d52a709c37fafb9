"""How a measurement is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, the aim it is held against, and the times it was made of."""

    what: str
    value: float
    aim: str
    detail: str

    def markdown(self) -> str:
        return f"| {self.what} | {self.value:.2f} | {self.aim} | {self.detail} |"


HEAD = "| What | Measured | Aim | Of |\n|---|---:|---|---|"
