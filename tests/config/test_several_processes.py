"""Two server processes on one Postgres and one Redis behave like one server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chat.test_turns import ENDLESS, assert_one_turn
from tests.client import SALES, Api, named
from tests.files.slow_csv import csv_that_takes_seconds
from tests.server import ServerProcess
from tests.services import postgres_server, redis_server


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServerProcess, ServerProcess]]:
    folder = tmp_path_factory.mktemp("pair")
    with postgres_server(tmp_path_factory.mktemp("postgres")) as database, redis_server(folder) as redis:
        one, two = (ServerProcess(folder / "data", DATABASE_URL=database, REDIS_URL=redis) for _ in range(2))
        one.migrated().start()
        two.start()
        yield one, two
        two.stop()
        one.stop()


def _clients(pair: tuple[ServerProcess, ServerProcess]) -> tuple[Api, Api, str]:
    one = Api(pair[0].url).register()
    two = Api(pair[1].url)
    two.token = one.token
    return one, two, one.upload()


def test_tabs_on_different_processes_see_the_same_stream(pair: tuple[ServerProcess, ServerProcess]) -> None:
    one, two, session_id = _clients(pair)
    with one.chat(session_id) as here, two.chat(session_id) as there:
        events = here.ask("average price by region")
        assert_one_turn(events)
        assert there.until("done") == events
    assert two.session(session_id)["title"] == one.session(session_id)["title"]


def test_a_question_goes_on_from_what_the_other_process_answered(
    pair: tuple[ServerProcess, ServerProcess],
) -> None:
    one, two, session_id = _clients(pair)
    with one.chat(session_id) as here, two.chat(session_id) as there:
        here.ask("average price by region")
        there.until("done")
        (result,) = named(there.ask("and by product?"), "query_result")
    assert result["columns"][0] == "product"
    assert 'avg("price")' in result["sql"]


def test_stop_reaches_a_turn_in_the_other_process(pair: tuple[ServerProcess, ServerProcess]) -> None:
    one, two, session_id = _clients(pair)
    with one.chat(session_id) as here, two.chat(session_id) as there:
        here.say(ENDLESS)
        here.until("status")
        there.say("how many rows")
        assert named(there.until("error"), "error")[-1]["code"] == "busy"
        there.send({"type": "stop"})
        assert here.until("done")[-1]["data"]["status"] == "stopped"


def test_resume_works_in_the_other_process(pair: tuple[ServerProcess, ServerProcess]) -> None:
    one, two, session_id = _clients(pair)
    with one.chat(session_id) as here:
        events = here.ask("how many rows")
    with two.chat(session_id) as there:
        there.send({"type": "resume", "turn_id": events[-1]["turn_id"], "after": 2})
        assert events[:2] + there.until("done") == events


def test_a_process_that_starts_leaves_the_others_turns_alone(
    pair: tuple[ServerProcess, ServerProcess],
) -> None:
    one, _, session_id = _clients(pair)
    with one.chat(session_id) as here:
        here.say(ENDLESS)
        here.until("status")
        pair[1].stop()
        pair[1].restart()
        assert one.session(session_id)["running_turn_id"] is not None
        here.send({"type": "stop"})
        assert here.until("done")[-1]["data"]["status"] == "stopped"


def test_deleting_in_one_process_stops_the_turn_in_the_other(
    pair: tuple[ServerProcess, ServerProcess],
) -> None:
    one, two, session_id = _clients(pair)
    with one.chat(session_id) as here:
        here.say(ENDLESS)
        here.until("status")
        assert two.delete(f"/api/sessions/{session_id}").status_code == 204
        assert here.until("done")[-1]["data"]["status"] == "stopped"
    assert one.get(f"/api/sessions/{session_id}").status_code == 404


def test_an_import_in_one_process_is_watched_and_cancelled_in_the_other(
    pair: tuple[ServerProcess, ServerProcess],
) -> None:
    one, two, _ = _clients(pair)
    accepted = one.upload_in_background(csv_that_takes_seconds())
    with two.chat(accepted["session_id"]) as there:
        there.until("file_progress")
        assert two.delete(f"/api/status/{accepted['job_id']}").status_code == 204
        assert there.until("file_error", "file_complete")[-1]["data"]["code"] == "cancelled"
    accepted = two.upload_in_background(SALES)
    with one.chat(accepted["session_id"]) as here:
        if one.job(accepted["job_id"])["status"] != "completed":
            here.until("file_complete")
        assert_one_turn(here.ask("how many rows"))
    session_id = accepted["session_id"]
    assert one.reimport(session_id, header=True).json()["file"]["version"] == 2
    assert two.session(session_id)["file"]["version"] == 2
