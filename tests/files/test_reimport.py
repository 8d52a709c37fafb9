"""POST /api/sessions/{id}/reimport: another reading of the same file; the conversation stays."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.chat.test_turns import assert_one_turn
from tests.client import SALES, Api, named
from tests.files.slow_csv import csv_that_takes_seconds
from tests.files.test_upload import incoming
from tests.server import ROOT, ServerProcess, manage


def versions_run_on(server: ServerProcess, session_id: str) -> list[int]:
    with sqlite3.connect(server.data_dir / "db.sqlite3") as database:
        rows = database.execute(
            "SELECT data_version FROM analysis_execution WHERE session_id = ? ORDER BY created_at",
            [session_id.replace("-", "")],
        )
        return [row[0] for row in rows]


def reimport_in_background(api: Api, session_id: str, **options: Any) -> dict[str, Any]:
    headers = {**api.headers, "Prefer": "respond-async"}
    response = api.http.post(f"/api/sessions/{session_id}/reimport", headers=headers, json=options)
    assert response.status_code == 202, response.text
    accepted: dict[str, Any] = response.json()
    return accepted


def test_a_file_is_read_again_as_asked(api: Api, server: ServerProcess) -> None:
    session_id = api.upload(b"id;amount\n1;1.000\n2;2.500\n", "german.csv")
    with api.chat(session_id) as chat:
        before = named(chat.ask("What is the sum of amount?"), "query_result")[-1]
        response = api.reimport(session_id, thousands=".", decimal=",")
        assert response.status_code == 200, response.text
        file = response.json()["file"]
        assert (response.json()["session_id"], file["version"]) == (session_id, 2)
        assert file["options"] == {"thousands": ".", "decimal": ","}
        assert [row["amount"] for row in file["preview"]] == [1000.0, 2500.0]
        after = named(chat.ask("What is the sum of amount?"), "query_result")[-1]
    assert (before["data_version"], after["data_version"]) == (1, 2)
    assert 3500.0 in after["result"][0].values()
    detail = api.session(session_id)
    assert detail["file"] == file
    assert [m["role"] for m in detail["messages"]].count("user") == 2
    # The earlier execution keeps its version, and the copy that it ran on is still there.
    assert sorted(set(versions_run_on(server, session_id))) == [1, 2]
    folder = server.data_dir / session_id
    assert (folder / "data.duckdb").exists()
    assert (folder / "v2" / "data.duckdb").exists()
    assert incoming(server) == []


def test_no_decisions_bring_the_first_reading_back(api: Api) -> None:
    session_id = api.upload()
    first = api.session(session_id)["file"]
    assert (
        api.reimport(session_id, types={"price": "VARCHAR"}).json()["file"]["column_types"]["price"]
        == "VARCHAR"
    )
    file = api.reimport(session_id).json()["file"]
    assert file["version"] == 3
    assert (file["column_types"], file["options"]) == (first["column_types"], {})


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"delimiter": ";;"}, "delimiter"),
        ({"quote": "ab"}, "quote"),
        ({"encoding": "klingon"}, "encoding"),
        ({"skip_lines": -1}, "skip_lines"),
        ({"decimal": "x"}, "decimal"),
        ({"thousands": "x"}, "thousands"),
        ({"null_values": "NA"}, "null_values"),
        ({"types": ["VARCHAR"]}, "types"),
        ({"header": "maybe"}, "header"),
        ({"delimeter": ";"}, "delimeter"),
    ],
)
def test_a_wrong_decision_is_named(api: Api, options: dict[str, Any], field: str) -> None:
    session_id = api.upload()
    response = api.reimport(session_id, **options)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
    assert api.session(session_id)["file"]["version"] == 1


@pytest.mark.parametrize(
    "options", [{"types": {"price": "BLOB"}}, {"types": {"nothing": "VARCHAR"}}, {"encoding": "utf-16"}]
)
def test_a_reading_that_fails_changes_nothing(
    api: Api, server: ServerProcess, options: dict[str, Any]
) -> None:
    session_id = api.upload()
    before = api.session(session_id)
    response = api.reimport(session_id, **options)
    assert response.status_code == 400, response.text
    assert response.json()["detail"].endswith(".")
    assert api.session(session_id) == before
    assert not (server.data_dir / session_id / "v2").exists()
    assert incoming(server) == []
    with api.chat(session_id) as chat:
        assert_one_turn(chat.ask("how many rows"))


def test_in_the_background_the_open_sockets_hear_of_it(api: Api) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        accepted = reimport_in_background(api, session_id, header=False)
        assert accepted["session_id"] == session_id
        end = chat.until("file_complete", "file_error")[-1]
        assert end["data"]["metadata"] == {
            "filename": "sales.csv",
            "version": 2,
            "row_count": 6,
            "column_count": 4,
        }
        assert api.job(accepted["job_id"])["result"]["file"]["version"] == 2
        assert_one_turn(chat.ask("how many rows"))


def test_a_strangers_file_is_not_read(api: Api, stranger: Api) -> None:
    assert stranger.reimport(api.upload()).status_code == 404


def test_parquet_needs_no_decisions(api: Api) -> None:
    sample = next((ROOT / "samples").glob("*.parquet"))
    session_id = api.upload(sample, sample.name)
    response = api.reimport(session_id, header=True)
    assert (response.status_code, response.json()["code"]) == (400, "not_a_csv")


def test_a_lost_original_is_said(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()
    (server.data_dir / session_id / "original.csv").unlink()
    response = api.reimport(session_id)
    assert (response.status_code, response.json()["code"]) == (410, "data_missing")


def test_killed_while_it_reads_the_server_comes_back_with_the_reading_before(
    own_server: Callable[..., ServerProcess],
) -> None:
    server = own_server()
    api = Api(server.url).register()
    session_id = api.upload(csv_that_takes_seconds())
    before = api.session(session_id)
    accepted = reimport_in_background(api, session_id, header=True)
    with api.chat(session_id) as chat:
        chat.until("file_progress")
        server.kill()
    server.restart()
    again = Api(server.url)
    again.token = api.token
    assert again.session(session_id) == before
    assert again.job(accepted["job_id"])["code"] == "server_restarted"
    assert (incoming(server), (server.data_dir / session_id / "v2").exists()) == ([], False)
    assert again.reimport(session_id, types={"id": "VARCHAR"}).json()["file"]["version"] == 2


def test_a_session_deleted_meanwhile_leaves_nothing(api: Api, server: ServerProcess) -> None:
    session_id = api.upload(csv_that_takes_seconds())
    accepted = reimport_in_background(api, session_id, header=True)
    second = api.reimport(session_id)
    assert (second.status_code, second.json()["code"]) == (409, "import_running")
    assert api.delete(f"/api/sessions/{session_id}").status_code == 204
    assert api.get(f"/api/status/{accepted['job_id']}").status_code == 404
    assert api.upload(SALES)  # the import worker is free again
    assert not (server.data_dir / session_id).exists()
    assert incoming(server) == []


def test_deleting_a_session_ends_a_reimport_that_somebody_waits_for(api: Api) -> None:
    session_id = api.upload(csv_that_takes_seconds())
    with ThreadPoolExecutor(1) as thread, api.chat(session_id) as chat:
        waiting = thread.submit(Api.reimport, _same_person(api), session_id, header=True)
        chat.until("file_progress")
        assert api.delete(f"/api/sessions/{session_id}").status_code == 204
        response = waiting.result(60)
    assert (response.status_code, response.json()["code"]) == (404, "session_not_found")
    assert response.json()["detail"] == "The session was deleted meanwhile."


def _same_person(api: Api) -> Api:
    """With a connection of its own."""
    other = Api(api.url)
    other.token = api.token
    return other


def test_a_reading_without_its_row_is_in_nobodys_way(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server()
    api = Api(server.url).register()
    session_id = api.upload()
    stray = server.data_dir / session_id / "v2"
    stray.mkdir()
    (stray / "data.duckdb").write_bytes(b"half")
    an_hour_ago = time.time() - 3600
    os.utime(stray, (an_hour_ago, an_hour_ago))
    dry = manage(server.data_dir, "cleanup_orphans", "--dry-run").stdout
    assert "Would remove 1 folder(s) without a session, 4 bytes" in dry
    assert api.reimport(session_id, header=True).json()["file"]["version"] == 2
    assert "Removed 0 folder(s)" in manage(server.data_dir, "cleanup_orphans").stdout
    with api.chat(session_id) as chat:
        assert_one_turn(chat.ask("how many rows"))
