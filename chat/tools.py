"""The tools an analyst has, the same for every analyst: each call runs, is recorded, is bounded."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from django.conf import settings

from analysis import charts
from analysis.models import Execution
from analysis.services import Dataset, Recorder, execute_query, run_sql
from chat.analysts.base import PlotOutcome, QueryOutcome
from chat.events import Plot, QueryFinished
from config.engine import get_engine
from engine.errors import EngineError


def query_finished(execution: Execution) -> QueryFinished:
    """The event that shows a recorded query; messages are restored from the same."""
    names = execution.column_names
    return QueryFinished(
        result=[dict(zip(names, row, strict=True)) for row in execution.rows],
        is_error=execution.is_error,
        sql=execution.sql,
        columns=names,
        row_count=len(execution.rows),
        total_rows=execution.total_rows,
        truncated=execution.truncated,
        elapsed_ms=round(execution.elapsed_ms, 3),
        execution_id=str(execution.pk),
        data_version=execution.data_version,
        error=execution.error or None,
    )


class SessionToolbox:
    """The `Toolbox` of one turn over one reading of a session's file."""

    def __init__(self, *, dataset: Dataset, turn_id: UUID | None) -> None:
        self._dataset = dataset
        self._turn_id = turn_id

    async def generate_query(self, sql: str) -> QueryOutcome:
        execution, result = await execute_query(dataset=self._dataset, sql=sql, turn_id=self._turn_id)
        return QueryOutcome(str(execution.pk), result, execution.error or None, query_finished(execution))

    async def create_plot(self, title: str, sql: str, vega_lite_spec: dict[str, Any]) -> PlotOutcome:
        recorder = Recorder(dataset=self._dataset, turn_id=self._turn_id, kind=Execution.Kind.PLOT, sql=sql)
        try:
            result = await run_sql(dataset=self._dataset, sql=sql, max_rows=settings.CHART_MAX_ROWS)
            spec = charts.prepare_chart(title, vega_lite_spec, result)
            await asyncio.wrap_future(get_engine().compile_chart(spec))
        except EngineError as error:
            execution = await recorder.failed(error)
            return PlotOutcome(str(execution.pk), None, error.message, None)
        except asyncio.CancelledError:
            await asyncio.shield(recorder.stopped())
            raise
        execution = await recorder.succeeded(result)
        plot = Plot(title=title, vega_lite_spec=spec, execution_id=str(execution.pk))
        return PlotOutcome(str(execution.pk), result, None, plot)
