"""The engine's front: queries, imports and charts as futures, each run in a disposable process.

This module loads neither DuckDB nor the chart compiler; the worker processes do. Every future
raises `EngineError`s or `CancelledError`, nothing else. Cancelling one, also through
`asyncio.wrap_future`, kills the worker that runs it.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import (
    ChartRefused,
    DiskFull,
    EngineError,
    ImportRefused,
    QueryOutOfMemory,
    WorkerCrashed,
)
from engine.fair_queue import NOBODY
from engine.import_options import READER_DECIDES, ImportOptions
from engine.limits import EngineConfig
from engine.result_cache import QueryKey, ResultCache, unpacked
from engine.results import FileFormat, ImportResult, QueryResult
from engine.sandbox import landlock, process_limits, tasks
from engine.sandbox.wording import PROFILE, QUERY, STATISTIC, Wording
from engine.statistics.request import StatisticRequest
from engine.statistics.results import StatisticResult
from engine.worker import WorkerDied
from engine.worker_pool import Translation, WorkerPool
from engine.worker_processes import NumericContext

if TYPE_CHECKING:
    from engine.profiling.results import Profile

_log = logging.getLogger(__name__)

KILL_AFTER_SECONDS = 0.2
"""How long after a query's deadline its worker may still report by itself."""
_WARM_UP_SECONDS = 60.0
_READING_TRIES = 2
"""Reading changes nothing, so it is begun again when its worker died; another death is its own fault."""


