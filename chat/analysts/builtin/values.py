# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Which values occur where, so that "north" in a question means region = 'North'.

Two bounded sources: every value of the columns with few of them, in one query; and, for columns
with many, only those values that the question's own words contain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chat.analysts.base import QueryOutcome, Toolbox
from chat.analysts.builtin.columns import ColumnInfo, Role, Table
from chat.analysts.builtin.sqltext import identifier, literal
from chat.analysts.builtin.words import fold, joined, tokenise

MAX_VALUES = 900
MAX_PER_COLUMN = 300
MAX_COLUMNS = 25
MAX_WORDS = 8
SHORTEST_PART = 5
MAX_LOOKED_UP = 40


@dataclass(frozen=True, slots=True)
class ValueHit:
    """A value and the column it occurs in."""

    column: str
    value: str


@dataclass(slots=True)
class ValueIndex:
    """Values by their folded, joined words."""

    hits: dict[str, list[ValueHit]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, list[ValueHit]] = field(default_factory=lambda: defaultdict(list))

    def add(self, column: str, value: str) -> None:
        words = tuple(token.stem for token in tokenise(value))
        hit = ValueHit(column, value)
        if words and len(words) <= MAX_WORDS and hit not in self.hits[joined(words)]:
            self.hits[joined(words)].append(hit)
            for word in set(words):
                self._words[word].append(hit)

    def get(self, key: str) -> tuple[ValueHit, ...]:
        return tuple(self.hits.get(key, ()))

    def with_word(self, word: str) -> tuple[ValueHit, ...]:
        """The one value that a word is part of ("nuclear" of "Nuclear Energy"); nothing for several."""
        found = self._words.get(word, []) if len(word) >= SHORTEST_PART else []
        return tuple(found) if len(found) == 1 else ()

    def keys(self) -> Iterable[str]:
        return (key for key, found in self.hits.items() if found)


def _indexed(table: Table) -> list[ColumnInfo]:
    """The text categories whose values all fit into one bounded result."""
    known = [c for c in table.with_role(Role.CATEGORY) if c.is_text and c.distinct is not None]
    chosen, room = [], MAX_VALUES
    for column in sorted(known, key=lambda item: item.distinct or 0)[:MAX_COLUMNS]:
        size = int((column.distinct or 0) * 1.1) + 2
        if size <= min(room, MAX_PER_COLUMN):
            chosen.append(column)
            room -= size
    return chosen


async def load_index(table: Table, tools: Toolbox) -> ValueIndex:
    """All values of the small categories."""
    index = ValueIndex()
    parts = [_values_sql(column) for column in _indexed(table)]
    if parts:
        _absorb(index, await tools.generate_query("\nUNION ALL\n".join(parts)))
    return index


def _values_sql(column: ColumnInfo) -> str:
    quoted = identifier(column.name)
    return (
        f'SELECT {literal(column.name)} AS "column", v AS "value" '
        f"FROM (SELECT DISTINCT {quoted}::VARCHAR AS v FROM data\n"
        f"WHERE {quoted} IS NOT NULL LIMIT {MAX_PER_COLUMN})"
    )


async def look_up(table: Table, tools: Toolbox, index: ValueIndex, words: Sequence[str]) -> bool:
    """Search the larger text columns for values among `words`; True when any was added."""
    small = {column.name for column in _indexed(table)}
    large = [
        c for c in table.with_role(Role.CATEGORY, Role.TEXT, Role.ID) if c.is_text and c.name not in small
    ]
    if not large or not words:
        return False
    spoken = [literal(word) for word in dict.fromkeys(map(fold, words))][:MAX_LOOKED_UP]
    parts = [_lookup_sql(column, spoken) for column in large[:MAX_COLUMNS]]
    return _absorb(index, await tools.generate_query("\nUNION ALL\n".join(parts)))


def _lookup_sql(column: ColumnInfo, spoken: Sequence[str]) -> str:
    quoted = identifier(column.name)
    return (
        f'SELECT DISTINCT {literal(column.name)} AS "column", {quoted}::VARCHAR AS "value" FROM data '
        f"WHERE lower(strip_accents({quoted}::VARCHAR)) IN ({', '.join(spoken)})"
    )


def _absorb(index: ValueIndex, outcome: QueryOutcome) -> bool:
    rows = outcome.result.rows if outcome.result else []
    for column, value in rows:
        index.add(str(column), str(value))
    return bool(rows)
