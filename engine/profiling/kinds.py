"""Which figures a column can have, by the type it is stored in."""

from __future__ import annotations

from enum import Enum

_INTEGERS = frozenset(
    prefix + name for name in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT") for prefix in ("", "U")
)
_FLOATS = frozenset({"FLOAT", "DOUBLE"})
_UNCOUNTED = ("STRUCT", "MAP", "UNION", "TUPLE", "VARIANT", "JSON", "GEOMETRY", "BLOB")


class Kind(Enum):
    """A family of types that are looked at in the same way."""

    INTEGER = "integer"
    FLOAT = "float"
    DECIMAL = "decimal"
    TEXT = "text"
    TEMPORAL = "temporal"
    BOOLEAN = "boolean"
    PLAIN = "plain"
    """Values that can be counted but not measured: times of day, intervals, UUIDs."""
    NESTED = "nested"
    """Only filled and missing cells are counted."""

    @property
    def is_number(self) -> bool:
        return self in (Kind.INTEGER, Kind.FLOAT, Kind.DECIMAL)

    @property
    def can_be_infinite(self) -> bool:
        return self in (Kind.FLOAT, Kind.TEMPORAL)

    @property
    def has_order(self) -> bool:
        """Whether its least and greatest value are worth showing."""
        return self is not Kind.NESTED and self is not Kind.PLAIN


def kind_of(type_name: str) -> Kind:
    """The kind of a DuckDB type (`DECIMAL(18,2)`, `VARCHAR`, `INTEGER[]` …)."""
    base = type_name.partition("(")[0].upper()
    if type_name.endswith("]") or base.startswith(_UNCOUNTED):
        return Kind.NESTED
    if base in _INTEGERS:
        return Kind.INTEGER
    if base.startswith(("DATE", "TIMESTAMP")):
        return Kind.TEMPORAL
    fixed = {"DECIMAL": Kind.DECIMAL, "VARCHAR": Kind.TEXT, "ENUM": Kind.TEXT, "BOOLEAN": Kind.BOOLEAN}
    return Kind.FLOAT if base in _FLOATS else fixed.get(base, Kind.PLAIN)
