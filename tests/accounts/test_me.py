"""GET /api/auth/me: who the token belongs to, and what a client may send."""

from __future__ import annotations

from collections.abc import Callable

from tests.client import Api
from tests.server import ServerProcess


def test_me_says_what_a_client_must_know(api: Api) -> None:
    me = api.get("/api/auth/me").json()
    assert set(me) == {
        "id",
        "email",
        "created_at",
        "is_staff",
        "max_upload_size",
        "max_message_characters",
        "analyst",
    }
    assert (me["email"], me["max_upload_size"], me["max_message_characters"], me["analyst"]) == (
        api.email,
        1024**3,
        10_000,
        "builtin",
    )


def test_me_follows_the_settings(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server(MAX_UPLOAD_SIZE=4_000, MAX_MESSAGE_CHARACTERS=50, ANTHROPIC_API_KEY="sk-test")
    me = Api(server.url).register().get("/api/auth/me").json()
    limits = (me["max_upload_size"], me["max_message_characters"])
    assert (*limits, me["analyst"]) == (4_000, 50, "claude")


def test_nobody_is_told_anything(server: ServerProcess) -> None:
    response = Api(server.url).get("/api/auth/me")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
