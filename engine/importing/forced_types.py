"""Columns whose type a person decided on: what doesn't fit becomes NULL and is reported."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from engine.importing.booleans import any_word_sql
from engine.importing.kind import Kind
from engine.importing.kinds import KindChoice
from engine.importing.numbers import styles_of
from engine.importing.report import Report
from engine.importing.sql_text import literal
from engine.importing.staging import TABLE

_EXPONENT = "([eE][+-]?[0-9]{1,3})?"
_NUMERALS = {
    "BIGINT": r"[+-]?[0-9]+(\.0*)?",
    "HUGEINT": r"[+-]?[0-9]+(\.0*)?",
    "DOUBLE": rf"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+){_EXPONENT}",
}
_MOMENTS = ("DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")


def forced_sql(type_name: str, text: str, sampled: Sequence[str], choice: KindChoice) -> str:
    """SQL that converts a trimmed text to the type, and is NULL where the text doesn't fit it.

    How numbers and dates are written follows the sampled cells, within the choice.
    """
    if type_name == "BOOLEAN":
        return any_word_sql(text)
    meant = [cell for each in sampled if not choice.markers.mean_missing(cell := each.strip(" \t"))]
    if type_name in _MOMENTS:
        return _moment_sql(type_name, text, meant, choice)
    return _number_sql(type_name, text, meant, choice)


def _moment_sql(type_name: str, text: str, meant: Sequence[str], choice: KindChoice) -> str:
    moments = [kind for kind in choice.kinds if kind.type.startswith(_MOMENTS)]
    kind = _most_frequent([kind for kind in moments if (kind.type == "TIME") == (type_name == "TIME")], meant)
    if kind is None:
        return f"TRY_CAST(NULL AS {type_name})"
    return f"CASE WHEN {_matches(text, kind.pattern)} THEN TRY_CAST({kind.try_sql(text)} AS {type_name}) END"


def _number_sql(type_name: str, text: str, meant: Sequence[str], choice: KindChoice) -> str:
    plain = [kind for kind in choice.kinds if kind.numeral_sql]
    styled = next((kinds for cell in meant if (kinds := styles_of(cell, choice.marks))), ())
    kind = _most_frequent([*plain, *styled], meant)
    numeral = text
    if kind is not None and kind.numeral_sql and kind.marks not in ("", "."):
        numeral = f"CASE WHEN {_matches(text, kind.pattern)} THEN {kind.numeral_sql(text)} END"
    pattern = _NUMERALS.get(type_name) or _decimal_pattern(type_name)
    whole = type_name in ("BIGINT", "HUGEINT")
    source = f"regexp_replace({numeral}, '\\..*', '')" if whole else numeral
    number = f"TRY_CAST({source} AS {type_name})"
    finite = f" AND isfinite({number})" if type_name == "DOUBLE" else ""
    return f"CASE WHEN {_matches(numeral, pattern)}{finite} THEN {number} END"


def _decimal_pattern(type_name: str) -> str:
    """Rounding to the type's digits would lose some: what has more doesn't fit."""
    scale = type_name.rstrip(")").partition(",")[2]
    return rf"[+-]?([0-9]+(\.[0-9]{{0,{scale}}}0*)?|\.[0-9]{{1,{scale}}}0*)"


def _most_frequent(kinds: Sequence[Kind], meant: Sequence[str]) -> Kind | None:
    """The first of the kinds that match most texts."""
    counts = [sum(map(kind.matches, meant)) for kind in kinds]
    return kinds[counts.index(max(counts))] if kinds else None


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def report_unfit(
    connection: duckdb.DuckDBPyConnection, misfits: str, raw: str, reason: str, report: Report
) -> int:
    """Report the staged rows for which the SQL `misfits` is true; returns how many there are."""
    found = connection.execute(
        f"SELECT rowid + 1, {raw}, count(*) OVER () FROM {TABLE} WHERE {misfits}"  # noqa: S608
        f" ORDER BY rowid LIMIT {report.problem_limit}"
    ).fetchall()
    total = int(found[0][2]) if found else 0
    report.set_null(total, reason, [(int(row), str(text)) for row, text, _ in found])
    return total
