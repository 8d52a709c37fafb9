"""Socket addresses. Any other one is refused at the handshake, not answered with an exception."""

from __future__ import annotations

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import path, re_path

from chat.consumer import ChatConsumer


class Refused(AsyncWebsocketConsumer):
    """Refuses the handshake with 403."""

    async def connect(self) -> None:
        await self.close()


# Django's `path` is typed for views; Channels puts ASGI applications in their place.
websocket_urlpatterns: list[Any] = [
    path("api/sessions/<str:session_id>/ws", ChatConsumer.as_asgi()),  # type: ignore[arg-type]
    re_path(r".*", Refused.as_asgi()),  # type: ignore[arg-type]
]
