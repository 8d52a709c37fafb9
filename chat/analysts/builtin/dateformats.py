"""Dates that came as text: which format reads every sample, so that they can be used as dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

_FORMATS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%d.%m.%Y",
    "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S",
    "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d-%m-%Y", "%d-%b-%Y", "%d %b %Y",
    "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%Y-%m", "%b %Y", "%B %Y",
)  # fmt: skip
_ENOUGH = 0.9


def date_formats(samples: Sequence[object]) -> tuple[str, ...]:
    """The formats that read most of the samples, best first; empty when none reads nearly all.

    Two come back when day and month could be swapped: the profile then counts which reads more.
    """
    texts = [value.strip() for value in samples if isinstance(value, str) and value.strip()]
    hits = {item: sum(_reads(item, text) for text in texts) for item in _FORMATS}
    most = max(hits.values())
    if not texts or most < _ENOUGH * len(texts):
        return ()
    return tuple(item for item in _FORMATS if hits[item] == most)[:2]


def _reads(pattern: str, text: str) -> bool:
    try:
        datetime.strptime(text, pattern)  # noqa: DTZ007 (only the shape matters)
    except ValueError:
        return False
    return True


def spoken(pattern: str) -> str:
    """`%d/%m/%Y` as `day/month/year`, for the sentence that says how dates were read."""
    names = {"%Y": "year", "%m": "month", "%d": "day", "%b": "month", "%B": "month"}
    for code, name in {**names, "%H": "hour", "%M": "minute", "%S": "second"}.items():
        pattern = pattern.replace(code, name)
    return pattern
