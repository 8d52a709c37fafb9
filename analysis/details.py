"""Shapes of `Execution.details`: what must be known to read a result, beside its rows."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic needs this one below Python 3.12

from engine.profiling.results import Sampled
from engine.statistics.results import Assumption


class DetailsTable(TypedDict):
    """A further table of a result; `columns` are pairs of name and type."""

    name: str
    columns: list[list[str]]
    rows: list[list[Any]]
    total_rows: int


class StatisticDetails(TypedDict):
    """Of a statistic: the answer in a line, what it rests on, and what it takes for granted."""

    reading: str
    n: int
    missing: int
    missing_handling: str
    conventions: list[str]
    assumptions: list[Assumption]
    warnings: list[str]
    libraries: dict[str, str]
    tables: list[DetailsTable]


class ProfileDetails(TypedDict):
    """Of a profile: the rows that its estimates rest on, and every figure but those of the columns."""

    sampled: Sampled | None
    row_count: int
    tables: list[DetailsTable]


class PlanDetails(TypedDict):
    """Of a plan that is no statistic, where there is something to say about it."""

    warnings: list[str]


ExecutionDetails = StatisticDetails | ProfileDetails | PlanDetails
