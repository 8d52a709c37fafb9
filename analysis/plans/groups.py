"""What a plan groups by: expressions, the names of their result columns, and when there are too many."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.plans import dateparts
from analysis.plans.kinds import CALENDAR, FLOATS, Kind, base_type, kind_of
from analysis.plans.model import GroupBy, Plan
from analysis.plans.problems import Invalid, Report, shown
from analysis.plans.rows import Rows
from analysis.plans.sqltext import identifier
from engine.results import Column

MANY_GROUPS = 1_000
"""More than this many rows of a result aren't shown at once."""
TOO_MANY_GROUPS = 100_000


@dataclass(frozen=True, slots=True)
class Group:
    """One grouping: the expression, and the column it becomes."""

    sql: str
    column: Column

    @property
    def is_ordered(self) -> bool:
        """Whether the groups have an order of their own that reads better than that of the values."""
        return kind_of(self.column) in CALENDAR or base_type(self.column) == "ENUM"


def group_of(rows: Rows, field: str, given: GroupBy, column_field: str | None = None) -> Group:
    """Raises Invalid when there is no such column or it can't be grouped by.

    `column_field` is where the plan names the column, when that isn't an entry of group_by.
    """
    column_field = column_field or f"{field}.column"
    column = rows.column(column_field, given.column)
    if given.part is not None:
        part = dateparts.for_groups(f"{field}.part", column, given.part)
        return Group(part.sql, Column(f"{column.name} ({given.part})", part.type))
    if kind_of(column) is Kind.OTHER:
        what = f"{shown(column.name)} holds {Kind.OTHER.value} ({column.type[:60]})"
        message = f"{what}; rows can't be grouped by it."
        raise Invalid(column_field, message, "wrong_type")
    return Group(_grouped(column), column)


def _grouped(column: Column) -> str:
    """NaN and NULL are both no value, and so one group."""
    name = identifier(column.name)
    return f"CASE WHEN NOT isnan({name}) THEN {name} END" if base_type(column) in FLOATS else name


def groups_of(rows: Rows, plan: Plan, report: Report) -> list[Group]:
    groups = [group_of(rows, f"group_by[{place}]", given) for place, given in enumerate(plan.group_by)]
    for place, given in enumerate(plan.group_by):
        if given.part is None and plan.limit is None:
            check_number(rows, f"group_by[{place}]", rows.column("", given.column), report)
    return groups


def check_number(rows: Rows, field: str, column: Column, report: Report | None = None) -> None:
    """Raises Invalid when the column surely has too many groups; warns of many of them."""
    distinct = rows.distinct(column)
    if distinct is None or distinct <= MANY_GROUPS:
        return
    what = f"{shown(column.name)} has about {distinct:,} different values"
    remedy = "Group by a coarser column, bin it, take a part of a date, or set a limit."
    if distinct >= TOO_MANY_GROUPS and rows.are_all:
        raise Invalid(field, f"{what}, too many for groups. {remedy}", "too_many_groups")
    if report is not None:
        report.warn(field, f"{what}; not all groups will be shown. {remedy}", "many_groups")
