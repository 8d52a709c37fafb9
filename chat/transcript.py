"""Keeping the record of a running turn: what is published is also stored, message by message."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from channels.db import database_sync_to_async

from chat.events import Error, Plot, QueryFinished
from chat.models import Message, Turn
from chat.publisher import Publisher
from chat.services import message_create, message_ground
from chat.turn_ledger import TurnLedger


class Transcript:
    """Records and publishes the assistant's messages of one turn, in order.

    A text message is stored when it is complete, or as far as it came when the turn ends early.
    Queries, plots and errors are stored before they are published.
    """

    def __init__(self, turn: Turn, publisher: Publisher) -> None:
        self._turn = turn
        self._publisher = publisher
        self._text = ""
        self._text_id = uuid.uuid4()
        self._texts: dict[uuid.UUID, str] = {}

    @property
    def answers(self) -> list[str]:
        """The text messages of the turn so far."""
        return list(self._texts.values())

    async def text(self, piece: str) -> None:
        self._text += piece
        await self._publisher.text(piece, str(self._text_id))

    async def end_text(self) -> None:
        """The text message is complete, or as complete as it gets."""
        await self._publisher.end_text()
        if self._text:
            await self._store(pk=self._text_id, text=self._text)
            self._texts[self._text_id] = self._text
        self._text, self._text_id = "", uuid.uuid4()

    async def ground(self, ledger: TurnLedger) -> None:
        """Record where the figures of every text come from, now that all results are in."""
        for message_id, text in self._texts.items():
            grounding = await ledger.check(text)
            await database_sync_to_async(message_ground)(message_id, grounding)

    async def show(self, event: Plot | QueryFinished | Error) -> None:
        """Store what the event shows, then publish it under its message's id."""
        await self.end_text()
        message = await self._store(**_fields(event))
        if not isinstance(event, Error):
            event = replace(event, message_id=str(message.pk))
        await self._publisher.publish(event)

    async def _store(self, **fields: Any) -> Message:
        return await database_sync_to_async(message_create)(self._turn, **fields)


def _fields(event: Plot | QueryFinished | Error) -> dict[str, Any]:
    match event:
        case QueryFinished():
            return {
                "type": Message.Type.QUERY_RESULT,
                "execution_id": event.execution_id,
                "rows_seen": event.rows_seen,
            }
        case Plot():
            plot_data = {"title": event.title, "vega_lite_spec": event.vega_lite_spec}
            return {
                "type": Message.Type.PLOT,
                "text": event.title,
                "plot_data": plot_data,
                "execution_id": event.execution_id,
            }
        case Error():
            return {"type": Message.Type.ERROR, "text": event.message, "error_code": event.code}
