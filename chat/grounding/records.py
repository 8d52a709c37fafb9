"""What goes into the ledger of figures and what comes out of it: plain values, safe to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

JsonValue = Any
Status = Literal["verified", "derived", "unverified"]


@dataclass(frozen=True)
class Evidence:
    """One result of the conversation: rows in the order of `columns`, cells JSON-safe.

    `total_rows` is the true size if it is known; `table` names a further table of a statistic or a
    profile; `sql` is searched for the conditions that the rows were filtered by. `sentences` are the
    server's own words on the result, `settings` what it was told by name (`("max_depth", 4.0)`).
    """

    execution_id: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Sequence[Sequence[JsonValue]]
    total_rows: int | None
    truncated: bool
    table: str | None = None
    sql: str = ""
    sentences: tuple[str, ...] = ()
    settings: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class FileFacts:
    """What is known of the file without a query."""

    row_count: int
    column_count: int
    column_names: tuple[str, ...]
    filename: str
    import_notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One figure of a text, or a word that compares, and where it comes from.

    `start` and `end` count code points of the text, `row` counts from 0. `derivation` says in plain
    words how it was recomputed, `reason` why it couldn't be confirmed.
    """

    text: str
    start: int
    end: int
    status: Status
    execution_id: str | None = None
    row: int | None = None
    column: str | None = None
    table: str | None = None
    derivation: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Grounding:
    """Every figure of one text, in its order."""

    figures: tuple[Figure, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many figures have each status."""
        found = Counter(figure.status for figure in self.figures)
        return {"verified": found["verified"], "derived": found["derived"], "unverified": found["unverified"]}

    def as_document(self) -> dict[str, Any]:
        """The JSON object that a text message carries."""
        return {"figures": [asdict(figure) for figure in self.figures], "counts": self.counts}
