"""What the profile says of one column. Values are JSON-safe; texts are cut at 200 characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from engine.results import JsonValue


class Meaning(StrEnum):
    """What a column is meant as, whatever type it is stored in."""

    ID = "id"
    CATEGORY = "category"
    MEASURE = "measure"
    CURRENCY = "currency"
    DATE = "date"
    TEXT = "text"
    BOOLEAN = "boolean"
    GEOGRAPHIC = "geographic"
    EMPTY = "empty"
    """Not one value: there is nothing to tell from."""
    OTHER = "other"
    """Nested and binary values, intervals and the like."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """`counts[i]` values lie above `edges[i]` (in the first bin: from it on) and up to `edges[i + 1]`."""

    edges: tuple[JsonValue, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value and the rows it stands in; `share` is of the rows with a value, from 0 to 1."""

    value: JsonValue
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of texts, in characters."""

    shortest: int
    mean: float
    longest: int


@dataclass(frozen=True, slots=True)
class Outliers:
    """Values beyond Tukey's fences: 1.5 × IQR below the first and above the third quartile."""

    low_fence: float
    high_fence: float
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column. A figure that doesn't apply to its type is None or empty.

    `mean`, `std` (n − 1), `quantiles` (linear, `p5` … `p95`), `histogram`, `minimum` and `maximum`
    leave out the `infinite` values (infinities and NaN). `approximate` names the fields that
    are estimates or come from a sample; all others are exact.
    """

    name: str
    type: str
    meaning: Meaning
    reason: str
    """Why it has this meaning, in a few words."""
    filled: int
    nulls: int
    distinct: int | None = None
    minimum: JsonValue = None
    maximum: JsonValue = None
    mean: float | None = None
    std: float | None = None
    infinite: int = 0
    quantiles: Mapping[str, float] = field(default_factory=dict)
    histogram: Histogram | None = None
    top_values: tuple[ValueCount, ...] = ()
    lengths: Lengths | None = None
    outliers: Outliers | None = None
    approximate: tuple[str, ...] = ()

    @property
    def null_share(self) -> float:
        """Missing values per row, from 0 to 1."""
        return self.nulls / max(1, self.filled + self.nulls)

    @property
    def uniqueness(self) -> float | None:
        """Distinct values per value: 1 when none repeats."""
        return None if self.distinct is None or not self.filled else min(1.0, self.distinct / self.filled)

    def as_document(self) -> dict[str, JsonValue]:
        """The column as the API shows it."""
        derived = {"null_share": self.null_share, "uniqueness": self.uniqueness}
        return {**asdict(self), **derived, "approximate": list(self.approximate)}
