"""What a statistic returns: tables of cells that can be pointed at, and what one must know to read them."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.results import Column, JsonValue


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One table of a result; `rows` has one list per row in the order of `columns`, JSON-safe.

    `total_rows` is the true size; `rows` holds fewer when the table was cut.
    """

    name: str
    columns: tuple[Column, ...]
    rows: list[list[JsonValue]]
    total_rows: int

    @property
    def truncated(self) -> bool:
        return len(self.rows) < self.total_rows

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the method takes for granted. `holds` is None where it could not be checked."""

    name: str
    holds: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class StatisticResult:
    """A computed statistic. The first of `tables` holds the answer, further ones what it rests on.

    `n` counts the rows used, `missing` those left out because a value was missing, and
    `missing_handling` says so in a sentence. `conventions` name the choices a reader must know
    (sample standard deviation, linear quantiles …), `reading` is the answer in one plain line.
    """

    operation: str
    tables: tuple[ResultTable, ...]
    n: int
    missing: int
    missing_handling: str
    reading: str
    conventions: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    total_rows: int = field(default=0)
    """Rows that the statistic's SQL returned: `n` + `missing`, or more when a sample was taken."""
