"""The kinds of values a column of text may turn out to hold, and how SQL proves and converts them.

One pattern serves both Python (on the sample) and DuckDB's RE2 (on every value). DuckDB's own casts
are too generous for a proof: `'1.5'::BIGINT` is 2, `'2020-01-01 00:00:00+02'::TIMESTAMP` is
midnight, `'007'::BIGINT` is 7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.importing.sql_text import literal

MISSING_MARKERS = frozenset(
    (
        "na",
        "n/a",
        "n.a.",
        "#n/a",
        "#na",
        "null",
        "(null)",
        "none",
        "nan",
        "nil",
        "-",
        "--",
        "---",
        ".",
        "?",
        "\\n",
    )
)
"""Texts, in lower case, that mean "missing" in a column that otherwise holds values of one kind."""

Sql = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """`try_sql` maps a text expression to one of `type` that is NULL where the text doesn't fit.

    `label` completes "all values are …". `pattern` must match the whole, trimmed text. `plain_sql`
    is a cheaper test, with `{x}` for the text, that is true only where the pattern matches and the
    conversion works: it spares most values the pattern.
    """

    name: str
    type: str
    label: str
    pattern: str
    try_sql: Sql
    plain_sql: str | None = None

    def matches(self, value: str) -> bool:
        return _compiled(self.pattern).fullmatch(value) is not None

    def fits_sql(self, text: str) -> str:
        """SQL that is true where `text` is of this kind and converts without loss."""
        fits = f"(regexp_full_match({text}, {literal(self.pattern)}) AND {self.try_sql(text)} IS NOT NULL)"
        return f"({self.plain_sql.replace('{x}', text)} OR {fits})" if self.plain_sql else fits


def _cast(type_name: str) -> Sql:
    return lambda text: f"TRY_CAST({text} AS {type_name})"


def _finite(source: Sql) -> Sql:
    """DOUBLE, NULL where the number is beyond a double."""

    def convert(text: str) -> str:
        number = f"TRY_CAST({source(text)} AS DOUBLE)"
        return f"CASE WHEN isfinite({number}) THEN {number} END"

    return convert


def _parsed(type_name: str, *formats: str) -> Sql:
    choices = "[" + ", ".join(literal(each) for each in formats) + "]"
    return lambda text: f"CAST(try_strptime({text}, {choices}) AS {type_name})"


# Up to 15 digits a double holds every whole number.
_WHOLE = r"(0|[1-9][0-9]{0,14})"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_ISO_DATE = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_ZONE = r" ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)"

# Words and signs, an identifier (a leading zero before a digit), and `_`, which would be swallowed.
# The order matters: nearly all numbers are past the first comparison.
NO_NUMBER_SQL = "{x} < '0:' AND ({x} < '+' OR {x} >= '00') OR {x} >= ':' OR contains({x}, '_')"
EXACT_IN_DOUBLE = 10**15
"""Up to here a double holds every whole number; beyond, the digits are looked at one by one."""


def _dated(type_name: str, *layouts: str) -> str:
    like = " OR ".join(f"{{x}} LIKE '{layout}'" for layout in layouts)
    return f"{{x}} >= '0' AND {{x}} < ':' AND ({like}) AND TRY_CAST({{x}} AS {type_name}) IS NOT NULL"


BOOLEAN = Kind("boolean", "BOOLEAN", "true or false", "true|false|True|False|TRUE|FALSE", _cast("BOOLEAN"))
INTEGER = Kind(
    "integer",
    "BIGINT",
    "whole numbers",
    "[+-]?(0|[1-9][0-9]{0,18})",
    _cast("BIGINT"),
    "CAST(TRY_CAST({x} AS BIGINT) AS VARCHAR) = {x}",
)
BIG_INTEGER = Kind(
    "big_integer", "HUGEINT", "whole numbers, some very large", "[+-]?(0|[1-9][0-9]{0,37})", _cast("HUGEINT")
)
NUMBER = Kind(
    "number",
    "DOUBLE",
    "numbers",
    rf"[+-]?({_WHOLE}(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{{1,3}})?",
    _finite(lambda text: text),
    f"NOT ({NO_NUMBER_SQL}) AND abs(TRY_CAST({{x}} AS DOUBLE)) < {EXACT_IN_DOUBLE}",
)
COMMA_NUMBER = Kind(
    "comma_number",
    "DOUBLE",
    "numbers with decimal commas",
    rf"[+-]?({_WHOLE}|[1-9][0-9]{{0,2}}(\.[0-9]{{3}})+)(,[0-9]+)?",
    _finite(lambda text: f"replace(replace({text}, '.', ''), ',', '.')"),
)
GROUPED_NUMBER = Kind(
    "grouped_number",
    "DOUBLE",
    "numbers with commas between thousands",
    rf"[+-]?({_WHOLE}|[1-9][0-9]{{0,2}}(,[0-9]{{3}})+)(\.[0-9]+)?",
    _finite(lambda text: f"replace({text}, ',', '')"),
)
DATE = Kind(
    "date",
    "DATE",
    "dates (year first)",
    r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}",
    _cast("DATE"),
    _dated("DATE", "____-__-__"),
)
TIMESTAMP = Kind(
    "timestamp",
    "TIMESTAMP",
    "dates with times",
    rf"{_ISO_DATE}([ T]{_CLOCK})?",
    _cast("TIMESTAMP"),
    _dated("TIMESTAMP", "____-__-__ __:__:__", "____-__-__T__:__:__"),
)
TIMESTAMP_NS = Kind(
    "timestamp_ns",
    "TIMESTAMP_NS",
    "dates with times to the nanosecond",
    rf"{_ISO_DATE}([ T][0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,9}})?)?)?",
    _cast("TIMESTAMP_NS"),
)
ZONED = Kind(
    "zoned_timestamp",
    "TIMESTAMP WITH TIME ZONE",
    "dates with times and time zones",
    rf"{_ISO_DATE}[ T]{_CLOCK}{_ZONE}",
    _cast("TIMESTAMPTZ"),
)
TIME = Kind("time", "TIME", "times of day", _CLOCK, _cast("TIME"))
_MONTH = (
    "(Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sep(tember)?|Oct(ober)?"
    "|Nov(ember)?|Dec(ember)?)"
)
MONTH_NAMED_FIRST = Kind(
    "month_named_first",
    "DATE",
    "dates with the month's name",
    rf"{_MONTH} [0-9]{{1,2}},? [0-9]{{4}}",
    _parsed("DATE", "%b %d %Y", "%B %d %Y", "%b %d, %Y", "%B %d, %Y"),
)
MONTH_NAMED_SECOND = Kind(
    "month_named_second",
    "DATE",
    "dates with the month's name",
    rf"[0-9]{{1,2}}[ -]{_MONTH}[ -][0-9]{{4}}",
    _parsed("DATE", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y"),
)


@dataclass(frozen=True, slots=True)
class OrderedDates:
    """The two readings of dates such as 03/04/2024 with one separator, with and without a time."""

    day_first: Kind
    month_first: Kind


def _written_date(order: str, separator: str, *, timed: bool) -> Kind:
    mark = re.escape(separator)
    date_format = separator.join(("%d", "%m") if order == "day" else ("%m", "%d")) + separator + "%Y"
    pattern = rf"[0-9]{{1,2}}{mark}[0-9]{{1,2}}{mark}[0-9]{{4}}"
    label = f"dates ({order} first)"
    if not timed:
        return Kind(f"{order}_first_date", "DATE", label, pattern, _parsed("DATE", date_format))
    formats = (f"{date_format} %H:%M:%S", f"{date_format} %H:%M", date_format)
    timed_pattern = pattern + r"( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?"
    return Kind(
        f"{order}_first_timestamp",
        "TIMESTAMP",
        label + " with times",
        timed_pattern,
        _parsed("TIMESTAMP", *formats),
    )


ORDERED_DATES = tuple(
    OrderedDates(_written_date("day", mark, timed=timed), _written_date("month", mark, timed=timed))
    for timed in (False, True)
    for mark in ("/", ".", "-")
)
_WRITTEN = tuple(kind for pair in ORDERED_DATES for kind in (pair.day_first, pair.month_first))
KINDS: tuple[Kind, ...] = (
    BOOLEAN,
    INTEGER,
    BIG_INTEGER,
    NUMBER,
    COMMA_NUMBER,
    GROUPED_NUMBER,
    DATE,
    TIMESTAMP,
    TIMESTAMP_NS,
    ZONED,
    TIME,
    MONTH_NAMED_FIRST,
    MONTH_NAMED_SECOND,
    *_WRITTEN,
)
"""In the order of preference: the first one that fits every value of a column is its kind."""


@lru_cache(maxsize=len(KINDS) * 2)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_ANY = re.compile("|".join(f"(?:{kind.pattern})" for kind in KINDS))


def is_typed(value: str) -> bool:
    """Whether the trimmed text looks like a value of any kind but text."""
    return _ANY.fullmatch(value) is not None


def kinds_of(values: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds whose pattern matches every one of the trimmed, non-empty `values`."""
    left: Sequence[Kind] = KINDS
    for value in values:
        left = [kind for kind in left if kind.matches(value)]
        if not left:
            break
    return tuple(left)


def kinds_of_column(values: Iterable[str]) -> tuple[Kind, ...]:
    """`kinds_of` raw cells, of which some may be blank or mark a missing value by a text.

    All kinds when nothing else is left: the values decide that are not in the sample.
    """
    return kinds_of(
        text for value in values if (text := value.strip()) and text.lower() not in MISSING_MARKERS
    )


_DIGITS = re.compile(r"[+-]?[0-9]+")


def text_reason(values: Iterable[str]) -> str:
    """Why a column of these cells (a sample) is text."""
    filled = [text for value in values if (text := value.strip())]
    if not filled:
        return "Holds no values."
    if all(_DIGITS.fullmatch(text) for text in filled):
        return "Holds identifiers: digits with leading zeros, or too many for a number, stay text."
    return "Holds text."
