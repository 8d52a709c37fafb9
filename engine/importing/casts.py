"""Casts for the one-pass load: each raises on any value that is not plainly of its kind.

Those of plain values are much cheaper than the kinds' patterns, and stricter: a file that holds an
unusual value fails here and is then judged column by column, over all values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.importing import booleans, date_kinds, numbers
from engine.importing.kind import Kind
from engine.importing.sql_text import literal

NOT_OF_KIND = "not of the guessed kind"
"""What DuckDB's error says when a guard fails."""
_FAILURE = f"error({literal(NOT_OF_KIND)})"
_NO_BOOLEAN = "{x} NOT IN ('true', 'false', 'True', 'False', 'TRUE', 'FALSE')"
_DIGIT = re.compile(r"[0-9]")
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{3}([0-9]{3})?)?)?"
_FIXED_WIDTH = {
    date_kinds.DATE.name: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    date_kinds.TIMESTAMP.name: re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T]{_CLOCK}"),
    date_kinds.ZONED.name: re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T]{_CLOCK}Z"),
    date_kinds.TIME.name: re.compile(_CLOCK),
}


def strict_cast(kind: Kind, values: Sequence[str], column: str) -> str:
    """SQL that converts the text `column` to the kind's type or raises.

    `values` are sampled, non-empty texts of the column; how they are written chooses the guard.
    A number beyond a double becomes infinite: the caller looks for that afterwards.
    """
    if kind is booleans.BOOLEAN:
        return _guarded(_NO_BOOLEAN, kind, column)
    if kind is numbers.INTEGER:
        # Exact, and no slower than looking for points, exponents, signs and zeros one by one.
        whole = f"CAST({column} AS BIGINT)"
        return f"CASE WHEN CAST({whole} AS VARCHAR) <> {column} THEN {_FAILURE} ELSE {whole} END"
    if kind is numbers.NUMBER:
        return _guarded(numbers.NO_NUMBER_SQL, kind, column)
    written = _FIXED_WIDTH.get(kind.name)
    layouts = {_DIGIT.sub("_", value) for value in values}
    if written is None or len(layouts) != 1 or written.fullmatch(values[0]) is None:
        return _matched(kind, column)
    # One character for each `_`: a zone or a second of one digit would shift the fixed ones.
    return _guarded(f"{{x}} NOT LIKE {literal(layouts.pop())}", kind, column)


def _guarded(failing: str, kind: Kind, column: str) -> str:
    """The guard inside the cast, not around it: converting a whole vector at once is faster."""
    checked = f"CASE WHEN {failing} THEN {_FAILURE} ELSE {{x}} END"
    return f"CAST({checked.replace('{x}', column)} AS {kind.type})"


def _matched(kind: Kind, column: str) -> str:
    """By the kind's own pattern, for whatever is too rare or too varied for a guard of its own."""
    matches = f"regexp_full_match({column}, {literal(kind.pattern)})"
    converted = f"CASE WHEN {matches} THEN {kind.try_sql(column)} END"
    return f"CASE WHEN {column} IS NOT NULL THEN coalesce({converted}, {_FAILURE}) END"
