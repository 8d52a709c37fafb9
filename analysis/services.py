"""Running what touches the data: the engine executes, the audit trail records, errors included."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
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
from files.models import File


@dataclass(frozen=True, slots=True)
class Dataset:
    """What an execution runs on: one reading of a session's file; and on whose behalf."""

    session_id: UUID
    version: int
    owner: str


def dataset_of(file: File) -> Dataset:
    """The current reading of a session's file. The file comes with its session."""
    return Dataset(file.session_id, file.version, owner=str(file.session.user_id))


async def run_sql(*, dataset: Dataset, sql: str, max_rows: int | None = None) -> QueryResult:
    """Run one SELECT over the data. Raises EngineError; cancelling it ends the query."""
    database = storage.database_path(dataset.session_id, dataset.version)
    future = get_engine().query(database, sql, max_rows=max_rows, owner=dataset.owner)
    return await asyncio.wrap_future(future)


@cache
def _engine_version() -> str:
    return version("duckdb")


class Recorder:
    """Records one execution: made before it runs, told how it ended."""

    def __init__(self, *, dataset: Dataset, turn_id: UUID | None, kind: Execution.Kind, sql: str) -> None:
        self._fields = {
            "session_id": dataset.session_id,
            "data_version": dataset.version,
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


async def execute_query(
    *, dataset: Dataset, sql: str, turn_id: UUID | None = None
) -> tuple[Execution, QueryResult | None]:
    """Run one SELECT and record how it ended; the result is None when it failed.

    Cancelling it ends the query, which is recorded too.
    """
    recorder = Recorder(dataset=dataset, turn_id=turn_id, kind=Execution.Kind.QUERY, sql=sql)
    try:
        result = await run_sql(dataset=dataset, sql=sql)
    except EngineError as error:
        return await recorder.failed(error), None
    except asyncio.CancelledError:
        await asyncio.shield(recorder.stopped())
        raise
    return await recorder.succeeded(result), result
