"""Lines, bars and heatmaps: a value for each step of one axis, or each pair of steps of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.charts import templates
from analysis.plans.charts.axes import Axis, axis_of, top
from analysis.plans.charts.fields import Named, colour_of, needed_x, with_part, y_of
from analysis.plans.charts.request import ChartRequest
from analysis.plans.charts.values import Value, value_of
from analysis.plans.kinds import CALENDAR, Kind, kind_of
from analysis.plans.model import Plan
from analysis.plans.problems import Invalid, Report, shown
from analysis.plans.rows import Rows
from analysis.plans.sqltext import aliased, unique_names
from engine.results import Column

LINE_STEPS = 240
BARS = 50
CELLS = 40
COLOURS = 10


def line(rows: Rows, plan: Plan, report: Report) -> ChartRequest:
    x = needed_x(plan)
    column = rows.column(x.column_field, x.name)
    if kind_of(column) not in CALENDAR | {Kind.NUMBER}:
        held = f"{shown(column.name)} holds {kind_of(column).value}"
        raise Invalid(x.field, f"A line runs along dates or numbers; {held}. Use bar.", "wrong_type")
    value = value_of(rows, plan, y_of(plan), report)
    axes = [axis_of(rows, x, LINE_STEPS), *colours(rows, plan, x)]
    sql, columns = grouped(rows, axes, value, ", ".join(str(place + 1) for place in range(len(axes))))
    return ChartRequest(_title(value, axes), sql, templates.line(columns[0], columns[-1], *columns[1:-1]))


def bar(rows: Rows, plan: Plan, report: Report) -> ChartRequest:
    """Categories by their value, largest first; periods and numbers in their own order."""
    x = needed_x(plan)
    value = value_of(rows, plan, y_of(plan), report)
    column = rows.column(x.column_field, x.name)
    is_ranked = x.given.part is None and kind_of(column) not in CALENDAR | {Kind.NUMBER}
    axes = [_ranked(rows, plan, x, column, value) if is_ranked else axis_of(rows, x, BARS)]
    axes += colours(rows, plan, x)
    direction = "ASC" if plan.sort == "ascending" else "DESC"
    order = f"{len(axes) + 1} {direction} NULLS LAST, 1" if is_ranked else "1"
    sql, columns = grouped(rows, axes, value, order)
    return ChartRequest(_title(value, axes), sql, templates.bar(columns[0], columns[-1], *columns[1:-1]))


def _ranked(rows: Rows, plan: Plan, x: Named, column: Column, value: Value) -> Axis:
    """The categories with the largest values (smallest when sorted so), all others as one bar."""
    ranking = value.ranking if plan.sort != "ascending" else f"-({value.ranking})"
    steps = min(plan.limit or BARS, BARS)
    return top(rows, x, column, steps, ranking, others=plan.limit is None)


def heatmap(rows: Rows, plan: Plan, report: Report) -> ChartRequest:
    x = needed_x(plan)
    y = Named("y_axis", with_part(plan, plan.y_axis)) if plan.y_axis else colour_of(plan, x)
    if y is None:
        message = "A heatmap needs a y_axis: the column whose steps run down it."
        raise Invalid("y_axis", message, "missing_field")
    target = Named("target_column", with_part(plan, plan.target_column)) if plan.target_column else None
    value = value_of(rows, plan, target, report)
    axes = [axis_of(rows, named, CELLS) for named in (x, y)]
    sql, columns = grouped(rows, axes, value, "1, 2")
    return ChartRequest(_title(value, axes), sql, templates.heatmap(*columns))


def colours(rows: Rows, plan: Plan, *used: Named) -> list[Axis]:
    """The axis of the colours, where the plan has a further group."""
    colour = colour_of(plan, *used)
    return [axis_of(rows, colour, COLOURS)] if colour else []


def grouped(rows: Rows, axes: Sequence[Axis], value: Value, order: str) -> tuple[str, list[Column]]:
    """The SELECT of a value for each combination of the axes' steps, and its columns."""
    rows = beside(rows, axes)
    columns = named_apart([*(axis.column for axis in axes), value.column])
    selected = ", ".join(
        aliased(sql, column.name)
        for sql, column in zip([*(axis.sql for axis in axes), value.sql], columns, strict=True)
    )
    places = ", ".join(str(place + 1) for place in range(len(axes)))
    return rows.select(f"SELECT {selected}\n{rows.source}\nGROUP BY {places}\nORDER BY {order}"), columns


def beside(rows: Rows, axes: Sequence[Axis]) -> Rows:
    """The rows that belong on every axis, with the relations that the axes read."""
    for axis in axes:
        for name, select in axis.ctes:
            rows = rows.with_cte(name, select)
    return replace(rows, conditions=tuple(axis.only for axis in axes if axis.only))


def named_apart(columns: Sequence[Column]) -> list[Column]:
    names = unique_names(column.name for column in columns)
    return [replace(column, name=name) for column, name in zip(columns, names, strict=True)]


def _title(value: Value, axes: Sequence[Axis]) -> str:
    what = value.column.name
    return f"{what[:1].upper()}{what[1:]} by {' and '.join(axis.column.name for axis in axes)}"
