"""`cleanup_sessions` and `cleanup_orphans` say in counts and bytes what they did, and do only that."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chat.test_turns import ENDLESS
from tests.client import Api
from tests.server import ServerProcess, manage


@pytest.fixture
def old_server(own_server: Callable[..., ServerProcess]) -> ServerProcess:
    return own_server()


def make_old(server: ServerProcess, session_id: str, days: int) -> None:
    with sqlite3.connect(server.data_dir / "db.sqlite3") as database:
        database.execute(
            "UPDATE sessions_app_session SET updated_at = datetime('now', ?) WHERE id = ?",
            [f"-{days} days", session_id.replace("-", "")],
        )


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_old_sessions_go_with_their_files(old_server: ServerProcess) -> None:
    api, other = Api(old_server.url).register(), Api(old_server.url).register()
    old, fresh, others = api.upload(), api.upload(), other.upload()
    for session_id in (old, others):
        make_old(old_server, session_id, 40)
    size = folder_bytes(old_server.data_dir / old)

    def run(*arguments: str) -> str:
        done = manage(old_server.data_dir, "cleanup_sessions", "--older-than", "30d", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Would delete 2 session(s)" in run("--dry-run")
    assert len(api.get("/api/sessions").json()) == 2
    assert f"Deleted 1 session(s), {size} bytes" in run("--user", api.email.upper())
    assert [session["id"] for session in api.get("/api/sessions").json()] == [fresh]
    assert not (old_server.data_dir / old).exists()
    assert "Deleted 1 session(s)" in run()
    assert "Deleted 0 session(s), 0 bytes" in run()
    assert other.get("/api/sessions").json() == []


def test_a_session_that_answers_right_now_is_skipped(old_server: ServerProcess) -> None:
    api = Api(old_server.url).register()
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.say(ENDLESS)
        chat.until("status")
        make_old(old_server, session_id, 40)
        done = manage(old_server.data_dir, "cleanup_sessions", "--older-than", "1h")
        assert "Skipped 1 session(s)" in done.stdout
        chat.send({"type": "stop"})
        chat.until("done")


@pytest.mark.parametrize(
    "arguments", [[], ["--older-than", "soon"], ["--older-than", "30"], ["--older-than", "-1d"]]
)
def test_a_bad_age_is_explained(tmp_path: Path, arguments: list[str]) -> None:
    done = manage(tmp_path, "cleanup_sessions", *arguments)
    assert done.returncode != 0
    assert "--older-than" in done.stderr


def test_an_unknown_user_is_explained(server: ServerProcess) -> None:
    done = manage(server.data_dir, "cleanup_sessions", "--older-than", "1d", "--user", "nobody@example.org")
    assert done.returncode != 0
    assert "There is no user nobody@example.org." in done.stderr


def test_orphans_are_removed_once(old_server: ServerProcess) -> None:
    api = Api(old_server.url).register()
    kept, lost = api.upload(), api.upload()
    for path in (old_server.data_dir / lost).iterdir():
        path.unlink()
    stray = old_server.data_dir / "11111111-1111-4111-8111-111111111111"
    stray.mkdir()
    (stray / "original.csv").write_bytes(b"x" * 1000)
    an_hour_ago = time.time() - 3600
    os.utime(stray, (an_hour_ago, an_hour_ago))
    half = old_server.data_dir / "incoming" / ("0" * 32)
    half.mkdir()
    (half / "tmp.upload").write_bytes(b"x" * 500)

    dry = manage(old_server.data_dir, "cleanup_orphans", "--dry-run").stdout
    assert "Would remove 1 folder(s) without a session, 1000 bytes" in dry
    assert "Would remove 1 session(s) without files" in dry
    assert "Would remove 1 unfinished upload(s), 500 bytes" in dry
    assert stray.exists()
    assert manage(old_server.data_dir, "cleanup_orphans").stdout == dry.replace("Would remove", "Removed")
    assert "Removed 0" in manage(old_server.data_dir, "cleanup_orphans").stdout
    assert not stray.exists()
    assert not half.exists()
    assert [session["id"] for session in api.get("/api/sessions").json()] == [kept]
    assert api.upload()
