"""Identifiers and literals as SQL text. Everything that comes from a file passes through here."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNSAFE = re.compile(r"[^\w %()\-]+")
MAX_ALIAS = 60


def identifier(name: str) -> str:
    """A column name, quoted, so that no name can end it early."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A Python value as a SQL literal. NUL, which no DuckDB literal holds, is dropped."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return "'" + str(value).replace("\0", "").replace("'", "''") + "'"


def alias(name: str, taken: Iterable[str] = ()) -> str:
    """A result column's name that a chart's field can hold without escapes, unlike those `taken`."""
    base = _UNSAFE.sub("_", name).strip(" _")[:MAX_ALIAS].strip() or "column"
    lowered = {other.casefold() for other in taken}
    candidate, number = base, 2
    while candidate.casefold() in lowered:
        candidate, number = f"{base} {number}", number + 1
    return candidate
