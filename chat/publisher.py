"""Publishing a turn's events: numbered, written to the turn's log, then sent to every open socket."""

from __future__ import annotations

import asyncio
import logging
from uuid import UUID

from chat import event_log
from chat.event_log import Frame
from chat.events import Event, Text, encode
from config.channel_layer import channel_layer
from files import storage
from sessions_app.groups import session_group

logger = logging.getLogger(__name__)


async def broadcast(session_id: UUID, frame: Frame) -> None:
    """Send a frame to every socket of the session, in whichever process."""
    await channel_layer().group_send(session_group(session_id), {"type": "turn.event", "frame": frame})


class Publisher:
    """Numbers and publishes the events of one turn.

    Pieces of text that arrive close together are joined, so that hundreds of streams stay cheap:
    the first piece goes out at once, since people wait for it, later ones at most
    `join_seconds` after the one before.
    """

    def __init__(self, *, session_id: UUID, turn_id: UUID, join_seconds: float) -> None:
        self._session_id = session_id
        self._turn_id = str(turn_id)
        self._log_path = storage.event_log_path(session_id, turn_id)
        self._join_seconds = join_seconds
        self._seq = 0
        self._lock = asyncio.Lock()
        self._held = Text("")
        self._due = 0.0
        self._timer: asyncio.Task[None] | None = None

    async def text(self, piece: str, message_id: str) -> None:
        """Publish a piece of a text message, now or joined with the next ones."""
        self._held = Text(self._held.text + piece, message_id)
        if self._timer is not None:
            return
        delay = self._due - asyncio.get_running_loop().time()
        if delay <= 0:
            await self._flush()
        else:
            self._timer = asyncio.create_task(self._flush_after(delay))

    async def publish(self, event: Event) -> None:
        """Publish an event, after whatever text is still held."""
        async with self._lock:
            await self._send_held()
            await self._send(event)

    async def end_text(self) -> None:
        """Publish the rest of the text message: the next piece belongs to another one."""
        await self._flush()

    async def _flush_after(self, delay: float) -> None:
        await asyncio.sleep(delay)
        self._timer = None
        await self._flush()

    async def _flush(self) -> None:
        async with self._lock:
            await self._send_held()

    async def _send_held(self) -> None:
        if self._held.text:
            held, self._held = self._held, Text("")
            self._due = asyncio.get_running_loop().time() + self._join_seconds
            await self._send(held)

    async def _send(self, event: Event) -> None:
        self._seq += 1
        frame = encode(event, seq=self._seq, turn_id=self._turn_id)
        try:
            await asyncio.to_thread(event_log.append, self._log_path, [frame])
        except OSError:  # a full disk: whoever listens still gets the answer, nobody can resume it
            logger.exception("An event could not be written to its log")
        await broadcast(self._session_id, frame)
