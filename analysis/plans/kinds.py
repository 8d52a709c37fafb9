"""What a DuckDB type allows a plan to do with a column."""

from __future__ import annotations

import re
from enum import StrEnum

from engine.results import Column


class Kind(StrEnum):
    """The value is how a sentence names it: "holds text"."""

    NUMBER = "numbers"
    BOOLEAN = "true and false"
    TEXT = "text"
    DATE = "dates"
    MOMENT = "dates with times"
    TIME = "times of day"
    OTHER = "values of a nested or binary type"
    """Lists, structs, intervals, blobs: they can be counted and shown, not compared or grouped."""


INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
)
FLOATS = frozenset({"FLOAT", "DOUBLE"})
CALENDAR = frozenset({Kind.DATE, Kind.MOMENT})
NUMERIC = frozenset({Kind.NUMBER, Kind.BOOLEAN})
COMPARABLE = frozenset(Kind) - {Kind.OTHER}
_HUGE = frozenset({"HUGEINT", "UHUGEINT", "BIGNUM"})
_TEXTS = frozenset({"VARCHAR", "ENUM", "UUID", "JSON"})
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_EXACT_DIGITS = 27
"""Up to 10^11 decimals of this many digits have a sum within DECIMAL(38)."""


def base_type(column: Column) -> str:
    """The type's name without its parameters: DECIMAL, ENUM, TIMESTAMP WITH TIME ZONE."""
    return column.type.split("(")[0].strip().upper()


def kind_of(column: Column) -> Kind:
    base = base_type(column)
    if column.type.endswith("]"):
        return Kind.OTHER
    if base in INTEGERS | FLOATS | _HUGE or base == "DECIMAL":
        return Kind.NUMBER
    if base in _TEXTS:
        return Kind.TEXT
    if base.startswith("TIMESTAMP"):
        return Kind.MOMENT
    return {"BOOLEAN": Kind.BOOLEAN, "DATE": Kind.DATE, "TIME": Kind.TIME}.get(base, Kind.OTHER)


def is_wide(column: Column) -> bool:
    """Whether sums and comparisons of its exact type can overflow: it is then read as DOUBLE."""
    match = _DECIMAL.fullmatch(column.type)
    return base_type(column) in _HUGE or (match is not None and int(match[1]) > _EXACT_DIGITS)


def decimal_scale(column: Column) -> int | None:
    match = _DECIMAL.fullmatch(column.type)
    return int(match[2]) if match else None
