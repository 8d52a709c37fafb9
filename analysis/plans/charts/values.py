"""The value that a line, a bar or a cell stands for."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.plans.aggregations import AGGREGATIONS, expression, value_name, value_type
from analysis.plans.charts.fields import Named
from analysis.plans.kinds import NUMERIC
from analysis.plans.model import Plan
from analysis.plans.parameters import complete
from analysis.plans.problems import Invalid, Report, shown
from analysis.plans.rows import Rows
from engine.results import Column

_COUNTING = frozenset({"count", "distinct"})


@dataclass(frozen=True, slots=True)
class Value:
    """An aggregate, the column it becomes, and by what it ranks groups."""

    sql: str
    column: Column
    ranking: str = "count(*)"


def value_of(rows: Rows, plan: Plan, target: Named | None, report: Report) -> Value:
    """The plan's own aggregation, else the mean of the column, or the number of rows without one."""
    operation = plan.operation if plan.operation in AGGREGATIONS else "mean" if target else "count"
    aggregation = AGGREGATIONS[operation]
    if operation == "mode":
        message = "A chart needs a number, and the mode may be none; choose another operation, such as count."
        raise Invalid("operation", message, "invalid_value")
    if target is None and aggregation.needs_target:
        message = f"{operation} needs a target_column or y_axis: the column to compute it of."
        raise Invalid("y_axis", message, "missing_field")
    kinds = aggregation.kinds if operation in _COUNTING else NUMERIC
    column = rows.column(target.column_field, target.name, kinds) if target else None
    parameters = complete(aggregation.operation, plan) if operation == plan.operation else {}
    if column is not None and operation != plan.operation:
        message = (
            f"Where several rows share a place, the chart shows the mean of {shown(column.name)}; "
            "set operation to sum, median … for another figure."
        )
        report.warn("operation", message, "default_aggregation")
    sql = expression(operation, column, parameters)
    named = Column(value_name(operation, column), value_type(operation, column))
    return Value(sql, named, "count(*)" if operation == "share" else sql)
