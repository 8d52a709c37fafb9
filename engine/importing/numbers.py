"""Numbers as people write them: thousands and decimal marks, currency and percent signs, three minuses.

A style belongs to a whole column: a number that is written in another one doesn't fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Literal

from engine.importing.kind import Kind, Sql, cast_to
from engine.importing.sql_text import literal
from engine.importing.units import ANY_SIGN, Unit, unit_in

Minus = Literal["leading", "parentheses", "trailing"]

# Up to 15 digits a double holds every whole number.
_WHOLE = r"(0|[1-9][0-9]{0,14})"
_SPACES = " \u00a0\u2009\u202f"
_MINUS = "\u2212-"
_GAP = f"[{_SPACES}]?"

# Words and signs, an identifier (a leading zero before a digit), and `_`, which would be swallowed.
# The order matters: nearly all numbers are past the first comparison.
NO_NUMBER_SQL = "{x} < '0:' AND ({x} < '+' OR {x} >= '00') OR {x} >= ':' OR contains({x}, '_')"
EXACT_IN_DOUBLE = 10**15
"""Up to here a double holds every whole number; beyond, the digits are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The decimal mark, the characters between thousands (any of them), and what to call it."""

    decimal: str
    thousands: str
    label: str


POINT = Marks(".", "", "numbers")
COMMA = Marks(",", ".", "numbers with decimal commas")
GROUPED = Marks(".", ",", "numbers with commas between thousands")
WHOLE = Marks("", "", "whole numbers")
MARKS = (
    POINT,
    COMMA,
    GROUPED,
    Marks(".", _SPACES, "numbers with spaces between thousands"),
    Marks(",", _SPACES, "numbers with decimal commas and spaces between thousands"),
    Marks(".", "'’", "numbers with apostrophes between thousands"),
    Marks(",", "'’", "numbers with decimal commas and apostrophes between thousands"),
)
_MINUS_LABELS = {
    "leading": "",
    "parentheses": ", negative ones in parentheses",
    "trailing": ", negative ones with the minus behind",
}


def _finite(source: Sql) -> Sql:
    """DOUBLE, NULL where the number is beyond a double."""

    def convert(text: str) -> str:
        number = f"TRY_CAST({source(text)} AS DOUBLE)"
        return f"CASE WHEN isfinite({number}) THEN {number} END"

    return convert


def _as_it_is(text: str) -> str:
    return text


INTEGER = Kind(
    "integer",
    "BIGINT",
    "whole numbers",
    "[+-]?(0|[1-9][0-9]{0,18})",
    cast_to("BIGINT"),
    "CAST(TRY_CAST({x} AS BIGINT) AS VARCHAR) = {x}",
    numeral_sql=_as_it_is,
)
BIG_INTEGER = Kind(
    "big_integer",
    "HUGEINT",
    "whole numbers, some very large",
    "[+-]?(0|[1-9][0-9]{0,37})",
    cast_to("HUGEINT"),
    numeral_sql=_as_it_is,
)
NUMBER = Kind(
    "number",
    "DOUBLE",
    POINT.label,
    rf"[+-]?({_WHOLE}(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{{1,3}})?",
    _finite(_as_it_is),
    f"NOT ({NO_NUMBER_SQL}) AND abs(TRY_CAST({{x}} AS DOUBLE)) < {EXACT_IN_DOUBLE}",
    marks=".",
    numeral_sql=_as_it_is,
    rivals="number  leading ",
)


@cache
def number_kind(marks: Marks, unit: Unit | None = None, minus: Minus = "leading") -> Kind:
    """Numbers in one style. The plainest style allows exponents as well."""
    if (marks, unit, minus) == (POINT, None, "leading"):
        return NUMBER
    signs = f", each with “{unit.sign}”" if unit else ""
    numeral = _numeral(marks, unit, minus)
    sign, between = unit.sign if unit else "", marks.thousands[:1]
    return Kind(
        f"number {marks.decimal}{between} {sign} {minus}",
        "DOUBLE" if marks.decimal else "BIGINT",
        f"{marks.label}{signs}{_MINUS_LABELS[minus]}",
        _pattern(_digits(marks), unit, minus),
        _finite(numeral) if marks.decimal else lambda text: f"TRY_CAST({numeral(text)} AS BIGINT)",
        marks=marks.decimal + between,
        unit=sign or None,
        numeral_sql=numeral,
        rivals=f"number {sign} {minus} {'' if between in ('.', ',') else between}" if marks.decimal else "",
    )


def _digits(marks: Marks) -> str:
    if not marks.decimal:
        return _WHOLE
    mark = re.escape(marks.decimal)
    whole = _WHOLE
    if marks.thousands:
        whole = rf"({_WHOLE}|[1-9][0-9]{{0,2}}([{re.escape(marks.thousands)}][0-9]{{3}}){{1,4}})"
    return f"({whole}({mark}[0-9]+)?|{mark}[0-9]+)"


def _pattern(number: str, unit: Unit | None, minus: Minus) -> str:
    """The number with its unit, and its minus wherever people put it around the unit."""
    sign = re.escape(unit.sign) if unit else ""
    before = f"{sign}{_GAP}" if unit and unit.leads else ""
    behind = f"{_GAP}{sign}" if unit and not unit.leads else ""
    forms: tuple[str, ...]
    if minus == "leading":
        forms = (f"[+{_MINUS}]?{before}{number}{behind}", f"{before}[+{_MINUS}]?{number}{behind}")
    elif minus == "trailing":
        forms = (f"{before}{number}[{_MINUS}]?{behind}", f"{before}{number}{behind}[{_MINUS}]?")
    else:
        bare = before + number + behind
        forms = (bare, rf"\({bare}\)", rf"{before}\({number}\){behind}")
    return "(" + "|".join(dict.fromkeys(forms)) + ")"


def _numeral(marks: Marks, unit: Unit | None, minus: Minus) -> Sql:
    """The text with a decimal point, a minus in front and nothing else."""
    dropped = "".join(dict.fromkeys(marks.thousands + _SPACES + ")"))
    mapping = f"{literal(chr(0x2212) + '(' + (marks.decimal or '.') + dropped)}, '--.'"

    def convert(text: str) -> str:
        bare = f"replace({text}, {literal(unit.sign)}, '')" if unit else text
        plain = f"translate({bare}, {mapping})"
        if minus != "trailing":
            return plain
        return f"CASE WHEN suffix({plain}, '-') THEN '-' || rtrim({plain}, '-') ELSE {plain} END"

    return convert


_MINUS_OR_OPEN = f"[(+{_MINUS}]?{_GAP}"
_MINUS_OR_CLOSE = f"{_GAP}[){_MINUS}]?"
_ANY_DIGITS = "(" + "|".join(_digits(marks) for marks in MARKS) + ")"
STYLED = (
    f"{_MINUS_OR_OPEN}({ANY_SIGN}{_GAP}{_MINUS_OR_OPEN})?{_ANY_DIGITS}"
    f"{_MINUS_OR_CLOSE}({ANY_SIGN}{_MINUS_OR_CLOSE})?"
)
"""Matches all numbers in any style, and some that mix styles."""
_STYLED = re.compile(STYLED)


def marks_of(decimal: str, thousands: str) -> Marks:
    """The marks by their characters, of which a space and an apostrophe stand for their like."""
    for marks in MARKS:
        if (marks.decimal, marks.thousands[:1]) == (decimal, thousands):
            return marks
    return Marks(decimal, thousands, "numbers with decimal commas and nothing between thousands")


def styled_kinds(values: Collection[str], marks: tuple[Marks, ...] = MARKS) -> tuple[Kind, ...]:
    """The styles of numbers, with one of these marks, that all of the trimmed, non-empty values have."""
    kinds = styles_of(next(iter(values), ""), marks)
    return tuple(kind for kind in kinds if all(kind.matches(value) for value in values))


def styles_of(value: str, marks: tuple[Marks, ...]) -> tuple[Kind, ...]:
    """All styles with the value's unit, or with none; nothing when it is no number at all."""
    if _STYLED.fullmatch(value) is None:
        return ()
    unit = unit_in(value)
    minuses: tuple[Minus, ...] = ("leading", "parentheses", "trailing")
    return tuple(number_kind(each, unit, minus) for minus in minuses for each in (WHOLE, *marks))
