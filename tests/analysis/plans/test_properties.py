"""A plan that validates runs, and a plan that runs had validated: random tables, random plans."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.charts import prepare_chart
from analysis.plans import CompiledPlan, TableFacts, check_plan
from engine.errors import StatisticRefused
from engine.limits import AnalysisLimits, QueryLimits
from engine.results import QueryResult
from engine.sandbox.executor import execute_query
from engine.statistics.run import run_statistic
from tests.analysis.plans.fitting_plans import fitting_plans, statistic_plans, steps
from tests.analysis.plans.random_plans import plans
from tests.analysis.plans.random_tables import RandomTable, stored, tables

PLANS_PER_TABLE = 6
_RELAXED = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def run(path: Path, sql: str) -> QueryResult:
    return execute_query(path, sql, QueryLimits(), 5_000)


def execute(path: Path, compiled: CompiledPlan, rows: int) -> None:
    """Everything a plan would run."""
    result = run(path, compiled.sql)
    if compiled.count_sql is not None:
        counted = run(path, compiled.count_sql).rows[0][0]
        assert counted <= rows
    if compiled.chart is not None:
        chart_runs(run(path, compiled.chart.sql), compiled)
    if compiled.statistic is not None:
        names = {name for played in compiled.statistic.roles.values() for name in played}
        assert names <= set(result.column_names)
    assert_finite(result)


def chart_runs(result: QueryResult, compiled: CompiledPlan) -> None:
    """The gate takes the chart, unless there is nothing to draw."""
    assert compiled.chart is not None
    assert_finite(result)
    columns = list(zip(*result.rows, strict=True))
    if result.rows and all(any(value is not None for value in column) for column in columns):
        prepare_chart(compiled.chart.title, compiled.chart.spec, result)


def assert_finite(result: QueryResult) -> None:
    for row in result.rows:
        for value in row:
            assert not isinstance(value, float) or math.isfinite(value)


def checked(document: dict[str, Any], table: RandomTable, rows: int = 0) -> CompiledPlan | None:
    """`rows`: as if the file had so many, for what only large files get."""
    check = check_plan(document, TableFacts(table.columns, rows or len(table.rows)))
    assert check.valid is not bool(check.errors)
    for problem in (*check.errors, *check.warnings):
        assert problem.message.endswith((".", "?"))
        assert problem.code
    return check.compiled


@_RELAXED
@given(tables(), st.data())
def test_a_plan_that_validates_runs(table: RandomTable, data: st.DataObject) -> None:
    with stored(table) as path:
        for _ in range(PLANS_PER_TABLE):
            rows = data.draw(st.sampled_from([0, 5_000]))
            compiled = checked(data.draw(fitting_plans(table.columns)), table, rows)
            if compiled is not None:
                execute(path, compiled, len(table.rows))


@_RELAXED
@given(tables(), st.data())
def test_any_plan_gets_an_answer(table: RandomTable, data: st.DataObject) -> None:
    with stored(table) as path:
        compiled = checked(data.draw(plans(table.columns)), table)
        if compiled is not None:
            execute(path, compiled, len(table.rows))


@_RELAXED
@given(tables(), st.data())
def test_a_statistic_that_validates_is_computed_or_refused_in_words(
    table: RandomTable, data: st.DataObject
) -> None:
    table = RandomTable(table.columns, table.rows * 4)
    document = data.draw(statistic_plans(table.columns)) | {"features": data.draw(steps(table.columns))}
    compiled = checked(document, table)
    if compiled is None or compiled.statistic is None:
        return
    with stored(table) as path, suppress(StatisticRefused):
        result = run_statistic(path, compiled.statistic, AnalysisLimits())
        assert result.tables[0].columns
