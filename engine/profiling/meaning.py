"""What a column is meant as: by its type first, then its values, then the words of its name.

Each rule is a function that answers or passes; the first answer counts, and carries its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.profiling import words
from engine.profiling.basics import Basics
from engine.profiling.columns import Meaning
from engine.profiling.frequencies import Frequencies
from engine.profiling.kinds import Kind

FEW_VALUES = 30
MANY_VALUES = 1_000
_NEARLY_ALL = 0.9
_FLAGS = (
    {"0", "1"}, {"yes", "no"}, {"y", "n"}, {"true", "false"}, {"t", "f"}, {"ja", "nein"},
)  # fmt: skip
_YEARS = (1000, 2999)
Answer = tuple[Meaning, str] | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a column when its meaning is asked for."""

    basics: Basics
    distinct: int | None
    frequencies: Frequencies | None
    parts: list[str]

    @property
    def kind(self) -> Kind:
        return self.basics.kind

    @property
    def last_word(self) -> str:
        """The noun of the name: an `order id` is an id, an `id count` is none."""
        return next((part for part in reversed(self.parts) if not part.isdigit()), "")

    @property
    def is_unique(self) -> bool:
        return self.basics.filled > 1 and self.distinct == self.basics.filled

    @property
    def values(self) -> set[str]:
        """The most frequent values, as text."""
        return (
            {str(top.value).casefold().strip() for top in self.frequencies.top} if self.frequencies else set()
        )

    def share_of(self, rows: int) -> float:
        return rows / self.frequencies.rows if self.frequencies and self.frequencies.rows else 0.0


def meaning_of(basics: Basics, distinct: int | None, frequencies: Frequencies | None) -> tuple[Meaning, str]:
    """The meaning of a column and why."""
    evidence = Evidence(basics, distinct, frequencies, words.parts_of(basics.name))
    answers = (rule(evidence) for rule in _RULES)
    return next((answer for answer in answers if answer), (Meaning.OTHER, "a type of its own"))


def _by_type(column: Evidence) -> Answer:
    if not column.basics.filled:
        return Meaning.EMPTY, "no value at all"
    base = column.basics.column.type.partition("(")[0].upper()
    fixed = {
        "BOOLEAN": (Meaning.BOOLEAN, "stored as true and false"),
        "UUID": (Meaning.ID, "stored as UUIDs"),
        "GEOMETRY": (Meaning.GEOGRAPHIC, "stored as geometries"),
    }
    if column.kind is Kind.TEMPORAL:
        return Meaning.DATE, "stored as dates"
    if base in fixed or column.kind in (Kind.NESTED, Kind.PLAIN):
        return fixed.get(base, (Meaning.OTHER, f"stored as {base.lower()}"))
    return None


def _flag(column: Evidence) -> Answer:
    is_flag = column.distinct == 2 and column.values in _FLAGS and column.kind in (Kind.INTEGER, Kind.TEXT)
    return (Meaning.BOOLEAN, f"only {' and '.join(sorted(column.values))}") if is_flag else None


def _place(column: Evidence) -> Answer:
    if column.kind.is_number and column.last_word in words.COORDINATE:
        fits = all(
            abs(float(end)) <= 360 for end in (column.basics.low, column.basics.high) if end is not None
        )
        return (Meaning.GEOGRAPHIC, "named as a coordinate, and within its range") if fits else None
    is_code = column.kind is Kind.INTEGER and column.last_word in ("zip", "zipcode", "postcode", "plz")
    if is_code or (column.kind is Kind.TEXT and column.last_word in words.PLACE):
        return Meaning.GEOGRAPHIC, "named as a place"
    return None


def _text_of_dates(column: Evidence) -> Answer:
    signs = column.frequencies.signs if column.frequencies else None
    if signs is None:
        return None
    if column.share_of(signs.date_like) >= _NEARLY_ALL:
        return Meaning.DATE, "texts that read as dates"
    if column.share_of(signs.number_like) >= _NEARLY_ALL and column.last_word not in words.ID:
        return Meaning.MEASURE, "texts that read as numbers"
    return None


def _id(column: Evidence) -> Answer:
    if column.kind is Kind.FLOAT or column.kind is Kind.DECIMAL:
        return None
    many = (column.distinct or 0) > FEW_VALUES or column.is_unique
    if many and (column.last_word in words.ID or column.parts[:1] in (["id"], ["uuid"])):
        return Meaning.ID, "named as an identifier"
    if column.kind is Kind.INTEGER and column.is_unique and column.basics.filled > FEW_VALUES:
        span = int(column.basics.high) - int(column.basics.low) + 1
        return (Meaning.ID, "counts the rows") if span == column.basics.filled else None
    lengths = column.basics.lengths
    is_code = lengths is not None and lengths.shortest == lengths.longest and lengths.longest > 2
    if is_code and column.is_unique and column.basics.filled > FEW_VALUES:
        return Meaning.ID, "every value differs, and all have the same length"
    return None


def _number(column: Evidence) -> Answer:
    if not column.kind.is_number:
        return None
    word = column.last_word
    if column.kind is Kind.INTEGER and (answer := _whole_number(column, word)):
        return answer
    names_money = words.MONEY.intersection(column.parts) and word not in words.NO_MONEY
    return (Meaning.CURRENCY, "named as an amount of money") if names_money else (Meaning.MEASURE, "numbers")


def _whole_number(column: Evidence, word: str) -> Answer:
    low, high = int(column.basics.low), int(column.basics.high)
    if word in words.YEAR and _YEARS[0] <= low and high <= _YEARS[1]:
        return Meaning.DATE, "whole numbers named as years"
    few = (column.distinct or 0) <= FEW_VALUES
    if few and word in words.CYCLE | words.CLASS:
        return Meaning.CATEGORY, "a few whole numbers, named as classes"
    if few and word in words.ID:
        return Meaning.CATEGORY, "a few whole numbers, named as codes"
    return None


def _text(column: Evidence) -> Answer:
    if column.kind is not Kind.TEXT:
        return None
    distinct = column.distinct
    if distinct is None or not column.basics.can_be_grouped:
        return Meaning.TEXT, "long texts"
    few = distinct <= FEW_VALUES and distinct < max(2, column.basics.filled)
    if few or (distinct <= MANY_VALUES and distinct <= column.basics.filled / 2):
        return Meaning.CATEGORY, "values that repeat"
    return Meaning.TEXT, "texts that seldom repeat"


_RULES: tuple[Callable[[Evidence], Answer], ...] = (
    _by_type, _flag, _place, _text_of_dates, _id, _number, _text,
)  # fmt: skip
