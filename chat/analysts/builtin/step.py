"""A piece of an answer as data: a query, what to say of its rows, what to draw.

Answers and findings are lists of steps, built without touching anything; the analyst runs them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.results import QueryResult

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over its own query; the spec carries no data."""

    title: str
    sql: str
    spec: dict[str, Any]


def _says_nothing(_: list[Row]) -> Sequence[str]:
    return ()


def _draws_nothing(_: list[Row]) -> Chart | None:
    return None


@dataclass(frozen=True, slots=True)
class Step:
    """`tell` returns paragraphs; with `optional`, a step that has nothing to tell is not shown at all."""

    sql: str
    tell: Callable[[list[Row]], Sequence[str]] = _says_nothing
    draw: Callable[[list[Row]], Chart | None] = _draws_nothing
    status: str = "Running a query…"
    optional: bool = False


def rows_of(result: QueryResult) -> list[Row]:
    """The rows as dictionaries; a step's query never has two columns of one name."""
    return result.records()
