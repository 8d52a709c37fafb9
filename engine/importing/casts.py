"""Casts for the one-pass load: each raises on any value that is not plainly of its kind.

They are much cheaper than the patterns in `kinds`, and stricter: a file that holds an unusual
value fails here and is then judged column by column, over all values.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.importing import kinds
from engine.importing.kinds import Kind
from engine.importing.sql_text import literal

_FAILURE = "error('not of the guessed kind')"
_DIGIT_FIRST = "{x} >= '0' AND {x} < ':'"
# A leading zero before another digit makes an identifier; `_` and spaces would be swallowed.
_PLAIN_NUMBER = (
    "{x} >= '+' AND {x} < ':' AND NOT ({x} >= '00' AND {x} < '0:') AND NOT contains({x}, '_')"
    " AND isfinite(CAST({x} AS DOUBLE))"
)


def strict_cast(kind: Kind, values: Sequence[str], column: str) -> str | None:
    """SQL that converts the text `column` to the kind's type or raises; None if there is no such cast.

    `values` are sampled, non-empty texts of the column; how they are written chooses the guard.
    """
    if kind is kinds.BOOLEAN:
        return _guarded(
            "{x} IN ('true', 'false', 'True', 'False', 'TRUE', 'FALSE')", "CAST({x} AS BOOLEAN)", column
        )
    if kind is kinds.INTEGER:
        return _guarded("CAST(CAST({x} AS BIGINT) AS VARCHAR) = {x}", "CAST({x} AS BIGINT)", column)
    if kind is kinds.NUMBER:
        return _guarded(_PLAIN_NUMBER, "CAST({x} AS DOUBLE)", column)
    lengths = {len(value) for value in values}
    if len(lengths) != 1:
        return None
    return _fixed_width(kind, values[0], column)


def _fixed_width(kind: Kind, example: str, column: str) -> str | None:
    guard = f"strlen({{x}}) = {len(example)} AND {_DIGIT_FIRST}"
    if kind is kinds.DATE and len(example) == len("2024-01-31"):
        return _guarded(guard, "CAST({x} AS DATE)", column)
    if kind is kinds.TIME:
        return _guarded(guard, "CAST({x} AS TIME)", column)
    if kind in (kinds.TIMESTAMP, kinds.ZONED):
        layout = _timestamp_format(example)
        if layout is None:
            return None
        # strptime takes no text beyond its format; `…Z` is UTC, as is the session.
        return _guarded(guard, f"CAST(strptime({{x}}, {literal(layout)}) AS {kind.type})", column)
    return None


def _timestamp_format(example: str) -> str | None:
    middle = example[10:11]
    layouts = {16: "%H:%M", 19: "%H:%M:%S", 23: "%H:%M:%S.%f", 26: "%H:%M:%S.%f"}
    clock = layouts.get(len(example.removesuffix("Z")))
    if clock is None or middle not in (" ", "T") or "+" in example or "-" in example[10:]:
        return None
    return f"%Y-%m-%d{middle}{clock}" + ("Z" if example.endswith("Z") else "")


def _guarded(guard: str, value: str, column: str) -> str:
    text = f"CASE WHEN {guard} THEN {value} WHEN {{x}} IS NULL THEN NULL ELSE {_FAILURE} END"
    return text.replace("{x}", column)
