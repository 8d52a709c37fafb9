"""Stopping a turn from anywhere: another tab, another process, a deletion."""

from __future__ import annotations

import time
from uuid import UUID

from chat.selectors import running_turn
from config.channel_layer import channel_layer, send_to_group
from config.liveness import is_alive

STOP = "turn.stop"
_WAIT_SECONDS = 5.0
_POLL_SECONDS = 0.02


def control_group(session_id: object) -> str:
    """The channel-layer group of the turn that runs in the session, in whichever process."""
    return f"control.{session_id}"


class StopSignal:
    """A running turn's ear: `wait` returns when somebody asks the session's turn to stop."""

    def __init__(self, session_id: UUID, channel: str) -> None:
        self._group = control_group(session_id)
        self._channel = channel

    @classmethod
    async def listen(cls, session_id: UUID) -> StopSignal:
        """Listen from now on: a stop sent after this returns is not missed."""
        layer = channel_layer()
        signal = cls(session_id, await layer.new_channel())
        await layer.group_add(signal._group, signal._channel)
        return signal

    async def wait(self) -> None:
        await channel_layer().receive(self._channel)

    async def close(self) -> None:
        await channel_layer().group_discard(self._group, self._channel)


async def request_stop(session_id: UUID) -> None:
    """Ask the session's turn to stop, in whichever process it runs. Returns at once."""
    await channel_layer().group_send(control_group(session_id), {"type": STOP})


def stop_and_wait(session_id: UUID) -> bool:
    """Stop the session's turn and wait for its end, a few seconds at most. For synchronous callers.

    Returns whether the session is at rest: False when a turn did not end in time. A turn whose
    process is dead is at rest.
    """
    deadline = time.monotonic() + _WAIT_SECONDS
    asked = False
    while (turn := running_turn(session_id)) is not None and is_alive(turn.process):
        if time.monotonic() > deadline:
            return False
        if not asked:
            send_to_group(control_group(session_id), STOP)
            asked = True
        time.sleep(_POLL_SECONDS)
    return True
