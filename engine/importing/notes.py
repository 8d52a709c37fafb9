"""Remarks about columns, one sentence for all columns that it holds for: a file may have thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

_NAMED_COLUMNS = 5
_NAME_CHARACTERS = 60


class Remark(NamedTuple):
    """A sentence with a `{columns}` placeholder, a column that it is about, and details of that column."""

    sentence: str
    column: str
    detail: str = ""


def sentences(remarks: Iterable[Remark]) -> list[str]:
    """As many sentences as there are different ones; each names a few of its columns."""
    columns = defaultdict[str, list[str]](list)
    for remark in remarks:
        name = remark.column
        shown = name if len(name) <= _NAME_CHARACTERS else name[:_NAME_CHARACTERS] + "…"
        columns[remark.sentence].append(f"“{shown}”" + (f" ({remark.detail})" if remark.detail else ""))
    return [sentence.replace("{columns}", _listed(names)) for sentence, names in columns.items()]


def _listed(names: list[str]) -> str:
    named, more = ", ".join(names[:_NAMED_COLUMNS]), len(names) - _NAMED_COLUMNS
    if more > 0:
        return f"the columns {named} and {more:,} more"
    return f"the column {named}" if len(names) == 1 else f"the columns {named}"
