"""The same application through `channels.testing`, as plug-ins and other test suites drive it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from chat import turns
from tests.client import PASSWORD, SALES, new_email


def _session() -> tuple[str, str]:
    client = APIClient()
    token = client.post(
        "/api/auth/register", {"email": new_email(), "password": PASSWORD}, format="json"
    ).json()["token"]
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    body = client.post(
        "/api/upload", {"file": SimpleUploadedFile("sales.csv", SALES)}, format="multipart"
    ).json()
    return body["session_id"], token


@pytest.mark.django_db(transaction=True)
async def test_a_turn_in_process() -> None:
    from config.asgi import application

    session_id, token = await database_sync_to_async(_session)()
    communicator = WebsocketCommunicator(application, f"/api/sessions/{session_id}/ws?token={token}")
    connected, _ = await communicator.connect(timeout=30)
    assert connected
    await communicator.send_json_to({"type": "message", "text": "how many rows"})
    events: list[dict[str, Any]] = []
    while not events or events[-1]["event"] != "done":
        events.append(await communicator.receive_json_from(timeout=60))
    assert events[-1]["data"]["status"] == "completed"
    await communicator.disconnect()
    await asyncio.gather(*turns._tasks)


@pytest.mark.django_db(transaction=True)
async def test_a_bad_token_is_refused() -> None:
    from config.asgi import application

    communicator = WebsocketCommunicator(application, "/api/sessions/x/ws?token=x")
    connected, code = await communicator.connect(timeout=30)
    assert (connected, code) == (False, 1000)
