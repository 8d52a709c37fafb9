"""A queue in front of a pebble pool: starts it lazily, replaces it when it breaks, cancels cleanly.

Pebble keeps the workers and kills those that are late or cancelled. What it leaves open is done
here: nothing blocks the caller (an event loop, perhaps) while workers start; at most as many
tasks as workers are handed over, so that waiting costs none of a task's time and cancelling a
waiting task kills nobody; and futures that were cancelled or failed say so in the engine's words.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from pebble import ProcessPool

from engine.errors import EngineError, WorkerCrashed
from engine.worker_processes import WorkerContext

Translation = Callable[[BaseException], EngineError]
_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Job:
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    timeout: float
    translate: Translation
    future: Future[Any] = field(default_factory=Future)
    task: Future[Any] | None = None


class WorkerPool:
    """`workers` processes that ran `initializer(*arguments)`; started with the first task."""

    def __init__(
        self, workers: int, initializer: Callable[..., None], arguments: tuple[Any, ...] = ()
    ) -> None:
        self.workers = workers
        self._initializer = initializer
        self._arguments = arguments
        self._lock = threading.RLock()
        self._pool: ProcessPool | None = None
        self._starting = False
        self._closed = False
        self._waiting: deque[_Job] = deque()
        self._running: set[_Job] = set()

    @property
    def is_busy(self) -> bool:
        """Whether every worker has a task, each of which ends by its deadline."""
        with self._lock:
            return len(self._running) >= self.workers

    def submit(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], timeout: float, translate: Translation
    ) -> Future[Any]:
        """Queue `function(*arguments)`; both must pickle. Returns at once.

        A worker that takes longer than `timeout` seconds over it is killed; so is the worker of a
        future that is cancelled. The future raises EngineErrors only: those of the function, and
        `translate(error)` for everything else.
        """
        job = _Job(function, arguments, timeout, translate)
        job.future.add_done_callback(lambda future: self._cancel(job) if future.cancelled() else None)
        with self._lock:
            if self._closed:
                job.future.set_exception(WorkerCrashed("The server is shutting down; try again in a moment."))
                return job.future
            self._waiting.append(job)
        self._dispatch()
        return job.future

    def close(self) -> None:
        """Cancel everything and end the workers. Blocks until they are gone."""
        with self._lock:
            self._closed = True
            jobs = [*self._waiting, *self._running]
            pool, self._pool = self._pool, None
        for job in jobs:
            job.future.cancel()
        if pool is not None:
            _end(pool)

    def _dispatch(self) -> None:
        with self._lock:
            pool = self._pool
            if pool is None:
                self._start_in_background()
                return
            jobs = []
            while self._waiting and len(self._running) < self.workers:
                jobs.append(self._waiting.popleft())
                self._running.add(jobs[-1])
        for job in jobs:
            self._hand_over(job, pool)

    def _hand_over(self, job: _Job, pool: ProcessPool) -> None:
        try:
            task = pool.schedule(job.function, args=job.arguments, timeout=job.timeout)
        except RuntimeError:
            self._replace(pool, job)
            return
        job.task = task
        if job.future.cancelled():
            task.cancel()  # type: ignore[no-untyped-call]
        task.add_done_callback(lambda done: self._finished(job, done))

    def _finished(self, job: _Job, task: Future[Any]) -> None:
        with self._lock:
            self._running.discard(job)
        _settle(job, task)
        self._dispatch()

    def _cancel(self, job: _Job) -> None:
        with self._lock:
            waiting = job in self._waiting
            if waiting:
                self._waiting.remove(job)
        if waiting:
            job.future.set_running_or_notify_cancel()
        elif job.task is not None:
            job.task.cancel()

    def _start_in_background(self) -> None:
        if not self._starting and not self._closed and self._waiting:
            self._starting = True
            threading.Thread(target=self._start, name="engine-pool-start", daemon=True).start()

    def _start(self) -> None:
        pool = ProcessPool(
            max_workers=self.workers,
            initializer=self._initializer,
            initargs=self._arguments,
            context=WorkerContext(),
        )
        try:
            started = bool(pool.active)
        except Exception:
            _log.exception("The worker processes could not be started")
            started = False
        with self._lock:
            self._starting = False
            keep = started and not self._closed
            if keep:
                self._pool = pool
            failed = [] if keep else [self._waiting.popleft() for _ in range(len(self._waiting))]
        for job in failed:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(WorkerCrashed("No worker process could be started; try again."))
        if keep:
            self._dispatch()
        elif started:
            _end(pool)

    def _replace(self, broken: ProcessPool, job: _Job) -> None:
        """Pebble gives a pool up when a worker dies idle, for example at the hands of the kernel."""
        with self._lock:
            self._running.discard(job)
            self._waiting.appendleft(job)
            if self._pool is broken:
                self._pool = None
                threading.Thread(target=_end, args=(broken,), daemon=True).start()
        self._dispatch()


def _settle(job: _Job, task: Future[Any]) -> None:
    if not job.future.set_running_or_notify_cancel():
        return
    error = None if task.cancelled() else task.exception()
    if task.cancelled():
        job.future.set_exception(WorkerCrashed("The server is shutting down; try again in a moment."))
    elif error is None:
        job.future.set_result(task.result())
    elif isinstance(error, EngineError):
        # Without the worker's traceback, which quotes paths of the server.
        error.__cause__ = None
        job.future.set_exception(error)
    else:
        job.future.set_exception(job.translate(error))


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
