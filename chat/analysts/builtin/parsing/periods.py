"""Stretches of time in a question: years, quarters, months, days, and "last month" of the data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chat.analysts.builtin.intent import Grain, Period
from chat.analysts.builtin.wordlists import NUMBER_WORDS
from chat.analysts.builtin.words import Token, stem, word_set

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY_WORDS = {name.lower(): (number,) for number, name in enumerate(WEEKDAYS, start=1)} | {
    "weekend": (6, 7)
}
_MONTH_WORDS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH_WORDS |= {name[:3]: number for name, number in _MONTH_WORDS.items()} | {"sept": 9}
_ALSO_WORDS = {"may", "mar", "dec", "march"}
_LEADS = word_set("""
    in on of during since from and to until till before after between only for through by about vs or
    """)
_WORKING_LEADS = {"on", "during", "only", "vs", "versus", "and"}
"""Behind these, “weekdays” are the days of work; behind “by” or “which”, the names of days."""
_QUARTERS = {"q1": 1, "q2": 2, "q3": 3, "q4": 4}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_RELATIVE = {"last", "past", "previous", "this", "current", "latest"}
_YEARS = range(1800, 2101)
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")


@dataclass(frozen=True, slots=True)
class Found:
    """A period and how many tokens it took, or the months of any year, or a relative one."""

    length: int
    period: Period | None = None
    months: tuple[int, ...] = ()
    relative: bool = False
    weekdays: tuple[int, ...] = ()


def add_months(day: date, months: int) -> date:
    """The first of the month, `months` later."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number + 1, 1, 1), str(number), Grain.YEAR)


def quarter(number: int, of_year: int) -> Period:
    start = date(of_year, number * 3 - 2, 1)
    return Period(start, add_months(start, 3), f"Q{number} {of_year}", Grain.QUARTER)


def month(number: int, of_year: int) -> Period:
    start = date(of_year, number, 1)
    return Period(start, add_months(start, 1), f"{MONTHS[number - 1]} {of_year}", Grain.MONTH)


def day(when: date) -> Period:
    return Period(when, when + timedelta(days=1), when.isoformat(), Grain.DAY)


def period_at(tokens: Sequence[Token], at: int, latest: date | None) -> Found | None:
    """The period that begins at `at`; `latest` is the newest date of the data, for "last month"."""
    token = tokens[at]
    if token.kind == "date":
        return _written_date(token.text)
    if token.norm in _QUARTERS or (token.norm in _ORDINALS and _norm(tokens, at + 1) == "quarter"):
        return _quarter(tokens, at)
    if token.norm in {"h1", "h2"} or (token.norm in _ORDINALS and _norm(tokens, at + 1) == "half"):
        return _half(tokens, at)
    if token.norm in _RELATIVE and latest is not None:
        return _relative(tokens, at, latest)
    if token.stem in _WEEKDAY_WORDS:
        return Found(1, weekdays=_WEEKDAY_WORDS[token.stem])
    if token.norm == "weekdays" and _norm(tokens, at - 1) in _WORKING_LEADS:
        return Found(1, weekdays=(1, 2, 3, 4, 5))
    if token.norm in _MONTH_WORDS and not _only_a_word(tokens, at):
        return _month(tokens, at)
    return _day_first(tokens, at) or _year(token)


def _norm(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].norm if 0 <= at < len(tokens) else ""


def _year_number(tokens: Sequence[Token], at: int) -> int | None:
    return (
        int(_norm(tokens, at)) if _norm(tokens, at).isdigit() and int(_norm(tokens, at)) in _YEARS else None
    )


def _year(token: Token) -> Found | None:
    number = _year_number([token], 0) if token.kind == "number" and len(token.text) == 4 else None
    return Found(1, year(number)) if number and number < 2100 else None


def _safe_date(year_number: int, month_number: int, day_number: int) -> date | None:
    try:
        return date(year_number, month_number, day_number)
    except ValueError:
        return None


def _written_date(text: str) -> Found | None:
    """ISO dates; with slashes only where day and month can't be confused."""
    iso, slashed = _ISO.match(text), _SLASHED.match(text)
    if iso and iso[3] is None:
        valid = 1 <= int(iso[2]) <= 12 and int(iso[1]) in _YEARS
        return Found(1, month(int(iso[2]), int(iso[1]))) if valid else None
    if iso:
        when = _safe_date(int(iso[1]), int(iso[2]), int(iso[3]))
        return Found(1, day(when)) if when else None
    if slashed is None:
        return None
    first, second = int(slashed[1]), int(slashed[2])
    if first <= 12 and second <= 12 and first != second:
        return None
    when = _safe_date(int(slashed[3]), min(first, second), max(first, second))
    return Found(1, day(when)) if when else None


