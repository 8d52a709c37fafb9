"""What the tests of comparison hand to the operations: cells of the answer's row and words to read them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from engine.errors import StatisticRefused
from engine.statistics.results import ResultTable
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import number, p_value, percent


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters that tests share: the alternative, and levels of intervals and of significance."""

    alternative: str
    confidence: float
    alpha: float

    @classmethod
    def of(cls, sample: Sample) -> Self:
        given = sample.parameters
        return cls(
            given.get("alternative", "two-sided"), given.get("confidence", 0.95), float(given["alpha"])
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test's result. `cells` holds `p_value`, mostly `statistic`, and whatever else goes into its
    row; `finding` is the sentence's beginning, `figures` and `effect` stand in its brackets.

    Raises StatisticRefused where a library answered with something that is no number.
    """

    test: str
    cells: Mapping[str, Any]
    finding: str
    figures: str
    effect: str = ""
    conventions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(math.isfinite(self.cells.get(name, 0.0)) for name in ("statistic", "p_value")):
            raise StatisticRefused(
                f"{self.test} can't be computed: the values vary too little within the groups."
            )

    @property
    def p_value(self) -> float:
        return float(self.cells["p_value"])

    def row(self, settings: Settings, **identity: Any) -> ResultTable:
        """The answer: a table with this one row."""
        verdict = {"alpha": settings.alpha, "significant": self.p_value < settings.alpha}
        return wide_row("answer", {"test": self.test, **identity, **self.cells, **verdict})

    def reading(self, settings: Settings, size: str) -> str:
        """The finding and whether it is significant; `size` says how many values it rests on."""
        verdict = "is" if self.p_value < settings.alpha else "is not"
        figures = ", ".join(part for part in (self.figures, p_value(self.p_value), size) if part)
        effect = f"; {self.effect}" if self.effect else ""
        side = "" if settings.alternative == "two-sided" else f", one-sided ({settings.alternative})"
        return (
            f"{self.finding}. This {verdict} statistically significant at the {percent(settings.alpha)} "
            f"level ({self.test}{side}: {figures}{effect})."
        )


def wide_row(name: str, cells: Mapping[str, Any]) -> ResultTable:
    """A table with one row, its column types taken from the values."""
    return table(name, {column: _duckdb_type(value) for column, value in cells.items()}, [[*cells.values()]])


def interval(low: float, high: float, confidence: float) -> str:
    """`95 % interval 1.2 to 3.4`; with one side open `up to 3.4` or `from 1.2`."""
    name = f"{percent(confidence)} interval"
    if not math.isfinite(low):
        return f"{name} up to {number(high)}" if math.isfinite(high) else f"no {name}"
    return f"{name} {number(low)} to {number(high)}" if math.isfinite(high) else f"{name} from {number(low)}"


def _duckdb_type(value: Any) -> str:
    if isinstance(value, bool):
        return "BOOLEAN"
    if isinstance(value, str):
        return "VARCHAR"
    return "BIGINT" if isinstance(value, int) else "DOUBLE"
