"""Limits of a turn, each lowered: what happens at the limit is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chat.test_turns import ENDLESS, assert_one_turn
from tests.client import Api, named
from tests.server import ServerProcess


@pytest.fixture(scope="module")
def lowered(tmp_path_factory: pytest.TempPathFactory, template_db: Path) -> Iterator[ServerProcess]:
    """Several limits that don't meet in one test."""
    limits = {"QUERY_TIMEOUT_SECONDS": "0.5", "QUERY_MAX_ROWS": "2", "MAX_MESSAGE_CHARACTERS": "300"}
    server = ServerProcess(tmp_path_factory.mktemp("lowered") / "data", template_db=template_db, **limits)
    yield server.start()
    server.stop()


def test_a_turn_that_takes_too_long_is_ended(own_server: Callable[..., ServerProcess]) -> None:
    api = Api(own_server(TURN_TIMEOUT_SECONDS="1").url).register()
    with api.chat(api.upload()) as chat:
        events = chat.ask(ENDLESS)
        assert_one_turn(events, "failed")
        assert named(events, "error")[-1]["code"] == "turn_timeout"
        assert_one_turn(chat.ask("how many rows"))


def test_a_query_that_takes_too_long_is_ended_and_said(lowered: ServerProcess) -> None:
    api = Api(lowered.url).register()
    session_id = api.upload()
    with api.chat(session_id) as chat:
        events = chat.ask(ENDLESS)
    assert_one_turn(events)
    (result,) = named(events, "query_result")
    assert (result["is_error"], result["result"]) == (True, [])
    assert "0.5 seconds" in result["error"]


def test_a_cut_result_says_so_with_the_true_total(lowered: ServerProcess) -> None:
    api = Api(lowered.url).register()
    with api.chat(api.upload()) as chat:
        (result,) = named(chat.ask("SELECT * FROM data"), "query_result")
    assert (result["row_count"], result["total_rows"], result["truncated"]) == (2, 5, True)


def test_a_chart_may_have_more_rows_than_a_table(lowered: ServerProcess) -> None:
    api = Api(lowered.url).register()
    with api.chat(api.upload()) as chat:
        events = chat.ask("average price by region")
    (plot,) = named(events, "plot")
    assert len(plot["vega_lite_spec"]["data"]["values"]) == 3


def test_a_long_message_is_refused_at_the_set_length(lowered: ServerProcess) -> None:
    api = Api(lowered.url).register()
    with api.chat(api.upload()) as chat:
        chat.say("x" * 301)
        event = chat.receive()
    assert event["data"]["code"] == "message_too_long"
    assert "300 characters" in event["data"]["message"]


def test_hostile_sql_over_the_socket_is_refused_and_leaks_nothing(api: Api) -> None:
    statements = [
        "SELECT * FROM duckdb_settings()",
        "SELECT current_setting('temp_directory')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT getenv('SECRET_KEY')",
        "WITH x AS (DELETE FROM data RETURNING *) SELECT * FROM x",
    ]
    with api.chat(api.upload()) as chat:
        for statement in statements:
            events = chat.ask(statement)
            assert_one_turn(events)
            results = named(events, "query_result")
            assert all(result["is_error"] and result["result"] == [] for result in results)
            assert "root:" not in str(events)
        assert named(chat.ask("how many rows"), "query_result")[0]["result"] == [{"number of rows": 5}]
