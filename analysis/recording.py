"""The audit trail is written here: one row for whatever ran, however it ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from analysis.datasets import Dataset
from analysis.models import Execution
from config.nul_safe import nul_safe
from engine.errors import EngineError
from engine.results import Column, QueryResult
from engine.statistics.results import ResultTable, StatisticResult

STOPPED = "stopped"


@cache
def engine_version() -> str:
    return version("duckdb")


@cache
def _library_versions() -> dict[str, str]:
    """What a statistic's figures come from; another version may give another last digit."""
    return {name: version(name) for name in ("numpy", "scipy", "statsmodels", "scikit-learn")}


class Recorder:
    """Records one execution: made before it runs, told how it ended."""

    def __init__(
        self,
        *,
        dataset: Dataset,
        turn_id: UUID | None,
        kind: Execution.Kind,
        sql: str = "",
        plan: Mapping[str, Any] | None = None,
    ) -> None:
        self._fields: dict[str, Any] = {
            "session_id": dataset.session_id,
            "user_id": dataset.owner,
            "data_version": dataset.version,
            "turn_id": turn_id,
            "kind": kind,
            "sql": nul_safe(sql),
            "plan": plan,
        }
        self._started = time.perf_counter()

    def is_about(self, **fields: Any) -> None:
        """What became known before it ran: the SQL a plan compiles to, the rows its filters let through."""
        self._fields |= fields

    async def succeeded(self, result: QueryResult, details: Mapping[str, Any] | None = None) -> Execution:
        return await self._create(
            columns=_columns(result.columns),
            rows=result.rows,
            total_rows=result.total_rows,
            truncated=result.truncated,
            elapsed_ms=result.elapsed_ms,
            details=details,
        )

    async def succeeded_with_tables(
        self, tables: Sequence[ResultTable], details: Mapping[str, Any], elapsed_ms: float
    ) -> Execution:
        """The first table is the execution's result; the others go into its details."""
        first, *others = tables
        return await self._create(
            columns=_columns(first.columns),
            rows=first.rows,
            total_rows=first.total_rows,
            truncated=first.truncated,
            elapsed_ms=elapsed_ms,
            details={**details, "tables": [_table(table) for table in others]},
        )

    async def failed(self, error: EngineError) -> Execution:
        return await self._create(
            error=nul_safe(error.message), error_code=error.code, elapsed_ms=self._elapsed_ms()
        )

    async def stopped(self) -> Execution:
        return await self._create(
            error="Stopped before it ended.", error_code=STOPPED, elapsed_ms=self._elapsed_ms()
        )

    @asynccontextmanager
    async def records_a_stop(self) -> AsyncIterator[None]:
        """Cancelling what runs inside is recorded too."""
        try:
            yield
        except asyncio.CancelledError:
            await asyncio.shield(self.stopped())
            raise

    def _elapsed_ms(self) -> float:
        return (time.perf_counter() - self._started) * 1000

    async def _create(self, **fields: object) -> Execution:
        return await database_sync_to_async(Execution.objects.create)(
            **self._fields, engine_version=engine_version(), **fields
        )


def statistic_details(result: StatisticResult) -> dict[str, Any]:
    """All of a statistic but its tables, JSON-safe: `analysis.details.StatisticDetails`."""
    return {
        "reading": result.reading,
        "n": result.n,
        "missing": result.missing,
        "missing_handling": result.missing_handling,
        "conventions": list(result.conventions),
        "assumptions": [asdict(assumption) for assumption in result.assumptions],
        "warnings": list(result.warnings),
        "libraries": _library_versions(),
    }


def _columns(columns: Sequence[Column]) -> list[list[str]]:
    return [[column.name, column.type] for column in columns]


def _table(table: ResultTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "columns": _columns(table.columns),
        "rows": table.rows,
        "total_rows": table.total_rows,
    }
