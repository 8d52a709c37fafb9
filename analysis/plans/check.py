"""Checking a plan is compiling it: what compiles without a problem runs, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.plans import features, filters, tables
from analysis.plans.aggregations import AGGREGATIONS
from analysis.plans.charts import ChartRequest, compile_chart
from analysis.plans.charts.forecasts import draws_forecast
from analysis.plans.facts import TableFacts
from analysis.plans.model import Plan
from analysis.plans.operations import CHART, NAMES, ROWS, statistic_of
from analysis.plans.parameters import complete
from analysis.plans.parsing import parse
from analysis.plans.problems import Invalid, Problem, Report, did_you_mean, shown
from analysis.plans.rows import Rows
from analysis.plans.statistics import compile_statistic
from analysis.plans.unused import warn_of_unused
from engine.limits import QueryLimits
from engine.statistics.request import StatisticRequest


@dataclass(frozen=True, slots=True)
class CompiledPlan:
    """What runs. `sql` gives the answer's rows or, with `statistic`, the rows it is computed from.

    `count_sql` counts the rows that feature steps and filters let through; None when all rows do.
    """

    sql: str
    statistic: StatisticRequest | None
    chart: ChartRequest | None
    plan: Plan
    count_sql: str | None


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """The answer to a plan: `compiled` is there exactly when there are no errors."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    compiled: CompiledPlan | None

    @property
    def valid(self) -> bool:
        return self.compiled is not None

    @property
    def sql(self) -> str | None:
        return self.compiled.sql if self.compiled else None

    def as_document(self) -> dict[str, Any]:
        """The body of `POST plans/validate`."""
        return {
            "valid": self.valid,
            "errors": [error.as_document() for error in self.errors],
            "warnings": [warning.as_document() for warning in self.warnings],
            "sql": self.sql,
        }


def check_plan(document: Mapping[str, Any], facts: TableFacts) -> PlanCheck:
    """Check a plan against a file's columns, rows and profile, and compile it; nothing is executed."""
    plan, problems = parse(document)
    if plan is None:
        return PlanCheck(tuple(problems), (), None)
    report = Report()
    compiled = _compiled(plan, facts, report)
    if facts.profile is None:
        message = "The file has no profile yet, so constant columns and numbers of groups were not checked."
        report.warn("", message, "unchecked")
    if report.errors:
        compiled = None
    return PlanCheck(tuple(report.errors), tuple(report.warnings), compiled)


def _compiled(plan: Plan, facts: TableFacts, report: Report) -> CompiledPlan | None:
    rows = Rows.of_file(facts)
    with report.collecting():
        for place, step in enumerate(plan.features):
            rows = features.apply(rows, f"features[{place}]", step)
    if report.errors:  # what follows may need the columns that are missing now
        return None
    rows = rows.where(_conditions(rows, plan, report))
    with report.collecting():
        compiled = _compiled_over(rows, plan, report)
        _check_length(compiled)
        return compiled
    return None


def _conditions(rows: Rows, plan: Plan, report: Report) -> tuple[str, ...]:
    conditions = []
    for place, given in enumerate(plan.filters):
        with report.collecting():
            column = rows.column(f"filters[{place}].column", given.column)
            conditions.append(filters.condition(f"filters[{place}]", given, column))
            if given.operator in ("!=", "not_in") and rows.has_missing(column):
                message = f"Rows without a value in {shown(column.name)} stay; add is_not_null to drop them."
                report.warn(f"filters[{place}]", message, "missing_values_stay")
    return tuple(conditions)


def _compiled_over(rows: Rows, plan: Plan, report: Report) -> CompiledPlan:
    count_sql = None if rows.are_all else rows.select(f'SELECT count(*) AS "rows"\n{rows.source}')
    chart = None
    if plan.chart_type is not None and not draws_forecast(plan):
        with report.collecting():
            chart = compile_chart(rows, plan, report)
    statistic = None
    operation = statistic_of(plan.operation)
    if operation is not None:
        statistic = compile_statistic(rows, plan, operation, report)
        sql = statistic.sql
    else:
        sql = _sql(rows, plan, chart, report)
    warn_of_unused(plan, operation, report)
    return CompiledPlan(sql, statistic, chart, plan, count_sql)


def _sql(rows: Rows, plan: Plan, chart: ChartRequest | None, report: Report) -> str:
    if plan.operation in AGGREGATIONS and chart is not None and _is_its_own_table(plan):
        return chart.sql
    if plan.operation in AGGREGATIONS:
        return tables.aggregate(rows, plan, report)
    if plan.operation == ROWS.name:
        return tables.list_rows(rows, plan)
    if plan.operation == CHART.name:
        return _chart_sql(plan, chart)
    hint = did_you_mean(plan.operation, NAMES, f"There are: {', '.join(NAMES)}.")
    raise Invalid("operation", f"There is no operation {shown(plan.operation)}.{hint}", "unknown_operation")


def _is_its_own_table(plan: Plan) -> bool:
    """Whether the chart's rows are the answer: the operation along an axis that is no group."""
    return plan.x_axis is not None and plan.chart_type in ("line", "bar", "heatmap")


def _chart_sql(plan: Plan, chart: ChartRequest | None) -> str:
    complete(CHART, plan)
    if plan.chart_type is None:
        message = "A chart needs a chart_type: line, bar, scatter, heatmap, box or histogram."
        raise Invalid("chart_type", message, "missing_field")
    return chart.sql if chart else ""


def _check_length(compiled: CompiledPlan) -> None:
    longest = QueryLimits().max_sql_bytes
    statements = (compiled.sql, compiled.count_sql or "", compiled.chart.sql if compiled.chart else "")
    if max(len(sql.encode()) for sql in statements) > longest:
        message = (
            f"This plan makes a statement of more than {longest:,} bytes; use fewer steps, columns or values."
        )
        raise Invalid("", message, "plan_too_long")
