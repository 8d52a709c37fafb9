"""A database that is locked, a disk that is full, characters that a database can't store."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from chat import event_log
from config.nul_safe import NulSafeEncoder, nul_safe
from tests.chat.test_turns import assert_one_turn
from tests.client import PASSWORD, Api, named, new_email
from tests.server import ServerProcess
from tests.services import postgres_server


def test_a_locked_database_costs_a_sentence_and_nothing_else(
    own_server: Callable[..., ServerProcess],
) -> None:
    server = own_server(SQLITE_BUSY_TIMEOUT_SECONDS="0.2")
    api = Api(server.url).register()
    session_id = api.upload()
    with api.chat(session_id) as chat:
        lock = sqlite3.connect(server.data_dir / "db.sqlite3", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        body = {"email": new_email(), "password": PASSWORD}
        response = api.http.post("/api/auth/register", json=body)
        assert (response.status_code, response.json()["code"]) == (503, "database_busy")
        assert int(response.headers["Retry-After"]) > 0
        assert len(api.get("/api/sessions").json()) == 1
        upload = api.try_upload(b"a,b\n1,2\n")
        assert (upload.status_code, upload.json()["code"]) == (503, "database_busy")
        chat.say("how many rows")
        assert chat.receive()["data"]["code"] == "database_busy"
        lock.execute("ROLLBACK")
        lock.close()
        assert_one_turn(chat.ask("how many rows"))
    assert api.http.post("/api/auth/register", json=body).status_code == 201
    assert [path.name for path in (server.data_dir / "incoming").glob("*/*")] == [".lock"]


def test_a_turn_whose_database_locks_in_the_middle_still_ends(
    own_server: Callable[..., ServerProcess],
) -> None:
    server = own_server(SQLITE_BUSY_TIMEOUT_SECONDS="0.2")
    api = Api(server.url).register()
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.say("SELECT sum(a.range) FROM range(40000) a, range(20000) b")
        seen = chat.until("status")
        lock = sqlite3.connect(server.data_dir / "db.sqlite3", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        server.wait_for_log(lambda line: "database is locked" in line)
        lock.execute("ROLLBACK")
        lock.close()
        assert_one_turn(seen + chat.until("done"), "failed")
        assert_one_turn(chat.ask("how many rows"))


def test_a_full_disk_does_not_keep_an_answer_from_its_listeners(
    api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A disk can't be filled safely here: /dev/full answers every write as a full disk does."""
    with pytest.raises(OSError) as full:
        event_log.append(Path("/dev/full"), [{"seq": 1}])
    assert full.value.errno == errno.ENOSPC


def test_a_log_torn_by_a_crash_reads_up_to_the_tear(tmp_path: Path) -> None:
    path = tmp_path / "turns" / "log.jsonl"
    event_log.append(path, [{"seq": 1}, {"seq": 2}])
    with path.open("a") as file:
        file.write('{"seq": 3, "ev')
    assert event_log.read(path, after=1) == [{"seq": 2}]
    assert event_log.read(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("a\0b", "a\ufffdb"),
        (["\0", {"k\0": 1}], ["\ufffd", {"k\ufffd": 1}]),
        ("a literal \\u0000", "a literal \\u0000"),
        ("\\\0", "\\\ufffd"),
        ("plain ü", "plain ü"),
    ],
)
def test_nul_is_replaced_in_json_and_nothing_else_is(value: object, stored: object) -> None:
    assert json.loads(json.dumps(value, cls=NulSafeEncoder)) == stored
    assert nul_safe("a\0b") == "a\ufffdb"


def test_a_nul_in_a_result_is_stored_by_postgres_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    with postgres_server(tmp_path_factory.mktemp("postgres")) as database:
        server = (
            ServerProcess(tmp_path_factory.mktemp("nul") / "data", DATABASE_URL=database).migrated().start()
        )
        try:
            api = Api(server.url).register()
            session_id = api.upload()
            with api.chat(session_id) as chat:
                events = chat.ask("SELECT 'a' || chr(0) || 'b' AS x")
            assert_one_turn(events)
            assert named(events, "query_result")[0]["is_error"] is False
            query = next(m for m in api.session(session_id)["messages"] if m["type"] == "query_result")
            assert query["result"] == [{"x": "a\ufffdb"}]
        finally:
            server.stop()


def test_logs_can_be_json_and_carry_the_turn(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server(LOG_FORMAT="json")
    api = Api(server.url).register()
    with api.chat(api.upload()) as chat:
        events = chat.ask("how many rows")
    line = server.wait_for_log(lambda line: events[0]["turn_id"] in line)
    record = json.loads(line)
    assert record["turn_id"] == events[0]["turn_id"]
    assert record["message"].startswith("Turn completed")
