"""`Prefer: respond-async`: a job that can be asked, watched, cancelled, and that no crash leaves open."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chat.test_turns import assert_one_turn
from tests.client import SALES, Api, named
from tests.files.slow_csv import SLOW_ROWS, csv_that_takes_seconds
from tests.files.test_upload import incoming, session_folders
from tests.server import ROOT, ServerProcess, environment, manage

END = ("file_complete", "file_error")


@pytest.fixture(scope="module")
def slow_csv() -> bytes:
    return csv_that_takes_seconds()


def queued(server: ServerProcess) -> list[Path]:
    return list((server.data_dir / "queued").iterdir())


def test_an_upload_in_the_background_becomes_a_session(api: Api, server: ServerProcess) -> None:
    response = api.http.post(
        "/api/upload",
        headers={**api.headers, "Prefer": "wait=5, respond-async"},
        files={"file": ("sales.csv", SALES)},
    )
    accepted = response.json()
    assert response.status_code == 202
    assert set(accepted) == {"job_id", "session_id", "status", "file_info"}
    assert accepted["status"] in ("queued", "processing")
    assert accepted["file_info"] == {
        "filename": "sales.csv",
        "size": len(SALES),
        "estimated_rows": 5,
        "estimated_columns": 4,
    }
    assert response.headers["Location"] == f"/api/status/{accepted['job_id']}"
    assert response.headers["Preference-Applied"] == "respond-async"
    with api.chat(accepted["session_id"]) as chat:
        state = api.job(accepted["job_id"])
        if state["status"] != "completed":
            chat.until("file_complete")
            state = api.job(accepted["job_id"])
        # What the import still had to say when its row was asked comes first, and belongs to no turn.
        assert_one_turn([event for event in chat.ask("how many rows") if event["turn_id"]])
    assert (state["status"], state["progress"], state["error"]) == ("completed", 100, None)
    detail = api.session(accepted["session_id"])
    assert state["result"] == {"session_id": accepted["session_id"], "file": detail["file"]}
    assert detail["file"]["row_count"] == 5
    assert queued(server) == []


def test_a_socket_hears_how_far_the_import_is(api: Api, slow_csv: bytes) -> None:
    accepted = api.upload_in_background(slow_csv)
    assert api.get(f"/api/sessions/{accepted['session_id']}").status_code == 404
    with api.chat(accepted["session_id"]) as chat:
        chat.say("how many rows?")
        events = chat.until(*END)
        assert events[-1]["event"] == "file_complete"
        progress = [event["data"]["progress"] for event in events if event["event"] == "file_progress"]
        assert progress == sorted(progress)
        assert all(
            event["data"]["job_id"] == accepted["job_id"] for event in events if "job_id" in event["data"]
        )
        assert "importing" in [error["code"] for error in named(events, "error")]
        assert events[-1]["data"]["metadata"]["row_count"] == SLOW_ROWS
        assert_one_turn(chat.ask("how many rows"))
    assert accepted["file_info"]["estimated_rows"] == pytest.approx(SLOW_ROWS, rel=0.1)


def test_a_refused_file_leaves_only_its_reason(api: Api, server: ServerProcess) -> None:
    before = session_folders(server)
    accepted = api.upload_in_background(b"a,b\n")
    state = api.job(accepted["job_id"])
    while state["status"] in ("queued", "processing"):
        state = api.job(accepted["job_id"])
    assert (state["status"], state["code"], state["result"]) == ("failed", "no_rows", None)
    assert state["error"] == "The file has a header but no rows of data below it."
    assert session_folders(server) == before
    assert (queued(server), incoming(server)) == ([], [])
    assert api.get("/api/sessions").json() == []


def test_what_is_wrong_with_the_name_is_said_at_once(api: Api) -> None:
    headers = {**api.headers, "Prefer": "respond-async"}
    response = api.http.post("/api/upload", headers=headers, files={"file": ("data.xlsx", b"x")})
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_file_type")


def test_an_import_can_be_cancelled(api: Api, server: ServerProcess, slow_csv: bytes) -> None:
    accepted = api.upload_in_background(slow_csv)
    with api.chat(accepted["session_id"]) as chat:
        assert api.delete(f"/api/status/{accepted['job_id']}").status_code == 204
        event = chat.until(*END)[-1]
        assert (event["event"], event["data"]["code"]) == ("file_error", "cancelled")
    assert api.job(accepted["job_id"])["error"] == "The import was cancelled."
    assert api.get("/api/sessions").json() == []
    assert api.upload()  # the worker is free again, and what it wrote is gone
    assert (queued(server), incoming(server)) == ([], [])


@pytest.mark.parametrize("job_id", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_job_is_not_found(api: Api, job_id: str) -> None:
    response = api.get(f"/api/status/{job_id}")
    assert (response.status_code, response.json()["code"]) == (404, "job_not_found")


def test_a_stranger_sees_neither_job_nor_socket(api: Api, stranger: Api, slow_csv: bytes) -> None:
    accepted = api.upload_in_background(slow_csv)
    assert stranger.get(f"/api/status/{accepted['job_id']}").status_code == 404
    assert stranger.delete(f"/api/status/{accepted['job_id']}").status_code == 404
    with pytest.raises(Exception, match="403"):
        stranger.chat(accepted["session_id"])
    with api.chat(accepted["session_id"]) as chat:
        assert chat.until(*END)[-1]["event"] == "file_complete"


def test_a_job_that_died_with_its_process_is_closed_at_the_next_start(
    own_server: Callable[..., ServerProcess], slow_csv: bytes
) -> None:
    server = own_server()
    api = Api(server.url).register()
    kept = api.upload()
    running = api.upload_in_background(slow_csv)
    waiting = api.upload_in_background(SALES)
    with api.chat(running["session_id"]) as chat:
        chat.until("file_progress")
        server.kill()
    server.restart()
    again = Api(server.url)
    again.token = api.token
    for accepted in (running, waiting):
        state = again.job(accepted["job_id"])
        assert (state["status"], state["code"]) == ("failed", "server_restarted")
    assert (queued(server), incoming(server), session_folders(server)) == ([], [], {kept})
    assert [session["id"] for session in again.get("/api/sessions").json()] == [kept]


def test_a_stopped_server_ends_its_imports_with_a_reason(
    own_server: Callable[..., ServerProcess], slow_csv: bytes
) -> None:
    server = own_server()
    api = Api(server.url).register()
    accepted = api.upload_in_background(slow_csv)
    with api.chat(accepted["session_id"]) as chat:
        chat.until("file_progress")
        server.stop()
    server.restart()
    again = Api(server.url)
    again.token = api.token
    state = again.job(accepted["job_id"])
    assert (state["status"], state["code"]) == ("failed", "server_restarted")
    assert (queued(server), incoming(server), session_folders(server)) == ([], [], set())


def test_deleting_the_account_ends_its_imports(api: Api, server: ServerProcess, slow_csv: bytes) -> None:
    before = session_folders(server)
    accepted = api.upload_in_background(slow_csv)
    with api.chat(accepted["session_id"]) as chat:
        assert api.delete("/api/auth/me").status_code == 204
        assert chat.until(*END)[-1]["event"] == "file_error"
    assert Api(server.url).register().upload()
    assert len(session_folders(server) - before) == 1
    assert (queued(server), incoming(server)) == ([], [])


# --- workers of their own -------------------------------------------------------------------------


@contextmanager
def import_worker(server: ServerProcess) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py db_worker`, as an operator starts it."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--interval", "0.05", "--no-startup-delay"],
        cwd=ROOT,
        env=environment(server.data_dir, **server.settings),
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def finished(api: Api, job_id: str) -> str:
    state = api.job(job_id)
    while state["status"] in ("queued", "processing"):
        state = api.job(job_id)
    return str(state["status"])


def test_workers_take_the_queue_and_a_queued_job_outlives_the_server(
    own_server: Callable[..., ServerProcess],
) -> None:
    server = own_server(BACKGROUND_TASKS="database")
    api = Api(server.url).register()
    accepted = api.upload_in_background(SALES)
    server.kill()
    server.restart()
    again = Api(server.url)
    again.token = api.token
    assert again.job(accepted["job_id"])["status"] == "queued"
    assert manage(server.data_dir, "cleanup_orphans", **server.settings).returncode == 0
    with import_worker(server):
        assert finished(again, accepted["job_id"]) == "completed"
    assert again.session(accepted["session_id"])["file"]["row_count"] == 5
    assert queued(server) == []


def test_a_worker_that_is_killed_leaves_a_failed_job(
    own_server: Callable[..., ServerProcess], slow_csv: bytes
) -> None:
    server = own_server(BACKGROUND_TASKS="database")
    api = Api(server.url).register()
    accepted = api.upload_in_background(slow_csv)
    with import_worker(server) as worker:
        while api.job(accepted["job_id"])["status"] == "queued":
            assert worker.poll() is None
        worker.kill()
        worker.wait()
    state = api.job(accepted["job_id"])
    assert (state["status"], state["code"]) == ("failed", "server_restarted")
    assert manage(server.data_dir, "cleanup_orphans", **server.settings).returncode == 0
    assert (queued(server), incoming(server), session_folders(server)) == ([], [], set())
