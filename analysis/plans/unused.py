"""Fields of a plan that its operation doesn't look at: said, so that nobody relies on them."""

from __future__ import annotations

from analysis.plans.aggregations import AGGREGATIONS
from analysis.plans.model import Plan
from analysis.plans.problems import Report
from analysis.plans.statistics import STAND_INS
from engine.statistics.operation import Operation

_ROLES = ("target_column", "x_axis", "y_axis", "time_column", "columns", "group_by", "sort", "limit")


def warn_of_unused(plan: Plan, operation: Operation | None, report: Report) -> None:
    """A warning for each field that is filled and has no effect."""
    used = _used(plan, operation)
    for field in _ROLES:
        if getattr(plan, field) and field not in used:
            report.warn(field, f"{field} has no effect on {plan.operation}.", "unused_field")


def _used(plan: Plan, operation: Operation | None) -> set[str]:
    used = set(_ROLES) if plan.chart_type is not None else set()
    if operation is not None:
        return used | _used_by_roles(plan, operation)
    if plan.operation == "rows":
        return used | {"target_column", "columns", "sort", "limit"}
    if plan.operation in AGGREGATIONS:
        target = {"target_column"} if plan.target_column else {"y_axis", "columns"}
        return used | target | {"group_by", "sort", "limit"}
    return used


def _used_by_roles(plan: Plan, operation: Operation) -> set[str]:
    """Including the fields that stand for a role's own where that is empty."""
    used = {role.field for role in operation.roles}
    for role in operation.roles:
        if not getattr(plan, role.field):
            used.update(STAND_INS.get(role.field, ()))
    return used