def _half(tokens: Sequence[Token], at: int) -> Found | None:
    """`first half of 2024`, `H2 2024`; it needs its year."""
    named = tokens[at].norm in {"h1", "h2"}
    length = 1 if named else 2
    of_year, taken = _following_year(tokens, at + length)
    if of_year is None:
        return None
    first = tokens[at].norm in {"h1", "first", "1st"}
    start = date(of_year, 1 if first else 7, 1)
    label = f"the {'first' if first else 'second'} half of {of_year}"
    return Found(length + taken, Period(start, add_months(start, 6), label, Grain.QUARTER))


def _quarter(tokens: Sequence[Token], at: int) -> Found:
    """`Q1 2024`, `first quarter of 2024`; without a year the months of every year."""
    named = tokens[at].norm in _QUARTERS
    number = _QUARTERS[tokens[at].norm] if named else _ORDINALS[tokens[at].norm]
    length = 1 if named else 2
    of_year, taken = _following_year(tokens, at + length)
    if of_year is None:
        return Found(length, months=tuple(range(number * 3 - 2, number * 3 + 1)))
    return Found(length + taken, quarter(number, of_year))


def _following_year(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    skip = 1 if _norm(tokens, at) == "of" else 0
    found = _year_number(tokens, at + skip)
    return (found, skip + 1) if found else (None, 0)


def _only_a_word(tokens: Sequence[Token], at: int) -> bool:
    """“may”, "march" and "dec" are months only beside a year or after a preposition."""
    if tokens[at].norm not in _ALSO_WORDS:
        return False
    return _norm(tokens, at - 1) not in _LEADS and _following_year(tokens, at + 1)[0] is None


def _month(tokens: Sequence[Token], at: int) -> Found | None:
    number = _MONTH_WORDS[tokens[at].norm]
    of_year, taken = _following_year(tokens, at + 1)
    if of_year:
        return Found(1 + taken, month(number, of_year))
    of_year, taken = _following_year(tokens, at + 2)
    when = _safe_date(of_year, number, _day_number(tokens, at + 1)) if of_year else None
    return Found(2 + taken, day(when)) if when else Found(1, months=(number,))


def _day_number(tokens: Sequence[Token], at: int) -> int:
    digits = re.match(r"(\d{1,2})(?:st|nd|rd|th)?$", _norm(tokens, at))
    return int(digits[1]) if digits else 0


def _day_first(tokens: Sequence[Token], at: int) -> Found | None:
    """`5 March 2024` and `5th of March 2024`."""
    number, skip = _day_number(tokens, at), 1 + (_norm(tokens, at + 1) == "of")
    month_number = _MONTH_WORDS.get(_norm(tokens, at + skip)) if number else None
    of_year, taken = _following_year(tokens, at + skip + 1) if month_number else (None, 0)
    when = _safe_date(of_year, month_number, number) if of_year and month_number else None
    return Found(skip + 1 + taken, day(when)) if when else None


def _relative(tokens: Sequence[Token], at: int, latest: date) -> Found | None:
    """`last month`, `past 3 weeks`, `this year`, all counted from the newest date in the data."""
    count_token = tokens[at + 1] if at + 1 < len(tokens) else None
    count = _count(count_token)
    unit = stem(_norm(tokens, at + (2 if count else 1)))
    if count is None:
        period = _containing(unit, latest)
        return Found(2, period, relative=True) if period else None
    start = _back(unit, count, latest)
    if start is None:
        return None
    label = f"the last {count} {unit}s of the data (up to {latest.isoformat()})"
    return Found(3, Period(start, latest + timedelta(days=1), label), relative=True)


def _count(token: Token | None) -> int | None:
    if token is None:
        return None
    if token.number is not None and 0 < token.number <= 10_000:
        return int(token.number)
    return NUMBER_WORDS.get(token.norm)


def _containing(unit: str, latest: date) -> Period | None:
    if unit == "week":
        start = latest - timedelta(days=latest.weekday())
        return Period(
            start,
            start + timedelta(days=7),
            f"the last week of the data (up to {latest.isoformat()})",
            Grain.WEEK,
        )
    made = {
        "day": day(latest),
        "month": month(latest.month, latest.year),
        "quarter": quarter((latest.month + 2) // 3, latest.year),
        "year": year(latest.year),
    }
    return made.get(unit)


def _back(unit: str, count: int, latest: date) -> date | None:
    """The day after the one that lies `count` units before the newest date."""
    if unit in {"day", "week"}:
        return latest - timedelta(days=count * (7 if unit == "week" else 1) - 1)
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months is None or latest.year - count * months // 12 < 2:
        return None
    first = add_months(latest, -months * count)
    last_day = (add_months(first, 1) - timedelta(days=1)).day
    return first.replace(day=min(latest.day, last_day)) + timedelta(days=1)
