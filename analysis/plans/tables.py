# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Plans whose answer is one table of DuckDB's own: aggregations by group, and `rows`."""

from __future__ import annotations

from analysis.plans.aggregations import AGGREGATIONS, Aggregation, expression, value_name
from analysis.plans.groups import Group, groups_of
from analysis.plans.kinds import Kind, kind_of
from analysis.plans.model import Plan
from analysis.plans.operations import ROWS
from analysis.plans.parameters import complete
from analysis.plans.problems import Invalid, Report, shown
from analysis.plans.rows import Rows
from analysis.plans.sqltext import aliased, identifier, unique_names
from engine.results import Column, JsonValue

ROWS_SHOWN = 100
_OF_NOTHING = frozenset({"count", "distinct"})
"""Aggregations that have an answer for a column without values: 0."""


def aggregation_target(plan: Plan, aggregation: Aggregation, rows: Rows) -> Column | None:
    """The column that is aggregated, None to count rows. Raises Invalid."""
    field = "target_column" if plan.target_column is not None or plan.y_axis is None else "y_axis"
    name = plan.target_column or plan.y_axis
    if name is None and len(plan.columns) == 1:
        field, name = "columns[0]", plan.columns[0]
    if name is not None:
        column = rows.column(field, name, aggregation.kinds)
        if aggregation.operation.name not in _OF_NOTHING:
            rows.refuse_empty(field, column)
        return column
    if aggregation.needs_target:
        message = f"{aggregation.operation.name} needs a target_column: the column to compute it of."
        raise Invalid("target_column", message, "missing_field")
    return None


def aggregate(rows: Rows, plan: Plan, report: Report) -> str:
    """The SELECT of an aggregation: the groups, the value, the rows of each group. Raises Invalid."""
    aggregation = AGGREGATIONS[plan.operation]
    parameters = complete(aggregation.operation, plan)
    target = aggregation_target(plan, aggregation, rows)
    if target is not None and kind_of(target) is Kind.NUMBER and rows.is_constant(target):
        report.warn(
            "target_column", f"{shown(target.name)} has the same value everywhere.", "constant_column"
        )
    groups = groups_of(rows, plan, report)
    if plan.operation == "share" and not groups:
        return _share_of_all(rows, target, parameters)
    return _grouped(rows, plan, groups, target, parameters)


def _grouped(
    rows: Rows, plan: Plan, groups: list[Group], target: Column | None, parameters: dict[str, JsonValue]
) -> str:
    value = expression(plan.operation, target, parameters)
    *names, value_column, rows_column = unique_names(
        [*(group.column.name for group in groups), value_name(plan.operation, target), "rows"]
    )
    selected = [aliased(group.sql, name) for group, name in zip(groups, names, strict=True)]
    selected += [aliased(value, value_column), aliased("count(*)", rows_column)]
    lines = [f"SELECT {', '.join(selected)}", rows.source]
    if groups:
        places = ", ".join(str(place + 1) for place in range(len(groups)))
        lines += [f"GROUP BY {places}", _order(plan, groups)]
    if plan.limit is not None:
        lines.append(f"LIMIT {plan.limit}")
    return rows.select("\n".join(lines))


def _order(plan: Plan, groups: list[Group]) -> str:
    """By value, largest first, unless the groups have an order of their own; then by the groups."""
    places = [str(place + 1) for place in range(len(groups))]
    if plan.sort is None and any(group.is_ordered for group in groups):
        return f"ORDER BY {', '.join(places)}"
    direction = "ASC" if plan.sort == "ascending" else "DESC"
    return f"ORDER BY {len(groups) + 1} {direction} NULLS LAST, {', '.join(places)}"


def _share_of_all(rows: Rows, target: Column | None, parameters: dict[str, JsonValue]) -> str:
    """What the filters let through, as a percentage of all rows or of the column's whole sum."""
    if not rows.conditions:
        message = (
            "share needs group_by, for the share of each group, or filters, for the share of what they keep."
        )
        raise Invalid("group_by", message, "missing_field")
    whole = expression("count" if target is None else "sum", target, parameters)
    name = identifier(value_name("share", target))
    everything = f"(SELECT {whole} FROM {rows.relation})"
    return rows.select(
        f'SELECT 100.0 * {whole} / nullif({everything}, 0) AS {name}, count(*) AS "rows"\n{rows.source}'
    )


def list_rows(rows: Rows, plan: Plan) -> str:
    """The SELECT of `rows`: the rows themselves, in the file's order or sorted by target_column."""
    complete(ROWS, plan)
    named = [rows.column(f"columns[{place}]", name) for place, name in enumerate(plan.columns)]
    names = ", ".join(dict.fromkeys(identifier(column.name) for column in named)) or "*"
    lines = [f"SELECT {names}", rows.source]
    if plan.target_column is not None:
        column = rows.column("target_column", plan.target_column)
        direction = "DESC" if plan.sort == "descending" else "ASC"
        lines.append(f"ORDER BY {identifier(column.name)} {direction} NULLS LAST")
    elif plan.sort is not None:
        message = "To sort rows, name the column to sort by as target_column."
        raise Invalid("target_column", message, "missing_field")
    lines.append(f"LIMIT {plan.limit or ROWS_SHOWN}")
    return rows.select("\n".join(lines))
