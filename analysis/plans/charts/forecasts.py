"""The picture of a forecast: what was, what is expected, and how far off that may be."""

from __future__ import annotations

from analysis.charts import templates
from analysis.charts.templates import Spec
from analysis.plans.model import Plan
from engine.results import Column, QueryResult
from engine.statistics.results import StatisticResult

SHOWN_STEPS = 5
"""The history is shown over this many times the forecast's length, and over `LEAST_STEPS` at least."""
LEAST_STEPS = 60


def draws_forecast(plan: Plan) -> bool:
    """Whether the chart is drawn from the forecast's own tables, not from rows of the file."""
    return plan.operation == "forecast" and plan.chart_type == "line"


def forecast_chart(plan: Plan, result: StatisticResult) -> tuple[str, QueryResult, Spec]:
    """Title, rows and specification; the rows are those of `history`, then those of `forecast`."""
    ahead = result.tables[0]
    history = next(table for table in result.tables if table.name == "history")
    kept = max(LEAST_STEPS, SHOWN_STEPS * len(ahead.rows))
    known = [[time, value, None, None, None] for time, value in history.rows[-kept:]]
    expected = [[time, None, mean, low, high] for time, mean, low, high in ahead.rows]
    measure = plan.target_column or plan.y_axis or "value"
    columns = (
        Column("time", ahead.columns[0].type),
        Column(measure, "DOUBLE"),
        *(Column(name, "DOUBLE") for name in templates.FORECAST_FIELDS),
    )
    rows = [*known, *expected]
    drawn = QueryResult(columns, rows, truncated=False, total_rows=len(rows), elapsed_ms=result.elapsed_ms)
    return f"Forecast of {measure}", drawn, templates.forecast(columns[0], columns[1])
