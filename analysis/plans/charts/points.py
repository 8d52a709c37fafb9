# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Scatter charts: a point for each row of a small file, a grid of counts for a large one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.charts import templates
from analysis.plans.charts.axes import axis_of, lower_edge, nice_width
from analysis.plans.charts.fields import Named, needed_x, with_part, y_of
from analysis.plans.charts.grids import beside, colours, grouped, named_apart
from analysis.plans.charts.request import ChartRequest
from analysis.plans.charts.values import Value
from analysis.plans.kinds import CALENDAR, INTEGERS, NUMERIC, Kind, base_type, kind_of
from analysis.plans.model import Plan
from analysis.plans.problems import Invalid, Report
from analysis.plans.rows import Rows
from analysis.plans.sqltext import aliased, double, identifier, is_missing, numeric
from engine.results import Column

POINTS = 2_000
GRID = 30
_ROWS = Column("rows", "BIGINT")


def scatter(rows: Rows, plan: Plan, report: Report) -> ChartRequest:
    x, y = _fields(plan)
    across = rows.column(x.column_field, x.name, NUMERIC | CALENDAR)
    up = rows.column(y.column_field, y.name, NUMERIC)
    if rows.facts.row_count > POINTS:
        message = f"The file has more than {POINTS:,} rows: the chart counts them in the fields of a grid."
        report.warn("chart_type", message, "binned")
        return _grid(rows, across, up) if kind_of(across) not in CALENDAR else _steps(rows, x, y)
    return _points(rows, plan, x, [across, up])


def _fields(plan: Plan) -> tuple[Named, Named]:
    x, y = needed_x(plan), y_of(plan)
    if y is None and len(plan.columns) > 1:
        y = Named("columns[1]", with_part(plan, plan.columns[1]))
    if y is None:
        message = "A scatter chart needs a y_axis: the column of numbers that runs up it."
        raise Invalid("y_axis", message, "missing_field")
    return x, y


def _points(rows: Rows, plan: Plan, x: Named, columns: list[Column]) -> ChartRequest:
    axes = colours(rows, plan, x)
    shown = named_apart([*columns, *(axis.column for axis in axes)])
    expressions = [*(_point(column) for column in columns), *(axis.sql for axis in axes)]
    selected = ", ".join(aliased(sql, column.name) for sql, column in zip(expressions, shown, strict=True))
    present = tuple(f"NOT {is_missing(column)}" for column in columns)
    rows = beside(rows, axes)
    source = replace(rows, conditions=(*rows.conditions, *present)).source
    title = f"{columns[1].name} by {columns[0].name}"
    return ChartRequest(title, rows.select(f"SELECT {selected}\n{source}"), templates.scatter(*shown))


def _point(column: Column) -> str:
    if kind_of(column) in CALENDAR:
        return identifier(column.name)
    return numeric(column) if kind_of(column) is Kind.BOOLEAN else double(column)


def _grid(rows: Rows, across: Column, up: Column) -> ChartRequest:
    """The number of rows in each field of a grid over two axes of numbers."""
    raw = ", ".join(
        f"(max({double(column)}) - min({double(column)})) / {GRID} AS {axis}"
        for axis, column in (("x", across), ("y", up))
    )
    widths = ", ".join(
        f"coalesce({nice_width(axis, whole=base_type(column) in INTEGERS)}, 1) AS {axis}"
        for axis, column in (("x", across), ("y", up))
    )
    rows = rows.with_cte("widths", f"SELECT {widths}\nFROM (SELECT {raw} {rows.source})")
    edges = [_edges(axis, column) for axis, column in (("x", across), ("y", up))]
    columns = named_apart([*(shown for shown, _ in edges[0]), *(shown for shown, _ in edges[1]), _ROWS])
    selected = ", ".join(
        aliased(sql, shown.name)
        for sql, shown in zip([*(sql for edge in edges for _, sql in edge), "count(*)"], columns, strict=True)
    )
    present = " AND ".join(f"NOT {is_missing(column)}" for column in (across, up))
    sql = rows.select(f"SELECT {selected}\nFROM {rows.relation}\nWHERE {present}\nGROUP BY 1, 2, 3, 4")
    return ChartRequest(_density_title(across, up), sql, _grid_spec(columns))


def _edges(axis: str, column: Column) -> list[tuple[Column, str]]:
    """Both edges of the value's bin on this axis: their columns and expressions."""
    width = f"(SELECT {axis} FROM widths)"
    low = lower_edge(double(column), width)
    return [
        (Column(column.name, "DOUBLE"), low),
        (Column(f"{column.name} (to)", "DOUBLE"), f"round({low} + {width}, 12)"),
    ]


def _grid_spec(columns: list[Column]) -> dict[str, Any]:
    x, x2, y, y2, count = columns
    spec = templates.heatmap(x, y, count)
    binned = {"type": "quantitative", "bin": {"binned": True}}
    spec["encoding"] |= {
        "x": {"field": x.name, **binned},
        "x2": {"field": x2.name},
        "y": {"field": y.name, **binned},
        "y2": {"field": y2.name},
    }
    return spec


def _steps(rows: Rows, x: Named, y: Named) -> ChartRequest:
    """The number of rows in each period and range of values."""
    axes = [axis_of(rows, named, GRID) for named in (x, y)]
    sql, columns = grouped(rows, axes, Value("count(*)", _ROWS), "1, 2")
    spec = templates.heatmap(*columns)
    spec["encoding"]["y"]["sort"] = "descending"
    return ChartRequest(_density_title(axes[0].column, axes[1].column), sql, spec)


def _density_title(across: Column, up: Column) -> str:
    return f"{up.name} by {across.name}: number of rows"
