"""What the recognisers have found, before it is decided what it amounts to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from chat.analysts.builtin.intent import Aggregate, ChartKind, Filter, Group, Having, Measure
from chat.analysts.builtin.lexicon import Tag


@dataclass(frozen=True, slots=True)
class PlacedFilter:
    """A filter and where it stood; a predicate is a yes/no column used as one ("returned")."""

    position: int
    filter: Filter
    predicate: bool = False


@dataclass(slots=True)
class Draft:
    """Everything read so far; the recognisers add to it in turn."""

    measures: list[Measure] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    """Columns named without a word that says what to do with them, in order."""
    groups: list[Group] = field(default_factory=list)
    filters: list[PlacedFilter] = field(default_factory=list)
    having: list[Having] = field(default_factory=list)
    having_of: str = ""
    """The column whose groups a condition is about."""
    aggregates: list[Aggregate] = field(default_factory=list)
    """Aggregates named without a column."""
    superlative: str = ""
    superlative_word: str = ""
    adjective: bool = False
    """The superlative names its column itself: "cheapest", "oldest"."""
    asks_which: bool = False
    """A "which" stands right before a column: that is what is asked for."""
    what_like: bool = False
    """“what was the wind like” asks for the usual figures of a number."""
    both_ends: bool = False
    """“highest and lowest”: neither end alone is the answer."""
    random: bool = False
    best_selling: bool = False
    common: bool = False
    grouped_by_word: bool = False
    """A "by" or "per" made the grouping, not a "which"."""
    asks_who: bool = False
    per_row: bool = False
    """“revenue per order”, where every row is an order: an average over the rows."""
    limit: int | None = None
    descending: bool | None = None
    order_by: str | None = None
    chart: ChartKind | None = None
    tags: set[Tag] = field(default_factory=set)
    opener: str = ""
    rows_named: bool = False
    that_at: int | None = None
    compared: bool = False

    def has(self, *tags: Tag) -> bool:
        return any(tag in self.tags for tag in tags)

    @property
    def plain_filters(self) -> tuple[Filter, ...]:
        return merged(placed.filter for placed in self.filters)


def merged(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """Filters without repetition, in order."""
    return tuple(dict.fromkeys(filters))
