"""The profile of a file as it crosses the engine's border: frozen, picklable, JSON-safe."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from engine.profiling.columns import ColumnProfile
from engine.profiling.tables import profile_tables
from engine.results import JsonValue
from engine.statistics.results import ResultTable


@dataclass(frozen=True, slots=True)
class Sampled:
    """Which rows the figures named in `approximate` rest on: `rows` of `of`, the same at each run."""

    rows: int
    of: int
    method: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows that repeat an earlier row in every column. `approximate` when estimated."""

    rows: int
    share: float
    approximate: bool


@dataclass(frozen=True, slots=True)
class CandidateKey:
    """Columns whose values together tell every row from all others; `proven` when each was compared."""

    columns: tuple[str, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """How strongly two columns go together, over the `n` rows with a value in both.

    `measure` is `pearson` (−1 to 1, two numbers), `correlation_ratio` (η, 0 to 1: a category and a
    number) or `cramers_v` (0 to 1, two categories). `approximate` when taken from a sample.
    """

    first: str
    second: str
    measure: str
    value: float
    n: int
    approximate: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know before trusting the data.

    `code` is stable; `sql` shows the rows it is about, where a query can.
    """

    code: str
    column: str | None
    sentence: str
    sql: str | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is true of the file as a whole. `duplicates` is None where no row could be compared."""

    duplicates: Duplicates | None
    constant_columns: tuple[str, ...]
    candidate_keys: tuple[CandidateKey, ...]
    relations: tuple[Relation, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of a file; `sampled` is None when every figure rests on all rows."""

    row_count: int
    column_count: int
    sampled: Sampled | None
    columns: tuple[ColumnProfile, ...]
    file: FileFacts
    elapsed_ms: float

    def as_document(self) -> dict[str, JsonValue]:
        """The body of `GET profile`, but for the version of the data and the execution's id."""
        return {
            "row_count": self.row_count,
            "column_count": self.column_count,
            "sampled": asdict(self.sampled) if self.sampled else None,
            "columns": [column.as_document() for column in self.columns],
            "file": asdict(self.file),
            "elapsed_ms": self.elapsed_ms,
        }

    def tables(self) -> tuple[ResultTable, ...]:
        """Every figure as a cell that can be pointed at: `columns` first, then the further tables."""
        return profile_tables(self)
