"""SQL as text: identifiers, literals, and how a column's values are read. Every name passes here."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.plans.kinds import FLOATS, Kind, base_type, is_wide, kind_of
from engine.results import Column


def identifier(name: str) -> str:
    """A column name, quoted, so that no name can end it early."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def enum_type(labels: Iterable[str]) -> str:
    """A type of text whose order is that of `labels` and not the alphabet's."""
    return f"ENUM({', '.join(literal(label) for label in labels)})"


def number_literal(value: float) -> str:
    """A number that DuckDB reads as exactly this: whole numbers, DECIMAL or DOUBLE."""
    if isinstance(value, int) and abs(value) < 2**127:
        return str(value)
    return f"{float(value)!r}::DOUBLE" if value else "0"


def numeric(column: Column) -> str:
    """The column's values as numbers that neither overflow in a sum nor are infinite or NaN."""
    name = identifier(column.name)
    if kind_of(column) is Kind.BOOLEAN:
        return f"{name}::INTEGER"
    if is_wide(column):
        return f"TRY_CAST({name} AS DOUBLE)"
    return name


def only_finite(column: Column) -> str:
    """A FILTER clause for aggregates, with a space before it, where values can be infinite or NaN."""
    return f" FILTER (WHERE isfinite({identifier(column.name)}))" if base_type(column) in FLOATS else ""


def double(column: Column) -> str:
    """The column's values as finite DOUBLEs or NULL."""
    if base_type(column) in FLOATS:
        name = identifier(column.name)
        widened = "::DOUBLE" if base_type(column) == "FLOAT" else ""
        return f"CASE WHEN isfinite({name}) THEN {name}{widened} END"
    return numeric(column) if is_wide(column) else f"{numeric(column)}::DOUBLE"


def is_missing(column: Column) -> str:
    name = identifier(column.name)
    return f"({name} IS NULL OR isnan({name}))" if base_type(column) in FLOATS else f"{name} IS NULL"


def label(column: Column) -> str:
    """The column's values as text, missing ones by a name."""
    return f"coalesce({identifier(column.name)}::VARCHAR, '(missing)')"


def aliased(sql: str, name: str) -> str:
    """An expression under a name, for a SELECT."""
    return sql if sql == identifier(name) else f"{sql} AS {identifier(name)}"


def unique_names(names: Iterable[str]) -> list[str]:
    """Names as they are, numbered where one occurs again; DuckDB doesn't tell case apart."""
    taken: set[str] = set()
    result = []
    for name in names:
        candidate, number = name, 2
        while fold(candidate) in taken:
            candidate, number = f"{name} {number}", number + 1
        taken.add(fold(candidate))
        result.append(candidate)
    return result


def fold(name: str) -> str:
    """A name as DuckDB compares it: ASCII letters without case."""
    return name.encode(errors="surrogatepass").lower().decode(errors="surrogatepass")
