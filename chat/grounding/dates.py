"""Dates as people write them and as results hold them, under common keys.

A key is "2024", "2024-Q1", "2024-03", "2024-03-05", or without a year "Q1" and "m03". The level of a
key says how fine it is, so that "in March" and "in 2024" narrow each other and don't compete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from chat.grounding.lexicon import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)[0-9]{2}"
_WRITTEN = re.compile(
    rf"(?<![\w-])(?:(?P<iso>{_YEAR}-[01][0-9](?:-[0-3][0-9])?)(?![\w-])"
    rf"|(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|\.)?\s(?P<dm>{_MONTH})\.?(?:,?\s(?P<dy>{_YEAR}))?(?!\w)"
    rf"|(?P<md>{_MONTH})\.?\s(?P<dd>[0-3]?[0-9])(?:st|nd|rd|th)?(?:,\s?(?P<mdy>{_YEAR}))?(?![\w%]|[.,][0-9])"
    rf"|(?P<month>{_MONTH})\.?(?:\s(?:of\s)?(?P<my>{_YEAR}))?(?!\w)"
    rf"|Q(?P<quarter>[1-4])(?:[ /-](?P<qy>{_YEAR}))?(?!\w)"
    rf"|(?P<nq>first|second|third|fourth)\squarter(?:\sof\s(?P<nqy>{_YEAR}))?(?!\w)"
    rf"|(?P<gq>[1-4]\.|erste[nrs]?|zweite[nrs]?|dritte[nrs]?|vierte[nrs]?)\sQuartal(?:s?\s(?P<gqy>{_YEAR}))?(?!\w)"
    rf"|(?P<yq>{_YEAR})[ -]?Q(?P<q>[1-4])(?!\w)"
    rf"|(?P<sm>[01][0-9])/(?P<sy>{_YEAR})(?![\w/])"
    rf"|(?P<gd>[0-3]?[0-9])\.(?P<gm>[01]?[0-9])\.(?P<gy>{_YEAR})(?!\w)"
    rf"|(?P<year>{_YEAR})(?![\w%]|[.,:][0-9]|\s?(?:%|percent|million|thousand)))",
    re.IGNORECASE,
)
_CELL = re.compile(rf"(?P<year>{_YEAR})-(?P<month>[01][0-9])(?:-(?P<day>[0-3][0-9]))?(?![0-9])")
_NAMED = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_NAMED_IN_GERMAN = {"erst": "1", "zwei": "2", "drit": "3", "vier": "4"}
# "May" and "March" are words too: as a month they stand with a capital.
_WORDS_TOO = frozenset({"may", "march", "mar", "dec", "jan", "sep", "sept", "mai"})


class DateWritten(NamedTuple):
    """A date in a text. `figure` says whether digits make it a figure of its own."""

    start: int
    end: int
    key: str
    figure: bool


def written(text: str, start: int, end: int) -> Iterator[DateWritten]:
    """The dates between `start` and `end`."""
    for match in _WRITTEN.finditer(text, start, end):
        key = _key(match)
        month = match["month"]
        if key is None or (month and month.casefold() in _WORDS_TOO and not month[0].isupper()):
            continue
        yield DateWritten(
            match.start(), match.end(), key, any(c.isdigit() for c in match[0]) and key[0] != "Q"
        )


def _key(match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if part["iso"] or part["year"]:
        return part["iso"] or part["year"]
    if month := part["dm"] or part["md"]:
        return _month_key(month, part["dy"] or part["mdy"], int(part["day"] or part["dd"]))
    if part["month"]:
        return _month_key(part["month"], part["my"])
    if quarter := part["quarter"] or part["q"] or _quarter(part["nq"] or part["gq"] or ""):
        year = part["qy"] or part["yq"] or part["nqy"] or part["gqy"]
        return f"{year}-Q{quarter}" if year else f"Q{quarter}"
    if part["sm"]:
        return f"{part['sy']}-{part['sm']}"
    return f"{part['gy']}-{int(part['gm']):02}-{int(part['gd']):02}"


def _quarter(word: str) -> str | None:
    """ "first", "ersten" and "1." are quarter 1."""
    said = word.casefold()
    return _NAMED.get(said) or _NAMED_IN_GERMAN.get(said[:4]) or (said[0] if said[:1].isdigit() else None)


def _month_key(name: str, year: str | None, day: int | None = None) -> str:
    month = MONTHS[name.casefold()]
    stem = f"{year}-{month:02}" if year else f"m{month:02}"
    return stem if day is None else f"{stem}-{day:02}"


def cell_keys(cell: Any) -> tuple[str, ...]:
    """Every key that a date in a cell answers to; none for a cell that is no ISO date."""
    match = _CELL.match(cell) if isinstance(cell, str) else None
    if match is None:
        return ()
    year, month, day = match["year"], match["month"], match["day"]
    quarter = f"Q{(int(month) + 2) // 3}"
    keys = (year, f"{year}-{quarter}", quarter, f"{year}-{month}", f"m{month}")
    return (*keys, f"{year}-{month}-{day}", f"m{month}-{day}") if day else keys


def level(key: str) -> str:
    """How fine a key is: y, q, m or d."""
    if "Q" in key:
        return "q"
    dashes = key.count("-") + key.startswith("m")
    return "ymd"[min(dashes, 2)]
