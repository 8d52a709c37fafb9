"""Running a plan: checked, compiled, executed by the engine, recorded as what it was."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from analysis.datasets import Dataset
from analysis.models import Execution
from analysis.plans import CompiledPlan, PlanCheck, TableFacts, check_plan
from analysis.plans.charts.forecasts import draws_forecast, forecast_chart
from analysis.profiles.services import profile_get
from analysis.recording import Recorder, statistic_details
from analysis.services import Spec, checked_chart, run_sql
from config.engine import get_engine
from engine.errors import EngineError
from engine.statistics.results import StatisticResult


class PlanInvalid(EngineError):
    """The plan doesn't fit the data; nothing ran. The message says what to change first."""

    code = "plan_invalid"


@dataclass(frozen=True, slots=True)
class PlanRun:
    """What became of a plan. `chart` is the complete specification when one was asked for and drawn."""

    execution: Execution
    check: PlanCheck
    title: str = ""
    chart: Spec | None = None


async def plan_check(*, dataset: Dataset, document: Mapping[str, Any]) -> PlanCheck:
    """Whether the plan can run, and the SQL it would; nothing of it is executed.

    Rests on the file's profile, which is computed once for each reading of the file.
    """
    _, profile = await profile_get(dataset=dataset)
    facts = TableFacts(dataset.columns, dataset.row_count, profile)
    return await asyncio.to_thread(check_plan, document, facts)


async def execute_plan(
    *, dataset: Dataset, document: Mapping[str, Any], turn_id: UUID | None = None
) -> PlanRun:
    """Check, run and record a plan; a plan that doesn't fit the data is recorded as failed."""
    check = await plan_check(dataset=dataset, document=document)
    compiled = check.compiled
    is_statistic = compiled is not None and compiled.statistic is not None
    kind = Execution.Kind.STATISTIC if is_statistic else Execution.Kind.PLAN
    recorder = Recorder(dataset=dataset, turn_id=turn_id, kind=kind, sql=check.sql or "", plan=document)
    if compiled is None:
        return PlanRun(await recorder.failed(PlanInvalid(_sentences(check))), check)
    async with recorder.records_a_stop():
        try:
            return await _run(dataset, compiled, check, recorder)
        except EngineError as error:
            return PlanRun(await recorder.failed(error), check)


async def _run(dataset: Dataset, compiled: CompiledPlan, check: PlanCheck, recorder: Recorder) -> PlanRun:
    recorder.is_about(filtered_rows=await _filtered_rows(dataset, compiled))
    notes = [warning.message for warning in check.warnings]
    if compiled.statistic is None:
        title, chart, undrawn = await _drawn(dataset, compiled)
        notes += undrawn
        result = await run_sql(dataset=dataset, sql=compiled.sql)
        execution = await recorder.succeeded(result, {"warnings": notes} if notes else None)
        return PlanRun(execution, check, title, chart)
    statistic = await asyncio.wrap_future(
        get_engine().statistic(dataset.database, compiled.statistic, owner=dataset.owner)
    )
    title, chart, undrawn = await _drawn(dataset, compiled, statistic)
    details = statistic_details(statistic)
    details["warnings"] = [*details["warnings"], *notes, *undrawn]
    execution = await recorder.succeeded_with_tables(statistic.tables, details, statistic.elapsed_ms)
    return PlanRun(execution, check, title, chart)


async def _drawn(
    dataset: Dataset, compiled: CompiledPlan, statistic: StatisticResult | None = None
) -> tuple[str, Spec | None, list[str]]:
    """Title, chart, and why there is none: a chart that can't be drawn takes nothing from the figures."""
    try:
        if statistic is not None and draws_forecast(compiled.plan):
            title, rows, spec = forecast_chart(compiled.plan, statistic)
        elif compiled.chart is not None:
            title, spec = compiled.chart.title, compiled.chart.spec
            rows = await run_sql(dataset=dataset, sql=compiled.chart.sql, max_rows=settings.CHART_MAX_ROWS)
        else:
            return "", None, []
        return title, await checked_chart(title, spec, rows, dataset.units), []
    except EngineError as error:
        return "", None, [f"The chart was not drawn: {error.message}"]


async def _filtered_rows(dataset: Dataset, compiled: CompiledPlan) -> int:
    if compiled.count_sql is None:
        return dataset.row_count
    counted = await run_sql(dataset=dataset, sql=compiled.count_sql)
    return int(counted.rows[0][0])


def _sentences(check: PlanCheck) -> str:
    return " ".join(error.message for error in check.errors)
