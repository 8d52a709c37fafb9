"""What a DuckDB type means to a chart: which of Vega-Lite's four types its values can be."""

from __future__ import annotations

from enum import StrEnum

from engine.results import Column


class Kind(StrEnum):
    """What the values of a field are."""

    NUMBER = "number"
    DATE = "date"
    """A calendar day, without a time."""
    MOMENT = "moment"
    """A day and a time of it."""
    TEXT = "text"
    BOOLEAN = "boolean"
    TIME = "time"
    """A time of day or a length of time: Vega has no scale for either."""
    NESTED = "nested"
    UNKNOWN = "unknown"
    """Made by a transform of the chart itself."""


_NUMBERS = [
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
    "BIGNUM",
    "DECIMAL",
    "FLOAT",
    "DOUBLE",
]
_NESTED = ("STRUCT", "MAP", "UNION", "TUPLE", "ROW", "VARIANT")
VEGA_TYPES = {Kind.NUMBER: "quantitative", Kind.DATE: "temporal", Kind.MOMENT: "temporal"}


def kind_of(duckdb_type: str) -> Kind:
    """The kind of a column, by the name DuckDB gives its type (`DECIMAL(18,2)`, `VARCHAR[]` …)."""
    name = duckdb_type.upper().strip()
    head = name.split("(")[0].strip()
    if name.endswith("]") or head in _NESTED:
        return Kind.NESTED
    if head in _NUMBERS:
        return Kind.NUMBER
    if head == "BOOLEAN":
        return Kind.BOOLEAN
    if head == "DATE":
        return Kind.DATE
    if head.startswith("TIMESTAMP"):
        return Kind.MOMENT
    return Kind.TIME if head.startswith(("TIME", "INTERVAL")) else Kind.TEXT


def vega_type(column: Column) -> str:
    """The type of an encoding of this column where nothing else was said."""
    return VEGA_TYPES.get(kind_of(column.type), "nominal")
