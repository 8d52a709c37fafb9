"""Background tasks inside the server process, behind Django's tasks interface.

For one process this needs no queue and no worker: a task runs in a thread of its own pool, owned
by the event loop, so that it can reach the sockets and is waited for when the server stops. What
it was doing when the process dies is the task's own business (see `files.jobs`).
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.db import connections
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult

_running: set[asyncio.Task[None]] = set()


class InProcessBackend(ImmediateBackend):
    """Starts a task at once, or when one of `OPTIONS["threads"]` threads is free.

    `enqueue` is for synchronous code that serves a request: the event loop is found through it.
    """

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self._threads = ThreadPoolExecutor(self.options["threads"], thread_name_prefix="task")

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        async_to_sync(self._start)(task_result)

    async def _start(self, task_result: TaskResult[Any]) -> None:
        in_thread = sync_to_async(self._run, thread_sensitive=False, executor=self._threads)
        task = asyncio.create_task(in_thread(task_result))
        _running.add(task)
        task.add_done_callback(_running.discard)

    def _run(self, task_result: TaskResult[Any]) -> None:
        try:
            super()._execute_task(task_result)
        finally:
            connections.close_all()


async def finish_running() -> None:
    """Wait for the tasks of this process. Call it when what they wait for has been ended."""
    await asyncio.gather(*_running, return_exceptions=True)
