"""The rows a chart shows, as the chart's checks and finish see them: field by field.

Vega-Lite copies some characters of a field's name unescaped into code that it generates. Columns
with such names get another one inside the chart; people still read their own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.charts.kinds import Kind, kind_of
from analysis.charts.units import unit_of
from engine.results import JsonValue, QueryResult

UNUSABLE = re.compile(r"[\"\\\x00-\x1f\u2028\u2029]")
_NO_FIELD_NAMES = frozenset({"", "__proto__", "constructor", "prototype"})


@dataclass(frozen=True, slots=True)
class Field:
    """A field at one point of a chart.

    `cells` are those of the result, row by row; None when a transform made or changed them.
    """

    name: str
    title: str
    kind: Kind
    unit: str = ""
    cells: tuple[JsonValue, ...] | None = None

    @property
    def values(self) -> list[JsonValue] | None:
        """The cells that are not null."""
        return None if self.cells is None else [cell for cell in self.cells if cell is not None]

    @property
    def distinct(self) -> list[str]:
        """The different values as text, as a chart tells them apart, in their order; none when unknown."""
        return list(dict.fromkeys(str(value) for value in self.values or ()))


class Table:
    """A result with names that Vega can use. `units` are the units of columns, by their names."""

    def __init__(self, result: QueryResult, units: Mapping[str, str] | None = None) -> None:
        self._result = result
        self._units = units or {}
        self.names = dict(zip(result.column_names, _usable(result.column_names), strict=True))
        """The name inside the chart of each column of the result."""

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {
            self.names[column.name]: self._field(index) for index, column in enumerate(self._result.columns)
        }

    def records(self) -> list[dict[str, JsonValue]]:
        """The rows for Vega: numbers too large for JSON are doubles here, which is all a chart can show."""
        kinds = [kind_of(column.type) for column in self._result.columns]
        names = list(self.names.values())
        return [
            {name: _plotted(value, kind) for name, value, kind in zip(names, row, kinds, strict=True)}
            for row in self._result.rows
        ]

    def _field(self, index: int) -> Field:
        column = self._result.columns[index]
        kind = kind_of(column.type)
        cells = tuple(_plotted(row[index], kind) for row in self._result.rows)
        unit = unit_of(column.name, self._units)
        return Field(self.names[column.name], column.name, kind, unit, cells)


def _plotted(value: JsonValue, kind: Kind) -> JsonValue:
    if kind is not Kind.NUMBER or not isinstance(value, str):
        return value
    number = float(value)
    return number if math.isfinite(number) else None


def _usable(names: Iterable[str]) -> list[str]:
    taken: set[str] = {name for name in names if _is_usable(name)}
    usable = []
    for name in names:
        chosen = name if _is_usable(name) else _free_name(UNUSABLE.sub("_", name) or "column", taken)
        taken.add(chosen)
        usable.append(chosen)
    return usable


def _is_usable(name: str) -> bool:
    return name not in _NO_FIELD_NAMES and not UNUSABLE.search(name)


def _free_name(wanted: str, taken: set[str]) -> str:
    name, number = wanted.strip("_") or "column", 2
    while name in taken or name in _NO_FIELD_NAMES:
        name, number = f"{wanted.strip('_') or 'column'}_{number}", number + 1
    return name


def made(name: Any, kind: Kind = Kind.UNKNOWN) -> Field:
    """A field that a transform of the chart makes."""
    return Field(name, name, kind)
