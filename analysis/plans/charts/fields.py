"""Which columns a chart shows: its own fields, or those of the operation it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.plans.kinds import NUMERIC
from analysis.plans.model import GroupBy, Plan
from analysis.plans.problems import Invalid
from analysis.plans.rows import Rows
from analysis.plans.sqltext import fold
from engine.results import Column


@dataclass(frozen=True, slots=True)
class Named:
    """A column as the plan names it, and the field that does."""

    field: str
    given: GroupBy

    @property
    def name(self) -> str:
        return self.given.column

    @property
    def column_field(self) -> str:
        return f"{self.field}.column" if self.field.startswith("group_by") else self.field


def x_of(plan: Plan) -> Named | None:
    """What stands along x: x_axis, else time_column, else the first group, else the first of columns."""
    name = plan.x_axis or plan.time_column
    if name is not None:
        return Named("x_axis" if plan.x_axis else "time_column", with_part(plan, name))
    if plan.group_by:
        return Named("group_by[0]", plan.group_by[0])
    return Named("columns[0]", with_part(plan, plan.columns[0])) if plan.columns else None


def with_part(plan: Plan, name: str) -> GroupBy:
    """The column with the part of it that group_by takes, where it does."""
    return next((group for group in plan.group_by if fold(group.column) == fold(name)), GroupBy(column=name))


def needed_x(plan: Plan) -> Named:
    x = x_of(plan)
    if x is None:
        message = f"A {plan.chart_type} chart needs an x_axis: the column that runs along it."
        raise Invalid("x_axis", message, "missing_field")
    return x


def y_of(plan: Plan) -> Named | None:
    """The column whose values are shown: y_axis, else target_column."""
    name = plan.y_axis or plan.target_column
    return Named("y_axis" if plan.y_axis else "target_column", GroupBy(column=name)) if name else None


def colour_of(plan: Plan, *used: Named | None) -> Named | None:
    """The first group that isn't on an axis."""
    taken = {fold(named.name) for named in used if named is not None}
    groups = (Named(f"group_by[{place}]", group) for place, group in enumerate(plan.group_by))
    return next((group for group in groups if fold(group.name) not in taken), None)


def numbers_of(rows: Rows, plan: Plan, *candidates: Named | None) -> Column:
    """The first column that is named, which must hold numbers."""
    named = next((named for named in candidates if named is not None), None)
    if named is None:
        field = "y_axis" if plan.chart_type == "box" else "x_axis"
        message = f"A {plan.chart_type} chart needs a column of numbers; name it as {field}."
        raise Invalid(field, message, "missing_field")
    return rows.column(named.column_field, named.name, NUMERIC)
