"""Running what touches the data: the engine executes, the audit trail records, errors included.

Every function here leaves exactly one execution, however it ends; cancelling one ends the query
and is recorded too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from analysis.charts import prepare_chart
from analysis.datasets import Dataset
from analysis.models import Execution
from analysis.recording import Recorder
from config.engine import get_engine
from engine.errors import EngineError
from engine.results import QueryResult

Spec = dict[str, Any]


async def run_sql(*, dataset: Dataset, sql: str, max_rows: int | None = None) -> QueryResult:
    """Run one SELECT over the data, unrecorded. Raises EngineError; cancelling it ends the query."""
    future = get_engine().query(dataset.database, sql, max_rows=max_rows, owner=dataset.owner)
    return await asyncio.wrap_future(future)


async def execute_query(
    *, dataset: Dataset, sql: str, turn_id: UUID | None = None, max_rows: int | None = None
) -> tuple[Execution, QueryResult | None]:
    """Run one SELECT and record how it ended; the result is None when it failed."""
    recorder = Recorder(dataset=dataset, turn_id=turn_id, kind=Execution.Kind.QUERY, sql=sql)
    async with recorder.records_a_stop():
        try:
            result = await run_sql(dataset=dataset, sql=sql, max_rows=max_rows)
        except EngineError as error:
            return await recorder.failed(error), None
        return await recorder.succeeded(result), result


async def execute_plot(
    *, dataset: Dataset, title: str, sql: str, spec: Mapping[str, Any], turn_id: UUID | None = None
) -> tuple[Execution, QueryResult | None, Spec | None]:
    """Run a chart's SELECT, pass its specification through the gate, record how it ended.

    Returns the rows and the complete specification, both None when the execution failed.
    """
    recorder = Recorder(dataset=dataset, turn_id=turn_id, kind=Execution.Kind.PLOT, sql=sql)
    async with recorder.records_a_stop():
        try:
            result = await run_sql(dataset=dataset, sql=sql, max_rows=settings.CHART_MAX_ROWS)
            chart = await checked_chart(title, spec, result, dataset.units)
        except EngineError as error:
            return await recorder.failed(error), None, None
        return await recorder.succeeded(result), result, chart


async def checked_chart(
    title: str, spec: Mapping[str, Any], result: QueryResult, units: Mapping[str, str]
) -> Spec:
    """The one gate for charts: the specification over these rows, complete. Raises ChartRefused.

    `units` are those of the file's columns, by name: axes show them.
    """
    chart = await asyncio.to_thread(prepare_chart, title, dict(spec), result, units)
    await asyncio.wrap_future(get_engine().compile_chart(chart))
    return chart
