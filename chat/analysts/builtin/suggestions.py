"""Questions made of a file's own columns that the built-in analyst can read and answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chat.analysts.builtin.columns import ColumnInfo, Role, Table
from chat.analysts.builtin.intent import Aggregate, Intent, Kind
from chat.analysts.builtin.lexicon import PHRASES
from chat.analysts.builtin.parsing.measures import default_aggregate, importance
from chat.analysts.builtin.words import fold, joined, name_parts

MAX_NAME = 60
FOLLOW_UPS = 4
_PLAIN = re.compile(r"[A-Za-z][\w ]*$", re.ASCII)
_WORDS = {
    Aggregate.SUM: "total",
    Aggregate.MEAN: "average",
    Aggregate.MEDIAN: "median",
    Aggregate.MIN: "lowest",
    Aggregate.MAX: "highest",
    Aggregate.STD: "standard deviation of",
}


def spoken(name: str) -> str:
    """A column's name as one would type it, in quotes where it would be misread otherwise."""
    plain = _PLAIN.match(name) and not any(
        fold(part) in PHRASES for part in (*name.split(), *name_parts(name))
    )
    return name if plain and joined(name_parts(name)) not in PHRASES and len(name) > 1 else f'"{name}"'


def _speakable(column: ColumnInfo) -> bool:
    flat = " ".join(column.name.split()) == column.name
    return flat and not set(column.name) & set('"“”`') and 0 < len(column.name) <= MAX_NAME


def _best(columns: tuple[ColumnInfo, ...], avoid: tuple[str, ...] = ()) -> list[ColumnInfo]:
    """Usable columns, those that the last question did not use first."""
    usable = [column for column in columns if _speakable(column) and column.distinct != 1]
    return sorted(usable, key=lambda column: column.name in avoid)


def aggregate_word(column: ColumnInfo) -> str:
    return _WORDS[default_aggregate(column, ranked=False)]


def _examples(table: Table, avoid: tuple[str, ...]) -> Iterator[str]:
    ranked = sorted(table.measures, key=importance)
    numbers = _best(tuple(c for c in ranked if not c.is_flag), avoid)
    groups = _best(tuple(c for c in table.categories if not c.is_cycle), avoid)
    dates = _best(table.dates)
    if numbers and groups:
        yield f"{aggregate_word(numbers[0])} {spoken(numbers[0].name)} by {spoken(groups[0].name)}"
    if numbers and dates:
        yield f"trend of {spoken(numbers[0].name)}"
    if groups and not numbers:
        yield f"how many rows by {spoken(groups[0].name)}?"
    if dates and not numbers:
        yield "trend of the number of rows"
    if len(numbers) > 1:
        yield f"correlation between {spoken(numbers[0].name)} and {spoken(numbers[1].name)}"
    if numbers:
        yield f"distribution of {spoken(numbers[0].name)}"
    if groups:
        yield f"what are the most common values of {spoken(groups[0].name)}?"
    if numbers:
        yield f"outliers in {spoken(numbers[0].name)}"
    yield "missing values"
    yield "how many rows are there?"
    yield "show the first rows"


def suggest(table: Table, avoid: tuple[str, ...] = (), count: int = FOLLOW_UPS) -> tuple[str, ...]:
    """Up to `count` different questions, the most telling first."""
    return tuple(dict.fromkeys(_examples(table, avoid)))[:count]


def follow_ups(intent: Intent, table: Table) -> tuple[str, ...]:
    """What one may want to know next: the same figure split otherwise, its spread, its trend."""
    used = tuple(name for name in _used(intent) if name in table.index)
    number = next((c for name in used if (c := table[name]).role is Role.MEASURE and _speakable(c)), None)
    made = [*_around(number, intent, table)] if number else []
    return tuple(dict.fromkeys([*made, *suggest(table, used, 8)]))[:FOLLOW_UPS]


def _used(intent: Intent) -> tuple[str, ...]:
    named = [*(m.column for m in intent.measures if m.column), *intent.columns]
    if intent.statistic is not None:
        named += [name for names in intent.statistic.roles.values() for name in names]
    return tuple(dict.fromkeys([*named, *(group.column for group in intent.groups)]))


def _around(number: ColumnInfo, intent: Intent, table: Table) -> Iterator[str]:
    split = {group.column for group in intent.groups}
    others = [c for c in _best(table.categories) if c.name not in split and not c.is_cycle]
    word = aggregate_word(number)
    if others:
        yield f"{word} {spoken(number.name)} by {spoken(others[0].name)}"
    if table.dates and not any(group.grain for group in intent.groups):
        yield f"trend of {spoken(number.name)}"
    if intent.kind is not Kind.DISTRIBUTION:
        yield f"distribution of {spoken(number.name)}"
    if intent.kind is not Kind.OUTLIERS:
        yield f"outliers in {spoken(number.name)}"
