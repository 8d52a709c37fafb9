"""The server's handle on one worker process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.sandbox.worker_loop import serve
from engine.worker_processes import WorkerContext

_START_SECONDS = 60.0


class WorkerDied(Exception):
    """The process ended while it started or worked."""


class Worker:
    """One process, one task at a time. Used by one thread; only `kill` may come from others."""

    def __init__(
        self, initializer: Callable[..., None], arguments: tuple[Any, ...], context: WorkerContext
    ) -> None:
        """Start it and wait until it is ready for work. Raises WorkerDied or OSError."""
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, initializer, arguments), daemon=True)
        try:
            self._process.start()
        finally:
            theirs.close()
        try:
            self._receive(_START_SECONDS)
        except BaseException:
            self.end()
            raise

    @property
    def is_alive(self) -> bool:
        """Only between two tasks: then all that can be read from the pipe is its end."""
        return not self._connection.poll(0)

    def run(self, function: Callable[..., Any], arguments: tuple[Any, ...], timeout: float) -> Any:
        """Call `function(*arguments)` in the process; both must pickle.

        Raises what the function raised; TimeoutError after `timeout` seconds and WorkerDied when
        the process ended: then the worker is of no more use.
        """
        try:
            self._connection.send((function, arguments))
        except OSError as error:
            raise self._died() from error
        succeeded, value = self._receive(timeout)
        if not succeeded:
            raise value
        return value

    def kill(self) -> None:
        """End the process whatever it does; a `run` under way raises WorkerDied."""
        self._process.kill()

    def end(self) -> None:
        """Kill the process, wait until it is gone and free what belongs to it."""
        self.kill()
        self._process.join()
        self._process.close()
        self._connection.close()

    def _receive(self, timeout: float) -> Any:
        try:
            if self._connection.poll(timeout):
                return self._connection.recv()
        except (EOFError, OSError) as error:
            raise self._died() from error
        self.kill()
        raise TimeoutError

    def _died(self) -> WorkerDied:
        self.kill()  # it may have closed its end of the pipe only
        self._process.join()
        return WorkerDied(f"exit code {self._process.exitcode}")
