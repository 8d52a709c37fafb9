"""What each column of a profiled file can do in a chart: be measured, grouped by, or run along time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from analysis.charts.kinds import Kind, kind_of
from analysis.charts.polish.names import MAX_TITLE_CHARS, in_a_sentence

MAX_CATEGORIES = 50
"""With more values a column is no category that a chart could show whole."""
_MOST_OF_A_ROLE = 6
_BEHIND = 0.02
"""How much a column counts for less with each one that stands before it: people put first what matters."""
_FIRST_WEIGHT, _LEAST_WEIGHT = 0.9, 0.7
_WORD = re.compile(r"[^\W\d_]+")
_TOTALS = frozenset(
    {"amount", "cost", "costs", "count", "expenses", "gross", "income", "net", "number", "orders", "paid"}
    | {
        "profit",
        "qty",
        "quantity",
        "revenue",
        "sales",
        "sold",
        "spend",
        "spent",
        "total",
        "turnover",
        "units",
    }
    | {"anzahl", "betrag", "kosten", "menge", "summe", "umsatz"}
)


class Role(StrEnum):
    MEASURE = "measure"
    CATEGORY = "category"
    TIME = "time"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column with its role; `weight` falls with its place and its missing values."""

    name: str
    role: Role
    distinct: int
    weight: float
    """From 0 to 1; money that adds up is what most people open a file for."""
    adds_up: bool
    """Whether a sum of its values says something, as of sales, or only a mean, as of temperatures."""

    @property
    def said(self) -> str:
        """Its name as a word of a title."""
        return in_a_sentence(self.name)

    @property
    def quoted(self) -> str:
        """Its name as the file has it, on one line of bounded length."""
        line = " ".join(self.name.split())
        return f"“{line if len(line) <= MAX_TITLE_CHARS else line[: MAX_TITLE_CHARS - 1] + '…'}”"


@dataclass(frozen=True, slots=True)
class Relation:
    """How strongly two columns go together, from 0 to 1."""

    columns: frozenset[str]
    strength: float


@dataclass(frozen=True, slots=True)
class Cast:
    """The columns by role, the most important first, and what is known of them together."""

    measures: tuple[Candidate, ...]
    categories: tuple[Candidate, ...]
    times: tuple[Candidate, ...]
    places: tuple[Candidate, Candidate] | None
    relations: tuple[Relation, ...]

    def strength(self, first: Candidate, second: Candidate) -> float:
        """Of the relation between two columns; 0 when none was found."""
        pair = frozenset((first.name, second.name))
        return max((each.strength for each in self.relations if each.columns == pair), default=0.0)


def cast_of(profile: Mapping[str, Any], focus: frozenset[str]) -> Cast:
    """The cast of a file, from the document of `GET profile`. Columns in `focus` are never left out."""
    known = [found for place, column in enumerate(profile["columns"]) if (found := _candidate(column, place))]

    def of(role: Role) -> tuple[Candidate, ...]:
        fitting = [each for each in known if each.role is role]
        by_weight = sorted(fitting, key=lambda each: (each.name not in focus, -each.weight))
        return tuple(by_weight[:_MOST_OF_A_ROLE])

    latitudes, longitudes = of(Role.LATITUDE), of(Role.LONGITUDE)
    places = (latitudes[0], longitudes[0]) if latitudes and longitudes else None
    relations = (profile.get("file") or {}).get("relations") or ()
    return Cast(of(Role.MEASURE), of(Role.CATEGORY), of(Role.TIME), places, tuple(map(_relation, relations)))


def _candidate(column: Mapping[str, Any], place: int) -> Candidate | None:
    distinct = int(column.get("distinct") or 0)
    role = _role(column, distinct)
    null_share = float(column.get("null_share") or 0.0)
    if role is None or distinct < 2 or null_share >= 1:
        return None
    adds_up = role is Role.MEASURE and not _TOTALS.isdisjoint(_WORD.findall(column["name"].lower()))
    is_money_earned = adds_up and column.get("meaning") == "currency"
    weight = 1.0 if is_money_earned else max(_LEAST_WEIGHT, _FIRST_WEIGHT - _BEHIND * place)
    return Candidate(column["name"], role, distinct, weight * (1 - null_share), adds_up)


def _role(column: Mapping[str, Any], distinct: int) -> Role | None:
    meaning, kind = column.get("meaning"), kind_of(str(column.get("type", "")))
    if meaning == "date":
        return Role.TIME if kind in (Kind.DATE, Kind.MOMENT, Kind.NUMBER) else None
    if meaning in ("measure", "currency"):
        return Role.MEASURE if kind is Kind.NUMBER else None
    if meaning == "geographic" and kind is Kind.NUMBER:
        return _place_role(str(column["name"]))
    is_group = meaning in ("category", "boolean", "geographic")
    return Role.CATEGORY if is_group and distinct <= MAX_CATEGORIES else None


def _place_role(name: str) -> Role | None:
    folded = name.casefold()
    if "lat" in folded:
        return Role.LATITUDE
    return Role.LONGITUDE if "lon" in folded or "lng" in folded else None


def _relation(relation: Mapping[str, Any]) -> Relation:
    return Relation(frozenset((relation["first"], relation["second"])), min(1.0, abs(relation["value"])))
