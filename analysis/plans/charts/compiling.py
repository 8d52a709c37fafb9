"""From a plan with a chart_type to the SQL of its rows and a Vega-Lite specification without data."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.plans.charts.distributions import box, histogram
from analysis.plans.charts.grids import bar, heatmap, line
from analysis.plans.charts.points import scatter
from analysis.plans.charts.request import ChartRequest
from analysis.plans.model import Plan
from analysis.plans.problems import Report
from analysis.plans.rows import Rows

_CHARTS: Mapping[str, Callable[[Rows, Plan, Report], ChartRequest]] = {
    "line": line,
    "bar": bar,
    "scatter": scatter,
    "heatmap": heatmap,
    "box": box,
    "histogram": histogram,
}


def compile_chart(rows: Rows, plan: Plan, report: Report) -> ChartRequest:
    """Raises Invalid when a field that the chart type needs is missing or doesn't fit."""
    assert plan.chart_type is not None
    for field in ("x_axis", "y_axis", "target_column"):
        column = rows.find(getattr(plan, field) or "")
        if column is not None:
            rows.refuse_empty(field, column)
    return _CHARTS[plan.chart_type](rows.as_relation(), plan, report)
