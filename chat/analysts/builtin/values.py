# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Which values occur where, so that "north" in a question means region = 'North'.

Two bounded sources: every value of the columns with few of them, in one query; and, for columns
with many, only those values that the question's own words contain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from chat.analysts.base import QueryOutcome, Toolbox
from chat.analysts.builtin.columns import ColumnInfo, Role, Table
from chat.analysts.builtin.sql import choices
from chat.analysts.builtin.sqltext import identifier, literal
from chat.analysts.builtin.words import fold, joined, tokenise

MAX_VALUES = 900
MAX_PER_COLUMN = 300
MAX_COLUMNS = 25
MAX_WORDS = 8
SHORTEST_PART = 5
MAX_LOOKED_UP = 40
SEPARATOR = re.compile(r"[;|]")
"""What stands between the choices of one cell; a comma may as well belong to a name."""


@dataclass(frozen=True, slots=True)
class ValueHit:
    """A value and the column it occurs in."""

    column: str
    value: str
    choice: bool = False
    """One of several in a cell ("Python;SQL"), not the whole of it."""


@dataclass(slots=True)
class ValueIndex:
    """Values by their folded, joined words."""

    hits: dict[str, list[ValueHit]] = field(default_factory=lambda: defaultdict(list))
    _choices: dict[str, list[ValueHit]] = field(default_factory=lambda: defaultdict(list))
    _several: set[str] = field(default_factory=set)
    """The columns whose cells hold several choices: a part of one cell occurs in another."""
    _words: dict[str, list[ValueHit]] = field(default_factory=lambda: defaultdict(list))

    def add(self, column: str, value: str) -> None:
        words = tuple(token.stem for token in tokenise(value))
        hit = ValueHit(column, value)
        if hit in self.hits[joined(words)]:
            return
        if words and len(words) <= MAX_WORDS:
            self.hits[joined(words)].append(hit)
            for word in set(words):
                self._words[word].append(hit)
        parts = [part.strip() for part in SEPARATOR.split(value)]
        for part in dict.fromkeys(parts) if len(parts) > 1 else ():
            if not self._add_part(column, part):
                self._several.add(column)

    def add_choice(self, column: str, value: str) -> None:
        """One of the choices in the cells of a column that is known to hold several."""
        self._several.add(column)
        self._add_part(column, value)

    def _add_part(self, column: str, value: str) -> bool:
        """False when the same part was there already: then the column's cells hold choices."""
        words = tuple(token.stem for token in tokenise(value))
        hit = ValueHit(column, value, choice=True)
        known = hit in self._choices[joined(words)]
        if words and len(words) <= MAX_WORDS and not known:
            self._choices[joined(words)].append(hit)
        return not known

    def get(self, key: str) -> tuple[ValueHit, ...]:
        """Where a column holds it as one choice of several, also the cells with it alone are meant."""
        chosen = [hit for hit in self._choices.get(key, ()) if hit.column in self._several]
        columns = {hit.column for hit in chosen}
        whole = (hit for hit in self.hits.get(key, ()) if hit.column not in columns)
        return (*whole, *chosen)

    def with_word(self, word: str) -> tuple[ValueHit, ...]:
        """The one value that a word is part of ("nuclear" of "Nuclear Energy"); nothing for several."""
        found = self._words.get(word, []) if len(word) >= SHORTEST_PART else []
        return tuple(found) if len(found) == 1 else ()

    def spelled(self, text: str) -> tuple[str, ...]:
        """The values with capitals whose single word stands in the text just so: “Ridge”, not “ridge”."""
        words = {token.text: token.stem for token in tokenise(text) if not token.text.islower()}
        found = (hit.value for word in words.values() for hit in self.get(word))
        return tuple(dict.fromkeys(value for value in found if value in words))

    def keys(self) -> Iterable[str]:
        return (key for key in dict.fromkeys([*self.hits, *self._choices]) if self.get(key))


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
        _absorb(index.add, await tools.generate_query("\nUNION ALL\n".join(parts)))
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
    found = False
    for statement, add in ((_lookup_sql, index.add), (_choices_sql, index.add_choice)):
        parts = [statement(column, spoken) for column in large[:MAX_COLUMNS]]
        outcome = await tools.generate_query("\nUNION ALL\n".join(parts))
        found = _absorb(add, outcome) or found
    return found


def _lookup_sql(column: ColumnInfo, spoken: Sequence[str]) -> str:
    quoted = identifier(column.name)
    return (
        f'SELECT DISTINCT {literal(column.name)} AS "column", {quoted}::VARCHAR AS "value" FROM data '
        f"WHERE lower(strip_accents({quoted}::VARCHAR)) IN ({', '.join(spoken)})"
    )


def _choices_sql(column: ColumnInfo, spoken: Sequence[str]) -> str:
    quoted = identifier(column.name)
    return (
        f'SELECT DISTINCT {literal(column.name)} AS "column", c AS "value" '
        f"FROM (SELECT unnest({choices(quoted)}) AS c FROM data\n"
        f"WHERE contains({quoted}::VARCHAR, ';') OR contains({quoted}::VARCHAR, '|'))\n"
        f"WHERE lower(strip_accents(c)) IN ({', '.join(spoken)})"
    )


def _absorb(add: Callable[[str, str], None], outcome: QueryOutcome) -> bool:
    rows = outcome.result.rows if outcome.result else []
    for column, value in rows:
        add(str(column), str(value))
    return bool(rows)
