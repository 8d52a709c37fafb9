"""A fair queue in front of warm worker processes: starts, kills and replaces them.

A thread per worker hands it one task at a time, kills it when it is late, and starts the next
one at once, so that nobody waits for a start. A worker shares nothing with its siblings, no lock
and no pipe: its death, at whatever moment, concerns nobody else. Waiting costs none of a task's
time, cancelling a waiting task kills nobody, and cancelling a running one kills its worker before
`cancel()` returns.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from engine.errors import EngineError, WorkerCrashed
from engine.fair_queue import NOBODY, FairQueue
from engine.worker import Worker, WorkerDied
from engine.worker_processes import WorkerContext

Translation = Callable[[BaseException], EngineError]
_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Job:
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    timeout: float
    translate: Translation
    owner: str
    tries_left: int
    future: Future[Any] = field(default_factory=Future)
    worker: Worker | None = None


class WorkerPool:
    """`workers` processes that ran `initializer(*arguments)`; started with the first task."""

    def __init__(
        self,
        workers: int,
        initializer: Callable[..., None],
        arguments: tuple[Any, ...] = (),
        context: WorkerContext | None = None,
    ) -> None:
        self.workers = workers
        self._context = context or WorkerContext()
        self._initializer = initializer
        self._arguments = arguments
        self._changed = threading.Condition(threading.RLock())
        self._queue: FairQueue[_Job] = FairQueue(max(1, workers - 1))
        self._running: set[_Job] = set()
        self._threads: list[threading.Thread] = []
        self._closed = False

    @property
    def is_busy(self) -> bool:
        """Whether every worker has a task, each of which ends by its deadline."""
        with self._changed:
            return len(self._running) >= self.workers

    def submit(
        self,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        timeout: float,
        translate: Translation,
        owner: str = NOBODY,
        tries: int = 1,
    ) -> Future[Any]:
        """Queue `function(*arguments)`; both must pickle. Returns at once.

        Owners take turns, and one of them holds at most all workers but one. A worker that takes
        longer than `timeout` seconds over it is killed; so is the worker of a future that is
        cancelled. When a worker dies by itself, the task is begun anew in another one while there
        are `tries`: for tasks that leave nothing behind. The future raises EngineErrors only:
        those of the function, and `translate(error)` for everything else.
        """
        job = _Job(function, arguments, timeout, translate, owner, tries)
        job.future.add_done_callback(lambda future: self._cancel(job) if future.cancelled() else None)
        with self._changed:
            if self._closed:
                job.future.set_exception(_shutting_down())
                return job.future
            self._queue.put(owner, job)
            self._start_threads()
            self._changed.notify()
        return job.future

    def close(self) -> None:
        """Cancel everything and end the workers. Blocks until they are gone."""
        with self._changed:
            self._closed = True
            jobs = [*self._queue.clear(), *self._running]
            self._changed.notify_all()
        for job in jobs:
            job.future.cancel()
        for thread in self._threads:
            thread.join()

    def _start_threads(self) -> None:
        while len(self._threads) < self.workers:
            thread = threading.Thread(target=self._keep_worker, name="engine-worker", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _keep_worker(self) -> None:
        worker = self._started()
        while (job := self._take()) is not None:
            worker = self._work(job, worker)
        if worker is not None:
            worker.end()

    def _take(self) -> _Job | None:
        """Wait for the next job; None when the pool is closed."""
        with self._changed:
            while not self._closed:
                if (job := self._queue.take()) is not None:
                    self._running.add(job)
                    return job
                self._changed.wait()
        return None

    def _work(self, job: _Job, worker: Worker | None) -> Worker | None:
        """Run the job and settle its future; returns the worker for the next one."""
        value, error = None, None
        while job.tries_left and not job.future.cancelled():
            if worker is None or not worker.is_alive:  # it may have died while it was idle
                worker = self._restarted(worker)
            job.tries_left -= 1
            value, error = self._try(job, worker)
            if not isinstance(error, WorkerDied) or job.future.cancelled():
                break
            _log.warning("A worker died at work (%s)", error)
        with self._changed:
            self._running.discard(job)
            self._queue.release(job.owner)
            self._changed.notify()
        _settle(job, value, error)
        return self._restarted(worker) if _spends_worker(error) else worker

    def _try(self, job: _Job, worker: Worker | None) -> tuple[Any, Exception | None]:
        with self._changed:
            # Whoever cancels sees the worker from here on, or is seen here.
            job.worker = None if job.future.cancelled() else worker
        outcome = _outcome(job)
        with self._changed:
            job.worker = None
        return outcome

    def _cancel(self, job: _Job) -> None:
        with self._changed:
            waited = self._queue.remove(job.owner, job)
            if job.worker is not None:
                job.worker.kill()
        if waited:
            job.future.set_running_or_notify_cancel()

    def _restarted(self, worker: Worker | None) -> Worker | None:
        if worker is not None:
            worker.end()
        return self._started()

    def _started(self) -> Worker | None:
        if self._closed:
            return None
        try:
            return Worker(self._initializer, self._arguments, self._context)
        except Exception:
            _log.exception("A worker process could not be started")
            return None


def _outcome(job: _Job) -> tuple[Any, Exception | None]:
    if job.future.cancelled():
        return None, None
    if job.worker is None:
        return None, WorkerDied()
    try:
        return job.worker.run(job.function, job.arguments, job.timeout), None
    except Exception as error:
        return None, error


def _spends_worker(error: Exception | None) -> bool:
    """An allocation that failed may have left a library in a state that nobody tested."""
    if isinstance(error, EngineError):
        return error.spends_worker
    return isinstance(error, TimeoutError | WorkerDied | MemoryError)


def _settle(job: _Job, value: Any, error: Exception | None) -> None:
    if not job.future.set_running_or_notify_cancel():
        return
    if error is None:
        job.future.set_result(value)
    elif isinstance(error, EngineError):
        job.future.set_exception(error)
    else:
        job.future.set_exception(job.translate(error))


def _shutting_down() -> WorkerCrashed:
    return WorkerCrashed("The server is shutting down; try again in a moment.")
