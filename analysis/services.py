"""Running what touches the data: the engine executes, the audit trail records, errors included."""

from __future__ import annotations

import asyncio
import time
from functools import cache
from importlib.metadata import version
from uuid import UUID

from channels.db import database_sync_to_async

from analysis.models import Execution
from config.engine import get_engine
from config.nul_safe import nul_safe
from engine.errors import EngineError
from engine.results import QueryResult
from files import storage


async def run_sql(*, session_id: UUID, sql: str, max_rows: int | None = None) -> QueryResult:
    """Run one SELECT over the session's data. Raises EngineError; cancelling it ends the query."""
    future = get_engine().query(storage.database_path(session_id), sql, max_rows=max_rows)
    return await asyncio.wrap_future(future)


@cache
def _engine_version() -> str:
    return version("duckdb")


class Recorder:
    """Records one execution: made before it runs, told how it ended."""

    def __init__(self, *, session_id: UUID, turn_id: UUID | None, kind: Execution.Kind, sql: str) -> None:
        self._fields = {
            "session_id": session_id,
            "turn_id": turn_id,
            "kind": kind,
            "sql": nul_safe(sql),
        }
        self._started = time.perf_counter()

    async def succeeded(self, result: QueryResult) -> Execution:
        return await self._create(
            columns=[[column.name, column.type] for column in result.columns],
            rows=result.rows,
            total_rows=result.total_rows,
            truncated=result.truncated,
            elapsed_ms=result.elapsed_ms,
        )

    async def failed(self, error: EngineError) -> Execution:
        return await self._create(
            error=nul_safe(error.message), error_code=error.code, elapsed_ms=self._elapsed_ms()
        )

    async def stopped(self) -> Execution:
        return await self._create(
            error="Stopped before it ended.", error_code="stopped", elapsed_ms=self._elapsed_ms()
        )

    def _elapsed_ms(self) -> float:
        return (time.perf_counter() - self._started) * 1000

    async def _create(self, **fields: object) -> Execution:
        return await database_sync_to_async(Execution.objects.create)(
            **self._fields, engine_version=_engine_version(), **fields
        )
