"""A server with a person and her sessions, which have to be whole after each fault."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.chat.test_turns import assert_one_turn
from tests.client import Api, named
from tests.server import ServerProcess, manage

Kill = Callable[[ServerProcess], None]
FILES = ("original.csv", "data.duckdb", "preview.json")
_DATABASE_FILES = {"db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "secret_key", "incoming", "queued"}
_CLEAN_UP_TWICE = """
from django.core.management import call_command
call_command("cleanup_orphans")
call_command("cleanup_orphans")
"""


@dataclass(frozen=True)
class Session:
    """A session as it was before the fault."""

    detail: dict[str, Any]
    digests: dict[str, str]


class World:
    """`before` is what must survive; `look` renews it."""

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        self.api = Api(server.url).register()
        self.before: dict[str, Session] = {}

    def look(self) -> None:
        """Remember everything as it is now."""
        self.before = {session_id: self._session(session_id) for session_id in self.session_ids()}

    def session_ids(self) -> list[str]:
        return [session["id"] for session in self.api.get("/api/sessions").json()]

    def folder(self, session_id: str) -> Path:
        return self.server.data_dir / session_id

    def recorded(self) -> set[str]:
        """The ids of all sessions that have a row, whoever's they are."""
        with sqlite3.connect(f"file:{self.server.data_dir / 'db.sqlite3'}?mode=ro", uri=True) as database:
            found = database.execute("SELECT id FROM sessions_app_session").fetchall()
        return {str(UUID(identifier)) for (identifier,) in found}

    def kill_and_recover(self, kill: Kill, *, deleted: tuple[str, ...] = ()) -> list[str]:
        """Kill, start again, check everything, look anew; returns the sessions that came up meanwhile.

        `deleted` may be gone or whole, nothing between.
        """
        kill(self.server)
        self.server.restart()
        self._connect_again()
        new = self._assert_sessions_are_whole(deleted)
        self._assert_orphans_go_at_once()
        self.look()
        return new

    def _connect_again(self) -> None:
        again = Api(self.server.url)
        again.token, again.email = self.api.token, self.api.email
        self.api = again

    def _assert_sessions_are_whole(self, deleted: tuple[str, ...]) -> list[str]:
        present = self.session_ids()
        assert [s for s in self.before if s not in deleted] == [
            s for s in present if s in self.before and s not in deleted
        ]
        for session_id, earlier in self.before.items():
            if session_id in present:
                assert_whole(earlier, self._session(session_id))
        new = [session_id for session_id in present if session_id not in self.before]
        for session_id in (*new, *present[-1:]):
            self.assert_answers(session_id)
        return new

    def assert_answers(self, session_id: str) -> None:
        """A query over the socket gives the number of rows that the session was recorded with."""
        rows = self.api.session(session_id)["file"]["row_count"]
        with self.api.chat(session_id) as chat:
            events = chat.ask("SELECT count(*) FROM data")
        assert_one_turn(events)
        assert list(named(events, "query_result")[0]["result"][0].values()) == [rows]

    def _assert_orphans_go_at_once(self) -> None:
        """One clean-up finds everything that nobody owns, a second one nothing, and nobody's files stay."""
        assert self._clean_up_twice()[3:] == [0, 0, 0]
        known = _DATABASE_FILES | self.recorded()
        assert {path.name for path in self.server.data_dir.iterdir()} <= known
        waiting = [*self.server.data_dir.glob("incoming/*/*"), *self.server.data_dir.glob("queued/*")]
        assert [path.name for path in waiting] == [".lock"]

    def _clean_up_twice(self) -> list[int]:
        """What each of two runs removed: folders, rows, uploads."""
        done = manage(self.server.data_dir, "shell", "-c", _CLEAN_UP_TWICE)
        assert done.returncode == 0, done.stderr
        return [int(count) for count in re.findall(r"Removed (\d+)", done.stdout)]

    def _session(self, session_id: str) -> Session:
        digests = {
            name: hashlib.sha256((self.folder(session_id) / name).read_bytes()).hexdigest() for name in FILES
        }
        return Session(self.api.session(session_id), digests)


def assert_whole(earlier: Session, now: Session) -> None:
    """The same file, and the conversation with at most something added at its end."""
    assert now.digests == earlier.digests
    assert now.detail["running_turn_id"] is None
    for key in ("id", "created_at", "file"):
        assert now.detail[key] == earlier.detail[key]
    messages = earlier.detail["messages"]
    assert now.detail["messages"][: len(messages)] == messages
