"""GET /api/sessions, GET and DELETE /api/sessions/{id}: their owner's, and nobody else's."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient
from websockets.exceptions import ConnectionClosed

from accounts import tokens
from accounts.models import User
from chat.models import Message, Turn
from files.models import File
from sessions_app.models import Session
from tests.chat.test_turns import ENDLESS
from tests.client import Api
from tests.server import ServerProcess


def session_of_somebody() -> tuple[User, Session]:
    user = User.objects.create_user("somebody@example.org", "x")
    return user, add_session(user)


def add_session(user: User) -> Session:
    session = Session.objects.create(user=user, title="a.csv")
    File.objects.create(
        session=session, filename="a.csv", format="csv", size_bytes=1, stored_bytes=1, row_count=1, columns=[]
    )
    return session


def test_the_list_is_newest_first_and_has_the_contracts_fields(api: Api) -> None:
    first, second = api.upload(filename="first.csv"), api.upload(filename="second.csv")
    sessions = api.get("/api/sessions").json()
    assert [session["id"] for session in sessions] == [second, first]
    assert set(sessions[0]) == {"id", "title", "created_at", "updated_at", "filename", "row_count"}
    assert (sessions[0]["title"], sessions[0]["filename"], sessions[0]["row_count"]) == (
        "second.csv",
        "second.csv",
        5,
    )


def test_the_list_pages_by_session_and_by_moment(api: Api) -> None:
    ids = [api.upload() for _ in range(3)][::-1]
    page = api.get("/api/sessions", params={"limit": 2}).json()
    assert [session["id"] for session in page] == ids[:2]
    for before in (page[-1]["id"], page[-1]["created_at"]):
        rest = api.get("/api/sessions", params={"limit": 2, "before": before}).json()
        assert [session["id"] for session in rest] == ids[2:]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"limit": "100000"}, "limit"),
        ({"before": "yesterday"}, "before"),
        ({"before": "11111111-1111-4111-8111-111111111111"}, "before"),
        ({"before": "2024-13-45T00:00:00Z"}, "before"),
    ],
)
def test_bad_paging_is_refused_by_name(api: Api, params: dict[str, str], field: str) -> None:
    response = api.get("/api/sessions", params=params)
    assert response.status_code == 400
    assert field in response.json()["errors"]


@pytest.mark.parametrize(
    "session_id", ["", "x", "1", "11111111-1111-4111-8111-111111111111", "' OR 1=1", "%00", "0" * 500]
)
def test_unknown_ids_are_404(api: Api, session_id: str) -> None:
    for response in (api.get(f"/api/sessions/{session_id}"), api.delete(f"/api/sessions/{session_id}")):
        assert response.status_code == 404
        assert set(response.json()) == {"detail", "code"}


def test_a_strangers_session_does_not_exist(api: Api, stranger: Api) -> None:
    session_id = api.upload()
    for response in (
        stranger.get(f"/api/sessions/{session_id}"),
        stranger.delete(f"/api/sessions/{session_id}"),
    ):
        assert (response.status_code, response.json()["code"]) == (404, "session_not_found")
    assert stranger.get("/api/sessions").json() == []
    assert api.session(session_id)["id"] == session_id


def test_detail_restores_everything(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.ask("average price by region")
    detail = api.session(session_id)
    assert {"id", "title", "created_at", "file", "messages", "running_turn_id"} <= set(detail)
    assert detail["running_turn_id"] is None
    question, *answers = detail["messages"]
    assert (question["role"], question["type"], question["text"]) == (
        "user",
        "text",
        "average price by region",
    )
    assert {message["role"] for message in answers} == {"assistant"}
    assert {"text", "query_result", "plot"} <= {message["type"] for message in answers}
    query = next(message for message in answers if message["type"] == "query_result")
    assert {"region", *query["columns"]} == set(query["columns"])
    assert list(query["result"][0]) == query["columns"]
    assert query["sql"].lower().startswith("select")
    plot = next(message for message in answers if message["type"] == "plot")
    assert set(plot["plot_data"]) == {"title", "vega_lite_spec"}
    assert plot["plot_data"]["vega_lite_spec"]["data"]["values"]


def test_follow_ups_are_those_of_the_latest_answer_that_ended(api: Api) -> None:
    session_id = api.upload()
    assert api.session(session_id)["follow_ups"] == []
    with api.chat(session_id) as chat:
        for question in ("average price by region", "how many rows"):
            done = chat.ask(question)[-1]["data"]
            assert done["follow_ups"]
            assert api.session(session_id)["follow_ups"] == done["follow_ups"]
        chat.say(ENDLESS)
        chat.until("status")
        assert api.session(session_id)["follow_ups"] == done["follow_ups"]
        chat.send({"type": "stop"})
        chat.until("done")
    assert api.session(session_id)["follow_ups"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_a_restore_makes_a_constant_number_of_queries(count: int) -> None:
    user, session = session_of_somebody()
    for number in range(count):
        turn = Turn.objects.create(session=session, status=Turn.Status.COMPLETED, follow_ups=[str(number)])
        Message.objects.create(session=session, turn=turn, position=number + 1, role="assistant", text="x")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(user)}")
    with CaptureQueriesContext(connection) as queries:
        detail = client.get(f"/api/sessions/{session.pk}").json()
    assert len(detail["messages"]) == count
    assert detail["follow_ups"] == [str(count - 1)]
    assert len(queries) == 5  # the user, the session with its file, the running turn, messages, follow-ups


def test_delete_removes_rows_and_files_and_closes_sockets(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.ask("how many rows")
        assert api.delete(f"/api/sessions/{session_id}").status_code == 204
        with pytest.raises(ConnectionClosed) as closed:
            chat.receive()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4404
    assert not (server.data_dir / session_id).exists()
    assert api.get(f"/api/sessions/{session_id}").status_code == 404
    assert api.delete(f"/api/sessions/{session_id}").status_code == 404


def test_deleting_a_session_that_answers_stops_it_first(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.say("SELECT count(*) FROM range(100000) a, range(100000) b, range(100000) c")
        chat.until("status")
        deleted: list[int] = []
        thread = threading.Thread(
            target=lambda: deleted.append(api.delete(f"/api/sessions/{session_id}").status_code)
        )
        thread.start()
        done = chat.until("done")[-1]["data"]
        thread.join()
    assert done["status"] == "stopped"
    assert deleted == [204]
    assert not (server.data_dir / session_id).exists()


def test_a_session_whose_files_vanished_still_opens_and_says_so(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()
    for path in (server.data_dir / session_id).iterdir():
        path.unlink()
    file = api.session(session_id)["file"]
    assert (file["available"], file["preview"], file["row_count"]) == (False, [], 5)
    with api.chat(session_id) as chat:
        events = chat.ask("how many rows")
    assert any("no longer on the server" in str(event["data"]) for event in events)
    assert events[-1]["event"] == "done"
    assert api.delete(f"/api/sessions/{session_id}").status_code == 204


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_the_list_makes_a_constant_number_of_queries(count: int) -> None:
    user, _ = session_of_somebody()
    for _ in range(count - 1):
        add_session(user)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(user)}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(client.get("/api/sessions").json()) == count
    assert len(queries) == 2  # the token's user, the sessions with their files
