"""The channel layer: how processes and sockets reach each other."""

from __future__ import annotations

from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import BaseChannelLayer, get_channel_layer


def channel_layer() -> BaseChannelLayer:
    """The configured layer; the settings always have one."""
    layer = get_channel_layer()
    assert layer is not None
    return layer


def send_to_group(group: str, message_type: str, **content: Any) -> None:
    """Send a message to every channel of a group. For synchronous callers."""
    async_to_sync(channel_layer().group_send)(group, {"type": message_type, **content})
