"""Casts for the one-pass load: each raises on any value that is not plainly of its kind.

They are much cheaper than the patterns in `kinds`, and stricter: a file that holds an unusual
value fails here and is then judged column by column, over all values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.importing import kinds
from engine.importing.kinds import Kind
from engine.importing.sql_text import literal

_FAILURE = "error('not of the guessed kind')"
# A leading zero before another digit makes an identifier; `_` and letters would be swallowed.
_PLAIN_NUMBER = "({x} >= '+' AND {x} < '00' OR {x} >= '0:' AND {x} < ':') AND NOT contains({x}, '_')"
_BOOLEAN_WORDS = "{x} IN ('true', 'false', 'True', 'False', 'TRUE', 'FALSE')"
_DIGIT = re.compile(r"[0-9]")
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{3}([0-9]{3})?)?)?"
_FIXED_WIDTH = {
    kinds.DATE.name: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    kinds.TIMESTAMP.name: re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T]{_CLOCK}"),
    kinds.ZONED.name: re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T]{_CLOCK}Z"),
    kinds.TIME.name: re.compile(_CLOCK),
}


def strict_cast(kind: Kind, values: Sequence[str], column: str) -> str | None:
    """SQL that converts the text `column` to the kind's type or raises; None if there is no such cast.

    `values` are sampled, non-empty texts of the column; how they are written chooses the guard.
    A number beyond a double becomes infinite: the caller looks for that afterwards.
    """
    if kind is kinds.BOOLEAN:
        return _guarded(_BOOLEAN_WORDS, kind, column)
    if kind is kinds.INTEGER:
        whole = f"CAST({column} AS BIGINT)"
        written_so = f"CAST({whole} AS VARCHAR) = {column}"
        return f"CASE WHEN {written_so} THEN {whole} WHEN {column} IS NULL THEN NULL ELSE {_FAILURE} END"
    if kind is kinds.NUMBER:
        return _guarded(_PLAIN_NUMBER, kind, column)
    written = _FIXED_WIDTH.get(kind.name)
    layouts = {_DIGIT.sub("_", value) for value in values}
    if written is None or len(layouts) != 1 or written.fullmatch(values[0]) is None:
        return None
    # One character for each `_`: a zone or a second of one digit would shift the fixed ones.
    return _guarded(f"{{x}} LIKE {literal(layouts.pop())}", kind, column)


def _guarded(guard: str, kind: Kind, column: str) -> str:
    """The guard outside the cast, not around it: converting a whole vector at once is faster."""
    checked = f"CASE WHEN ({guard}) OR {{x}} IS NULL THEN {{x}} ELSE {_FAILURE} END"
    return f"CAST({checked.replace('{x}', column)} AS {kind.type})"
