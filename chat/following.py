"""Asking and following the answer without a socket: the frames of one turn, in order, to its `done`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from channels.db import database_sync_to_async

from chat import event_log, turns
from chat.event_log import Frame
from chat.events import Done, encode
from chat.models import Turn
from chat.selectors import done_of
from config.channel_layer import channel_layer
from files import storage
from sessions_app.groups import session_group

_LOOK_AGAIN_SECONDS = 2.0
"""A wake-up can be lost when a channel is full; the log is looked at this often anyway."""
_TRIES_AFTER_THE_END = 2
"""A turn's row is closed just before its `done` is published, so that one more look is due."""


class Following:
    """The frames of a turn that was begun here. They are read from its log; events only wake us up."""

    def __init__(self, turn: Turn, channel: str) -> None:
        self.turn = turn
        self._channel = channel

    @classmethod
    async def ask(cls, *, session_id: UUID, question: str | None, analyst: str | None = None) -> Following:
        """Begin a turn, answered by the settings' analyst if none is named.

        Raises services.TurnBusy and services.SessionGone.
        """
        layer = channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(session_group(session_id), channel)
        try:
            turn = await turns.start(session_id=session_id, question=question, analyst=analyst)
        except BaseException:
            await layer.group_discard(session_group(session_id), channel)
            raise
        return cls(turn, channel)

    async def frames(self) -> AsyncIterator[Frame]:
        """Every frame of the turn, the last one its `done`. Without one only when the session is deleted.

        Whoever stops reading leaves the turn running, as on a socket: it ends in the session.
        """
        last = 0
        patience = _TRIES_AFTER_THE_END
        try:
            while patience:
                if await database_sync_to_async(_has_ended)(self.turn):
                    patience -= 1
                for frame in await self._written(after=last):
                    last = frame["seq"]
                    yield frame
                    if frame["event"] == Done.name:
                        return
                await self._wake_up()
            done = await database_sync_to_async(done_of)(self.turn.pk)
            if done is not None:
                yield encode(done, seq=last + 1, turn_id=str(self.turn.pk))
        finally:
            await channel_layer().group_discard(session_group(self.turn.session_id), self._channel)

    async def _written(self, *, after: int) -> list[Frame]:
        path = storage.event_log_path(self.turn.session_id, self.turn.pk)
        return await asyncio.to_thread(event_log.read, path, after=after)

    async def _wake_up(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_AGAIN_SECONDS):
                await channel_layer().receive(self._channel)
        except TimeoutError:
            return


def _has_ended(turn: Turn) -> bool:
    return not Turn.objects.filter(pk=turn.pk, status=Turn.Status.RUNNING).exists()
