"""Value types that cross the engine's border: JSON-safe, frozen, picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

# None, bool, int within ±(2^53−1), finite float, str, and lists or dicts of these.
JsonValue = Any
FileFormat = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Column:
    """A result or table column; `type` is DuckDB's name for it (`DECIMAL(18,2)`, `VARCHAR[]` …)."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Rows of one executed query, bounded by `QueryLimits`.

    `rows` has one list per row in the order of `columns`, values JSON-safe by the rules of the
    contract. `total_rows` is the true size of the result: `len(rows)` when it is complete, the
    counted total when it was cut and counting was cheap, otherwise None. `repeatable` says that
    the same SQL gives the same again, `cached` that it did: this result was kept from earlier.
    """

    columns: tuple[Column, ...]
    rows: list[list[JsonValue]]
    truncated: bool
    total_rows: int | None
    elapsed_ms: float
    repeatable: bool = False
    cached: bool = False

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def records(self) -> list[dict[str, JsonValue]]:
        """The rows as objects keyed by column name, as the API shows them."""
        names = self.column_names
        return [dict(zip(names, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import made of a file. The columnar copy and the preview lie in the target folder."""

    row_count: int
    columns: tuple[Column, ...]
    report: dict[str, JsonValue]
    elapsed_ms: float = 0.0
