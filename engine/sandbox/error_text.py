"""DuckDB's messages, made fit for the reader: kept where they help to repair the SQL, rid of the rest."""

from __future__ import annotations

import re

import duckdb

_MAX_CHARACTERS = 1_200
_ENDINGS = ("\n\nPossible solutions", "\n\nSee also", "\nStack Trace", "\n\nStack Trace", "\nUnused blocks")
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_ABSOLUTE_PATH = re.compile(r"(?<![\w./])/(?:[\w.+-]+/)+[\w.+-]*")
_ADVICE_ON_SETTINGS = re.compile(r"\n(?!LINE)[^\n]*\b(?:SET|PRAGMA|INSTALL|LOAD)\b [^\n]*")


def readable_error(error: BaseException) -> str:
    """DuckDB's message without internals, advice that can't be followed here, and server paths."""
    if isinstance(error, duckdb.InternalException | duckdb.FatalException):
        return "DuckDB failed internally on this statement; write it in another way."
    text = str(error)
    for ending in _ENDINGS:
        text = text.split(ending, 1)[0]
    text = _ABSOLUTE_PATH.sub("…", _ADVICE_ON_SETTINGS.sub("", text)).strip()
    return text if len(text) <= _MAX_CHARACTERS else f"{text[:_MAX_CHARACTERS]}…"


def without_wrapping(message: str, lines_before: int) -> str:
    """Count the lines in `LINE 3: …` as the writer of the SQL does."""
    return _LINE.sub(lambda match: f"LINE {max(1, int(match[1]) - lines_before)}:", message)
