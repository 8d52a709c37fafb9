"""kill -9 in the middle of an answer: nothing published is lost, and the session goes on."""

from __future__ import annotations

from collections.abc import Callable

from tests.chat.test_turns import ENDLESS, assert_one_turn, recorded_text
from tests.client import Api, full_text, named
from tests.server import ServerProcess


def test_a_turn_that_died_is_closed_at_the_next_start(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server()
    api = Api(server.url).register()
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.say(ENDLESS)
        seen = chat.until("status")
        server.kill()
    server.restart()
    api.http = Api(server.url).http
    api.url = server.url

    detail = api.session(session_id)
    assert detail["running_turn_id"] is None
    assert [m["type"] for m in detail["messages"]][-1] == "error"
    with api.chat(session_id) as chat:
        chat.send({"type": "resume", "turn_id": seen[-1]["turn_id"], "after": seen[-1]["seq"]})
        rest = chat.until("done")
        assert_one_turn(seen + rest, "failed")
        assert named(rest, "error")[-1]["code"] == "server_restarted"
        assert recorded_text(detail) == full_text(seen + rest)
        assert_one_turn(chat.ask("how many rows"))


def test_a_server_that_is_stopped_closes_its_turns_itself(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server()
    api = Api(server.url).register()
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.say(ENDLESS)
        seen = chat.until("status")
        server.stop()
    server.restart()
    again = Api(server.url)
    again.token = api.token
    with again.chat(session_id) as chat:
        chat.send({"type": "resume", "turn_id": seen[-1]["turn_id"], "after": seen[-1]["seq"]})
        assert_one_turn(seen + chat.until("done"), "failed")
