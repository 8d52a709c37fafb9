"""Dates and times as people write them, by the order of their parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from engine.importing.kind import Kind, cast_to, parsed_as

_CLOCK = r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_YEAR_FIRST = r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2})"
_ISO_DATE = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_ZONE = r" ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)"


def _dated(type_name: str, *layouts: str) -> str:
    like = " OR ".join(f"{{x}} LIKE '{layout}'" for layout in layouts)
    return f"{{x}} >= '0' AND {{x}} < ':' AND ({like}) AND TRY_CAST({{x}} AS {type_name}) IS NOT NULL"


DATE = Kind("date", "DATE", "dates (year first)", _YEAR_FIRST, cast_to("DATE"), _dated("DATE", "____-__-__"))
TIMESTAMP = Kind(
    "timestamp",
    "TIMESTAMP",
    "dates with times",
    rf"{_YEAR_FIRST}([ T]{_CLOCK})?",
    cast_to("TIMESTAMP"),
    _dated("TIMESTAMP", "____-__-__ __:__:__", "____-__-__T__:__:__"),
)
TIMESTAMP_NS = Kind(
    "timestamp_ns",
    "TIMESTAMP_NS",
    "dates with times to the nanosecond",
    rf"{_ISO_DATE}([ T][0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,9}})?)?)?",
    cast_to("TIMESTAMP_NS"),
)
ZONED = Kind(
    "zoned_timestamp",
    "TIMESTAMP WITH TIME ZONE",
    "dates with times and time zones",
    rf"{_ISO_DATE}[ T]{_CLOCK}{_ZONE}",
    cast_to("TIMESTAMPTZ"),
)
TIME = Kind("time", "TIME", "times of day", _CLOCK, cast_to("TIME"))
_MONTH = (
    "(Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sep(tember)?|Oct(ober)?"
    "|Nov(ember)?|Dec(ember)?)"
)
MONTH_NAMED_FIRST = Kind(
    "month_named_first",
    "DATE",
    "dates with the month's name",
    rf"{_MONTH} [0-9]{{1,2}},? [0-9]{{4}}",
    parsed_as("DATE", "%b %d %Y", "%B %d %Y", "%b %d, %Y", "%B %d, %Y"),
)
MONTH_NAMED_SECOND = Kind(
    "month_named_second",
    "DATE",
    "dates with the month's name",
    rf"[0-9]{{1,2}}[ -]{_MONTH}[ -][0-9]{{4}}",
    parsed_as("DATE", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y"),
)
MONTH_NAMED_SHORT_YEAR = Kind(
    "month_named_short_year",
    "DATE",
    "dates with the month's name and two-digit years",
    rf"[0-9]{{1,2}}[ -]{_MONTH}[ -][0-9]{{2}}",
    parsed_as("DATE", "%d %b %y", "%d %B %y", "%d-%b-%y", "%d-%B-%y"),
)


@dataclass(frozen=True, slots=True)
class OrderedDates:
    """The two readings of dates such as 03/04/2024 with one separator, with and without a time."""

    day_first: Kind
    month_first: Kind
    separator: str


def _written_date(order: str, separator: str, *, timed: bool, short: bool) -> Kind:
    mark = re.escape(separator)
    parts = ("%d", "%m") if order == "day" else ("%m", "%d")
    date_format = separator.join((*parts, "%y" if short else "%Y"))
    # A slash is hardly ever in anything else; 1.2.10 may be a version.
    zero = "0" if short and separator != "/" else "0?"
    day, month = f"({zero}[1-9]|[12][0-9]|3[01])", f"({zero}[1-9]|1[0-2])"
    first, second = (day, month) if order == "day" else (month, day)
    pattern = f"{first}{mark}{second}{mark}[0-9]{{{2 if short else 4}}}"
    label = f"dates ({order} first{', two-digit years' if short else ''})"
    name = f"{order}_first_{separator}{'_short' if short else ''}"
    rivals = f"date {separator}{timed}{short}"
    if not timed:
        return Kind(f"{name}_date", "DATE", label, pattern, parsed_as("DATE", date_format), rivals=rivals)
    clocks = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
    formats = (*(f"{date_format} {clock}" for clock in clocks), date_format)
    timed_pattern = pattern + r"( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( [AaPp][Mm])?)?"
    return Kind(
        f"{name}_timestamp",
        "TIMESTAMP",
        label + " with times",
        timed_pattern,
        parsed_as("TIMESTAMP", *formats),
        rivals=rivals,
    )


ORDERED_DATES = tuple(
    OrderedDates(
        _written_date("day", mark, timed=timed, short=short),
        _written_date("month", mark, timed=timed, short=short),
        mark,
    )
    for short in (False, True)
    for timed in (False, True)
    for mark in ("/", ".", "-")
)
YEAR_FIRST_KINDS = (DATE, TIMESTAMP, TIMESTAMP_NS, ZONED)
ORDERED_KINDS = tuple(kind for pair in ORDERED_DATES for kind in (pair.day_first, pair.month_first))
DATE_KINDS = (
    *YEAR_FIRST_KINDS,
    TIME,
    MONTH_NAMED_FIRST,
    MONTH_NAMED_SECOND,
    MONTH_NAMED_SHORT_YEAR,
    *ORDERED_KINDS,
)
SHORT_YEAR_KINDS = (
    MONTH_NAMED_SHORT_YEAR,
    *(kind for kind in ORDERED_KINDS if "two-digit" in kind.label),
)


@cache
def given_format(pattern: str) -> Kind:
    """Dates in a strptime format that a person gave; the format has to be one that DuckDB knows."""
    timed = any(f"%{letter}" in pattern for letter in "HIMSfpgnzZcX")
    zoned = "%z" in pattern or "%Z" in pattern
    type_name = "TIMESTAMP WITH TIME ZONE" if zoned else "TIMESTAMP" if timed else "DATE"
    return Kind(
        f"given_{pattern}",
        type_name,
        f"dates written as “{pattern}”",
        r"[\s\S]*",
        parsed_as(type_name, pattern),
    )
