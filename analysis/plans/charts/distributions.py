# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Box plots and histograms, with quartiles and bins computed in SQL over every row."""

from __future__ import annotations

from analysis.charts import templates
from analysis.plans.charts.axes import Axis, axis_of, lower_edge, nice_width
from analysis.plans.charts.fields import Named, colour_of, numbers_of, with_part, x_of, y_of
from analysis.plans.charts.grids import beside, named_apart
from analysis.plans.charts.request import ChartRequest
from analysis.plans.kinds import INTEGERS, base_type
from analysis.plans.model import Plan
from analysis.plans.operations import CHART
from analysis.plans.parameters import complete
from analysis.plans.problems import Report
from analysis.plans.rows import Rows
from analysis.plans.sqltext import double, identifier, unique_names
from engine.results import Column

BOXES = 20
_MOST_BINS = 60
_ROWS = Column("rows", "BIGINT")


def box(rows: Rows, plan: Plan, report: Report) -> ChartRequest:
    """Quartiles, and whiskers to the last values within 1.5 IQR of them (Tukey, 1977), by category."""
    x, y = x_of(plan), y_of(plan)
    column = numbers_of(rows, plan, y, x)
    category = x if y is not None and x is not None else colour_of(plan, y)
    axes = [axis_of(rows, category, BOXES)] if category is not None else []
    names = unique_names([*templates.BOX_FIELDS, "rows", *(axis.column.name for axis in axes)])
    sql = _box_sql(beside(rows, axes), double(column), axes, names[-1] if axes else None)
    if not axes:
        return ChartRequest(column.name, sql, templates.box(None, column.name))
    shown = Column(names[-1], axes[0].column.type)
    return ChartRequest(f"{column.name} by {axes[0].column.name}", sql, templates.box(shown, column.name))


def _box_sql(rows: Rows, values: str, axes: list[Axis], name: str | None) -> str:
    category = axes[0].sql if axes else "TRUE"
    measured = f"SELECT {category} AS category, {values} AS value {rows.source}"
    rows = rows.with_cte("measured", measured, inlined=True)
    rows = rows.with_cte("quartiles", _QUARTILES)
    first = f"category AS {identifier(name)}, " if name is not None else ""
    return rows.select(
        f"SELECT {first}min(value) FILTER (WHERE value >= q[1] - 1.5 * (q[3] - q[1])) AS low, "
        "any_value(q[1]) AS q1, any_value(q[2]) AS median, any_value(q[3]) AS q3, "
        "max(value) FILTER (WHERE value <= q[3] + 1.5 * (q[3] - q[1])) AS high, "
        'count(value) AS "rows"\nFROM measured JOIN quartiles USING (category)\n'
        "GROUP BY category\nHAVING count(value) > 0\nORDER BY category"
    )


_QUARTILES = """SELECT category, quantile_cont(value, [0.25, 0.5, 0.75]) AS q
FROM measured GROUP BY category"""


def histogram(rows: Rows, plan: Plan, report: Report) -> ChartRequest:
    """Rows by bins [start, end): as many as asked for, else of a round width that fits the spread.

    The width is the smaller of those by Freedman and Diaconis (1981) and Sturges (1926), as NumPy's
    "auto" has it, then the next of 1, 2, 5, 10 …; an asked number of bins is taken literally, with
    the largest value in the last one.
    """
    target = Named("target_column", with_part(plan, plan.target_column)) if plan.target_column else None
    column = numbers_of(rows, plan, target, x_of(plan), y_of(plan))
    count = complete(CHART, plan)["bins"] if plan.operation == CHART.name else None
    rows = rows.with_cte("measured", f"SELECT {double(column)} AS value {rows.source}", inlined=True)
    rows = rows.with_cte("spread", _SPREAD)
    rows = rows.with_cte("bins", _bins(column, count))
    place = "floor(round((value - start) / width, 9))"
    starts = f"start + width * least({place}, last)" if count else lower_edge("value", "width")
    columns = named_apart([Column(column.name, "DOUBLE"), Column(f"{column.name} (to)", "DOUBLE"), _ROWS])
    start, end, number = (identifier(shown.name) for shown in columns)
    binned = f"SELECT {starts} AS low, width FROM measured, bins"
    sql = rows.select(
        f"SELECT low AS {start}, round(low + width, 12) AS {end}, count(*) AS {number}\n"
        f"FROM ({binned})\nWHERE low IS NOT NULL\nGROUP BY low, width\nORDER BY low"
    )
    return ChartRequest(f"Distribution of {column.name}", sql, templates.histogram(*columns))


_SPREAD = """SELECT count(value) AS n, min(value) AS low, max(value) AS high,
  quantile_cont(value, 0.75) - quantile_cont(value, 0.25) AS iqr
FROM measured"""


def _bins(column: Column, count: object) -> str:
    """A SELECT with one row: the first edge, the width, and the place of the last bin."""
    if count is not None:
        width = f"coalesce(nullif((high - low) / {count}, 0), 1)"
        return f"SELECT low AS start, {width} AS width, {count} - 1 AS last FROM spread"
    sturges, diaconis = "(high - low) / (log2(n) + 1)", "nullif(2 * iqr / cbrt(n), 0)"
    raw = f"greatest(least({diaconis}, {sturges}), (high - low) / {_MOST_BINS})"
    width = nice_width("raw", whole=base_type(column) in INTEGERS)
    return f"SELECT coalesce({width}, 1) AS width FROM (SELECT {raw} AS raw FROM spread WHERE n > 0)"
