"""A whole turn over HTTP: the answer as JSON, or event by event."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from tests.client import SALES, Api
from tests.server import ServerProcess


def ask(api: Api, session_id: str, text: str, **headers: str) -> Any:
    return api.http.post(
        f"/api/sessions/{session_id}/ask", headers={**api.headers, **headers}, json={"text": text}
    )


def server_sent(body: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of a stream, read as the HTML standard says."""
    found = []
    for block in body.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_the_answer_as_json_is_what_the_session_keeps(api: Api) -> None:
    session_id = api.upload(SALES)
    response = ask(api, session_id, "average price by region")
    assert response.status_code == 200
    answer = response.json()
    assert answer["status"] == "completed"
    assert answer["messages"] == api.session(session_id)["messages"]
    types = [message["type"] for message in answer["messages"]]
    assert types[0] == "text"
    assert "query_result" in types
    assert answer["follow_ups"]
    assert answer["grounding"]["unverified"] == 0


def test_the_answer_as_a_stream_of_events(api: Api) -> None:
    session_id = api.upload(SALES)
    response = ask(api, session_id, "total price", Accept="text/event-stream")
    assert response.headers["content-type"].startswith("text/event-stream")
    events = server_sent(response.text)
    assert [frame["seq"] for _, frame in events] == list(range(1, len(events) + 1))
    assert [name for name, _ in events] == [frame["event"] for _, frame in events]
    assert [name for name, _ in events].count("done") == 1
    assert events[-1][0] == "done"


def test_both_ways_explore_the_file_automatically(api: Api) -> None:
    session_id = api.upload(SALES)
    answer = ask(api, session_id, "__auto_analyze__").json()
    assert [message["role"] for message in answer["messages"]].count("user") == 0
    assert answer["status"] == "completed"


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ({}, "required", "text"),
        ({"text": "  "}, "message_empty", "The message is empty."),
        ({"text": "x" * 10_001}, "message_too_long", "10,000 characters"),
        ({"text": ["no"]}, "invalid", "text"),
    ],
)
def test_a_question_that_is_none_is_refused_in_words(
    api: Api, body: dict[str, Any], code: str, words: str
) -> None:
    session_id = api.upload(SALES)
    response = api.post(f"/api/sessions/{session_id}/ask", json=body)
    assert response.status_code == 400
    assert (response.json()["code"], words in response.json()["detail"]) == (code, True)
    assert api.session(session_id)["messages"] == []


def test_an_error_before_the_stream_begins_is_an_event_too(api: Api) -> None:
    response = ask(api, api.upload(SALES), " ", Accept="text/event-stream")
    assert response.status_code == 400
    assert server_sent(response.text) == [
        ("error", {"detail": "The message is empty.", "code": "message_empty"})
    ]


def test_a_stranger_gets_404(api: Api, stranger: Api) -> None:
    response = ask(stranger, api.upload(SALES), "how many rows?")
    assert (response.status_code, response.json()["code"]) == (404, "session_not_found")


def test_one_question_at_a_time(own_server: Any) -> None:
    server: ServerProcess = own_server(QUERY_TIMEOUT_SECONDS=20)
    api = Api(server.url).register()
    session_id = api.upload(SALES)
    slow = "SELECT count(*) FROM range(100000) a, range(1000000) b WHERE a.range * b.range % 7 = 1"
    with api.chat(session_id) as chat:
        first = threading.Thread(target=ask, args=(api, session_id, slow))
        first.start()
        chat.until("status")  # the first question is being answered
        second = ask(api, session_id, "how many rows?")
        assert (second.status_code, second.json()["code"]) == (409, "busy")
        chat.send({"type": "stop"})
        chat.until("done")
        first.join()
