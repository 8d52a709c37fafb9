"""What happens at the start and the end of a server process."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.urls import get_resolver

from chat import turns
from chat.analysts.registry import get_analyst
from chat.recovery import close_dead_turns
from config.engine import get_engine
from config.task_backend import finish_running
from files import storage
from files.jobs import close_dead_jobs

logger = logging.getLogger(__name__)


class Lifespan:
    """Answers the ASGI lifespan protocol, which Channels leaves out, and passes the rest on."""

    def __init__(self, app: Callable[..., Awaitable[Any]]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if scope["type"] != "lifespan":
            return await self.app(scope, receive, send)
        await receive()
        await _start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await _stop()
        return await send({"type": "lifespan.shutdown.complete"})


async def _start() -> None:
    await close_dead_turns()
    await sync_to_async(close_dead_jobs)()
    await asyncio.to_thread(storage.remove_dead_folders)
    await asyncio.to_thread(get_engine().warm_up)
    # Its libraries take a second to import, which nobody should wait for in the middle of a turn.
    await asyncio.to_thread(get_analyst, settings.ANALYST)
    await asyncio.to_thread(_import_views)
    _spare_what_stays()


def _import_views() -> None:
    """Which the first request would do otherwise."""
    _ = get_resolver().url_patterns


def _spare_what_stays() -> None:
    """Modules and classes are never garbage. Looking through them all would stop every stream for 0.1 s."""
    gc.collect()
    gc.freeze()


async def _stop() -> None:
    await turns.shut_down()
    await asyncio.to_thread(get_engine().close)
    await finish_running()  # imports, which end with their workers
