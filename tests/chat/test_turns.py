"""Turns over a real socket with the built-in analyst: events, recording, stop, busy, several tabs."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.client import Api, Event, full_text, named

ENDLESS = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3"


def recorded_text(detail: dict[str, Any]) -> str:
    return "".join(m["text"] for m in detail["messages"] if m["type"] == "text" and m["role"] == "assistant")


def assert_one_turn(events: list[Event], status: str = "completed") -> None:
    """Numbered from 1 without a gap, one turn, ending in the one `done`."""
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert len({event["turn_id"] for event in events}) == 1
    assert [event["event"] for event in events].count("done") == 1
    done = events[-1]["data"]
    assert done["status"] == status, named(events, "error")
    assert done["turn_id"] == events[-1]["turn_id"]
    assert {"data_updated", "turn_id", "status", "grounding", "follow_ups", "usage"} <= set(done)
    assert done["data_updated"] is False


def test_a_question_is_answered_with_figures_from_the_file(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        events = chat.ask("how many rows are there?")
    assert_one_turn(events)
    (result,) = named(events, "query_result")
    assert result["is_error"] is False
    assert list(result["result"][0].values()) == [5]
    assert {"sql", "columns", "row_count", "truncated", "elapsed_ms", "execution_id", "message_id"} <= set(
        result
    )
    assert "5" in full_text(events)


@pytest.mark.parametrize("frame", [{"type": "auto_analyze"}, {"type": "message", "text": "__auto_analyze__"}])
def test_auto_analysis_draws_charts(api: Api, frame: dict[str, str]) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.send(frame)
        events = chat.until("done")
    assert_one_turn(events)
    plots = named(events, "plot")
    assert len(plots) >= 3
    for plot in plots:
        assert plot["title"]
        assert plot["vega_lite_spec"]["data"]["values"]
        assert "vega-lite" in plot["vega_lite_spec"]["$schema"]
    assert 1 <= len(events[-1]["data"]["follow_ups"]) <= 4
    roles = {message["role"] for message in api.session(session_id)["messages"]}
    assert roles == {"assistant"}


def test_what_was_streamed_is_what_is_stored(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        events = chat.ask("average price by region")
    pieces: dict[str, str] = {}
    for data in named(events, "text"):
        pieces[data["message_id"]] = pieces.get(data["message_id"], "") + data["text"]
    messages = {m["id"]: m for m in api.session(session_id)["messages"]}
    for identifier, text in pieces.items():
        assert messages[identifier]["text"] == text
    for name in ("query_result", "plot"):
        for data in named(events, name):
            assert messages[data["message_id"]]["type"] == name
    assert {m["turn_id"] for m in messages.values()} == {events[-1]["turn_id"]}


def test_the_session_gets_a_title_after_the_first_exchange(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        events = chat.ask("average price by region")
        again = chat.ask("how many rows")
    (update,) = named(events, "session_update")
    assert update["title"] not in ("", "sales.csv")
    assert api.session(session_id)["title"] == update["title"]
    assert named(again, "session_update") == []


def test_stop_ends_a_running_query_within_a_second(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.say(ENDLESS)
        chat.until("status")
        started = time.monotonic()
        chat.send({"type": "stop"})
        events = chat.until("done")
        assert time.monotonic() - started < 1.0
        assert events[-1]["data"]["status"] == "stopped"
        assert_one_turn(chat.ask("how many rows"))
    question = api.session(session_id)["messages"][0]
    assert (question["text"], question["turn_status"]) == (ENDLESS, "stopped")


def test_stop_without_a_running_answer_says_so(api: Api) -> None:
    with api.chat(api.upload()) as chat:
        chat.send({"type": "stop"})
        event = chat.receive()
    assert (event["event"], event["data"]["message"]) == ("status", "Nothing is running.")


def test_a_second_message_meanwhile_is_refused_as_busy(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat, api.chat(session_id) as other_tab:
        chat.say(ENDLESS)
        chat.until("status")
        for tab in (chat, other_tab):
            tab.say("how many rows")
            errors = named(tab.until("error"), "error")
            assert errors[-1]["code"] == "busy"
        chat.send({"type": "stop"})
        chat.until("done")
    texts = [m["text"] for m in api.session(session_id)["messages"] if m["role"] == "user"]
    assert texts == [ENDLESS]


def test_all_tabs_see_the_same_stream(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as one, api.chat(session_id) as two:
        assert one.ask("average price by region") == two.until("done")


def test_an_answer_outlives_its_socket(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as watcher:
        with api.chat(session_id) as chat:
            chat.send({"type": "auto_analyze"})
            first = chat.receive()
        events = watcher.until("done")
    assert first == events[0]
    assert_one_turn(events)
    assert recorded_text(api.session(session_id)) == full_text(events)


def test_resume_sends_what_was_missed_and_nothing_twice(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.send({"type": "auto_analyze"})
        seen = [chat.receive() for _ in range(4)]
    with api.chat(session_id) as chat:
        chat.send({"type": "resume", "turn_id": seen[-1]["turn_id"], "after": seen[-1]["seq"]})
        rest = chat.until("done")
    assert_one_turn(seen + rest)
    assert recorded_text(api.session(session_id)) == full_text(seen + rest)


def test_resume_of_a_finished_turn_replays_it(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        events = chat.ask("how many rows")
        chat.send({"type": "resume", "turn_id": events[-1]["turn_id"], "after": 0})
        assert chat.until("done") == events
        chat.send({"type": "resume", "turn_id": events[-1]["turn_id"], "after": events[-1]["seq"]})
        assert_one_turn(chat.ask("how many rows"))


@pytest.mark.parametrize("turn_id", ["x", "00000000-0000-4000-8000-000000000000"])
def test_resume_of_an_unknown_turn_is_an_error(api: Api, turn_id: str) -> None:
    with api.chat(api.upload()) as chat:
        chat.send({"type": "resume", "turn_id": turn_id, "after": 0})
        assert chat.receive()["data"]["code"] == "turn_not_found"


def test_resume_reaches_no_other_session(api: Api, stranger: Api) -> None:
    with api.chat(api.upload()) as chat:
        events = chat.ask("how many rows")
    with stranger.chat(stranger.upload()) as chat:
        chat.send({"type": "resume", "turn_id": events[-1]["turn_id"], "after": 0})
        assert chat.receive()["data"]["code"] == "turn_not_found"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{nonsense", "not_json"),
        ("", "not_json"),
        ("[" * 5000, "not_json"),
        ("[1, 2]", "not_an_object"),
        ('"text"', "not_an_object"),
        ("null", "not_an_object"),
        (b"\x00\x01", "not_text"),
        (json.dumps({"type": "message", "text": "hi"}).encode(), "not_text"),
        ({}, "unknown_type"),
        ({"type": None}, "unknown_type"),
        ({"type": "delete_everything"}, "unknown_type"),
        ({"type": ["message"]}, "unknown_type"),
        ({"type": "message"}, "message_empty"),
        ({"type": "message", "text": 5}, "message_empty"),
        ({"type": "message", "text": " \n "}, "message_empty"),
        ({"type": "message", "text": "\u0000"}, "message_empty"),
        ({"type": "message", "text": "x" * 10_001}, "message_too_long"),
        ({"type": "message", "text": "x" * 70_000}, "frame_too_long"),
        ({"type": "resume"}, "bad_resume"),
        ({"type": "resume", "turn_id": 5, "after": 0}, "bad_resume"),
        ({"type": "resume", "turn_id": "x", "after": -1}, "bad_resume"),
        ({"type": "resume", "turn_id": "x", "after": True}, "bad_resume"),
        ({"type": "resume", "turn_id": "x", "after": "1"}, "bad_resume"),
    ],
)
def test_a_bad_frame_gets_an_error_and_the_socket_lives_on(api: Api, frame: object, code: str) -> None:
    with api.chat(api.upload()) as chat:
        chat.send(frame)
        event = chat.receive()
        assert (event["event"], event["data"]["code"]) == ("error", code)
        assert event["data"]["message"].endswith(".")
        chat.send({"type": "stop"})
        assert chat.receive()["event"] == "status"


def test_a_lone_surrogate_in_a_message_is_survived(api: Api) -> None:
    with api.chat(api.upload()) as chat:
        chat.send('{"type": "message", "text": "how many rows \\ud800"}')
        assert_one_turn(chat.until("done"))


def test_a_strangers_session_refuses_the_handshake(api: Api, stranger: Api) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    url = stranger.socket_url(api.upload())
    for address in (url, url.replace("/ws?", "/other?")):
        with pytest.raises(InvalidStatus) as refused:
            connect(address, proxy=None)
        assert refused.value.response.status_code == 403
