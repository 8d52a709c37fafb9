"""PATCH /api/sessions/{id}: a title of a person's own, which no automatic one replaces."""

from __future__ import annotations

import json

import pytest

from tests.client import Api, named
from tests.scripted_claude import ScriptedClaude, answer, for_model, use
from tests.server import ServerProcess

TITLE = for_model("haiku")
FINISH = use("finish", {"follow_ups": []})


def rename(api: Api, session_id: str, title: object) -> None:
    response = api.patch(f"/api/sessions/{session_id}", json={"title": title})
    assert response.status_code == 200, response.text


def test_a_rename_answers_with_the_summary_of_the_list(api: Api) -> None:
    session_id = api.upload()
    before = api.session(session_id)["updated_at"]
    response = api.patch(f"/api/sessions/{session_id}", json={"title": "  Sales of the north – 2024 📈  "})
    assert response.status_code == 200
    assert response.json() == api.get("/api/sessions").json()[0]
    assert response.json()["title"] == api.session(session_id)["title"] == "Sales of the north – 2024 📈"
    assert response.json()["updated_at"] > before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "required"),
        ({"title": ""}, "blank"),
        ({"title": " \n\t "}, "blank"),
        ({"title": "x" * 256}, "max_length"),
        ({"title": None}, "null"),
        ({"title": 7}, "invalid"),
        ({"title": True}, "invalid"),
        ({"title": ["x"]}, "invalid"),
        ({"title": "a\0b"}, "null_characters_not_allowed"),
        ({"title": "\ud800"}, "surrogate_characters_not_allowed"),
    ],
)
def test_what_is_no_title_is_refused_and_changes_nothing(
    api: Api, body: dict[str, object], code: str
) -> None:
    session_id = api.upload()
    headers = {**api.headers, "Content-Type": "application/json"}
    content = json.dumps(body)  # in ASCII: no encoder sends half a surrogate pair as it is
    response = api.http.patch(f"/api/sessions/{session_id}", headers=headers, content=content)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert list(response.json()["errors"]) == ["title"]
    assert api.session(session_id)["title"] == "sales.csv"


def test_255_characters_are_a_title(api: Api) -> None:
    session_id = api.upload()
    rename(api, session_id, " " + "ä" * 255)
    assert api.session(session_id)["title"] == "ä" * 255


def test_a_stranger_and_nobody_rename_nothing(api: Api, stranger: Api, server: ServerProcess) -> None:
    address = f"/api/sessions/{api.upload()}"
    refused = stranger.patch(address, json={"title": "Mine"})
    assert (refused.status_code, refused.json()["code"]) == (404, "session_not_found")
    assert Api(server.url).patch(address, json={"title": "Mine"}).status_code == 401
    assert api.get(address).json()["title"] == "sales.csv"


def test_other_tabs_hear_of_it_outside_of_any_turn(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as here, api.chat(session_id) as there:
        rename(api, session_id, "Mine")
        frame = {"event": "session_update", "data": {"title": "Mine"}, "seq": None, "turn_id": None}
        assert here.receive() == there.receive() == frame
        assert here.ask("how many rows")[-1]["event"] == "done"


@pytest.mark.parametrize("title", ["Mine", "sales.csv"])
def test_no_automatic_title_replaces_a_persons_own(api: Api, title: str) -> None:
    session_id = api.upload()
    rename(api, session_id, title)
    with api.chat(session_id) as chat:
        assert named(chat.ask("average price by region"), "session_update") == []
    assert api.session(session_id)["title"] == title


def test_an_automatic_title_can_be_given_back(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        assert named(chat.ask("average price by region"), "session_update")
        rename(api, session_id, "sales.csv")
        assert named(chat.until("session_update"), "session_update") == [{"title": "sales.csv"}]
        assert named(chat.ask("how many rows"), "session_update") == []


def test_a_rename_while_a_model_thinks_of_a_title_wins(
    claude_server: ServerProcess, scripted_claude: ScriptedClaude
) -> None:
    gate = scripted_claude.gate()
    scripted_claude.script(answer("Hello.", FINISH))
    scripted_claude.script(answer("The model's", before=gate), when=TITLE)
    api = Api(claude_server.url).register()
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.say("hello")
        gate.wait_reached()
        rename(api, session_id, "Mine")
        gate.open()
        assert named(chat.until("done"), "session_update") == [{"title": "Mine"}]
    assert api.session(session_id)["title"] == "Mine"


def test_a_resumed_turn_brings_no_old_title_back(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        turn_id = chat.ask("average price by region")[-1]["turn_id"]
    rename(api, session_id, "Mine")
    with api.chat(session_id) as chat:
        chat.send({"type": "resume", "turn_id": turn_id, "after": 0})
        assert named(chat.until("done"), "session_update") == [{"title": "Mine"}]