class Engine:
    """Four pools of worker processes under one configuration; safe to use from any thread."""

    def __init__(self, config: EngineConfig) -> None:
        self._config = config
        self._cache = ResultCache(config.cache_bytes)
        # Callers may be an event loop, which must not wait while a large result is unpacked.
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="engine-cache")
        self._queries = WorkerPool(
            config.query_workers, process_limits.restrict_reading_worker, (config.query, config.data_dir)
        )
        self._imports = WorkerPool(
            config.import_workers, process_limits.restrict_import_worker, (config.imports, config.data_dir)
        )
        self._charts = WorkerPool(
            config.chart_workers, process_limits.restrict_chart_worker, (config.charts,)
        )
        self._analyses = WorkerPool(
            config.analysis_workers,
            process_limits.restrict_reading_worker,
            (config.analysis, config.data_dir),
            NumericContext(),
        )
        if not landlock.version():
            _log.info("This kernel has no Landlock: workers run without its restriction of files and TCP")

    def query(
        self, database: Path, sql: str, *, max_rows: int | None = None, owner: str = NOBODY
    ) -> Future[QueryResult]:
        """Run one reading statement on the table `data` of a DuckDB file, or answer from the cache.

        `max_rows` replaces the configured cap for this query. `owner` is the user it runs for:
        owners take turns. Waiting for a free worker costs none of the time limit. Raises, through
        the future: QueryRefused, QueryFailed, QueryTimedOut, QueryOutOfMemory, DataMissing,
        WorkerCrashed.
        """
        limits = self._config.query
        rows = limits.max_rows if max_rows is None else max_rows
        key = QueryKey.of(database.absolute(), sql, rows)
        if key is not None and (kept := self._cache.get(key)) is not None:
            return self._readers.submit(unpacked, kept)
        arguments = (database.absolute(), sql, limits, rows)
        timeout = limits.timeout_seconds + KILL_AFTER_SECONDS
        future = self._queries.submit(
            tasks.run_query, arguments, timeout, self._query_error, owner, tries=_READING_TRIES
        )
        if key is not None:
            future.add_done_callback(lambda done: self._keep(key, done))
        return future

    def import_file(
        self,
        source: Path,
        target: Path,
        file_format: FileFormat,
        options: ImportOptions = READER_DECIDES,
    ) -> Future[ImportResult]:
        """Read an uploaded file into `target/data.duckdb` and `target/preview.json`.

        `target` is an existing folder. When the import fails or is cancelled, the folder may hold
        an unfinished copy: remove it. Raises, through the future: ImportRefused, DiskFull,
        WorkerCrashed.
        """
        limits = self._config.imports
        arguments = (source.absolute(), target.absolute(), file_format, limits, options)
        return self._imports.submit(tasks.run_import, arguments, limits.timeout_seconds, self._import_error)

    def compile_chart(self, spec: dict[str, Any]) -> Future[None]:
        """Check that a Vega-Lite specification with its data compiles.

        Raises, through the future: ChartRefused, WorkerCrashed.
        """
        limits = self._config.charts
        return self._charts.submit(tasks.run_chart, (spec, limits), limits.timeout_seconds, self._chart_error)

    def render_chart(self, spec: dict[str, Any]) -> Future[str]:
        """The drawing of a chart that compiles, as SVG.

        Raises, through the future: ChartRefused, WorkerCrashed.
        """
        limits = self._config.charts
        return self._charts.submit(
            tasks.run_drawing, (spec, limits), limits.timeout_seconds, self._chart_error
        )

    def statistic(
        self, database: Path, request: StatisticRequest, *, owner: str = NOBODY
    ) -> Future[StatisticResult]:
        """Compute an operation of the catalogue over the rows of a SELECT.

        Raises, through the future: StatisticRefused, QueryRefused, QueryFailed, QueryTimedOut,
        QueryOutOfMemory, DataMissing, WorkerCrashed.
        """
        arguments = (database.absolute(), request, self._config.analysis)
        return self._analyse(tasks.run_statistic, arguments, self._statistic_error, owner)

    def profile(
        self, database: Path, columns: tuple[str, ...] = (), *, owner: str = NOBODY
    ) -> Future[Profile]:
        """Describe these columns of the table `data`, or all of them, and the file as a whole.

        Raises, through the future: QueryFailed, QueryTimedOut, QueryOutOfMemory, DataMissing,
        WorkerCrashed.
        """
        arguments = (database.absolute(), columns, self._config.analysis)
        return self._analyse(tasks.run_profile, arguments, self._profile_error, owner)

    def warm_up(self) -> None:
        """Start the workers that are to wait for work and load what they need, in the background."""
        warm = [
            (self._queries, tasks.answer_ping),
            (self._imports, tasks.load_importer),
            (self._charts, tasks.load_chart_compiler),
        ]
        if self._config.analysis_warm_up:
            warm.append((self._analyses, tasks.answer_ping))
        for pool, task in warm:
            for _ in range(pool.workers):
                pool.submit(task, (), _WARM_UP_SECONDS, self._query_error)

    def is_healthy(self, timeout_seconds: float) -> bool:
        """Whether a query worker answers in time; blocks for that long at most.

        While all of them are busy nothing can answer, and each is ended by its deadline: healthy.
        """
        if self._queries.is_busy:
            return True
        ping = self._queries.submit(tasks.answer_ping, (), timeout_seconds, self._query_error)
        try:
            return bool(ping.result(timeout_seconds))
        except (EngineError, CancelledError, TimeoutError):
            ping.cancel()
            return False

    def close(self) -> None:
        """Cancel what runs and end all workers. Blocks until they are gone."""
        for pool in (self._queries, self._imports, self._charts, self._analyses):
            pool.close()

    def _analyse(
        self, task: Callable[..., Any], arguments: tuple[Any, ...], translate: Translation, owner: str
    ) -> Future[Any]:
        timeout = self._config.analysis.timeout_seconds + KILL_AFTER_SECONDS
        return self._analyses.submit(task, arguments, timeout, translate, owner, tries=_READING_TRIES)

    def _keep(self, key: QueryKey, done: Future[QueryResult]) -> None:
        if not done.cancelled() and done.exception() is None:
            self._cache.put(key, done.result())

    def _query_error(self, error: BaseException) -> EngineError:
        if isinstance(error, MemoryError):
            return QueryOutOfMemory("The result needed more memory than a query may use; select less.")
        if isinstance(error, TimeoutError):
            return QUERY.timed_out(self._config.query.timeout_seconds)
        return _crashed(error, "while it ran this query; try again, or write the query more simply")

    def _statistic_error(self, error: BaseException) -> EngineError:
        return self._analysis_error(error, STATISTIC)

    def _profile_error(self, error: BaseException) -> EngineError:
        return self._analysis_error(error, PROFILE)

    def _analysis_error(self, error: BaseException, wording: Wording) -> EngineError:
        if isinstance(error, MemoryError):
            return wording.out_of_memory()
        if isinstance(error, TimeoutError):
            return wording.timed_out(self._config.analysis.timeout_seconds)
        return _crashed(error, f"while it computed this {wording.name}; try again, or {wording.when_late}")

    def _import_error(self, error: BaseException) -> EngineError:
        if isinstance(error, TimeoutError):
            seconds = self._config.imports.timeout_seconds
            return ImportRefused(f"Reading the file took longer than {seconds:g} seconds.", "import_timeout")
        if isinstance(error, MemoryError):
            return ImportRefused(
                "Reading the file takes more memory than an import may use; split it or remove columns.",
                "import_out_of_memory",
            )
        if isinstance(error, FileNotFoundError):
            return ImportRefused("The file is no longer on the server; upload it again.", "file_missing")
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskFull("The server's disk is full; try again later.")
        return _crashed(error, "while it read the file; it may be damaged or need too much memory")

    def _chart_error(self, error: BaseException) -> EngineError:
        if isinstance(error, TimeoutError):
            seconds = self._config.charts.timeout_seconds
            return ChartRefused(f"Compiling the chart took longer than {seconds:g} seconds; simplify it.")
        return _crashed(error, "while it compiled the chart; simplify it")


def _crashed(error: BaseException, what: str) -> WorkerCrashed:
    if not isinstance(error, WorkerDied):
        _log.error("Unexpected error from a worker", exc_info=error)
    return WorkerCrashed(f"The worker process ended unexpectedly {what}.")
