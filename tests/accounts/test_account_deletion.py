"""DELETE /api/auth/me takes sessions, files and rows along."""

from __future__ import annotations

import sqlite3

from tests.client import PASSWORD, Api
from tests.server import ServerProcess


def test_deleting_an_account_leaves_nothing(api: Api, stranger: Api, server: ServerProcess) -> None:
    session_id, kept = api.upload(), stranger.upload()
    with api.chat(session_id) as chat:
        chat.ask("how many rows")
    assert api.delete("/api/auth/me").status_code == 204

    assert api.get("/api/auth/me").status_code == 401
    assert not (server.data_dir / session_id).exists()
    with sqlite3.connect(server.data_dir / "db.sqlite3") as database:
        for table in ("files_file", "chat_turn", "chat_message", "analysis_execution"):
            query = f"SELECT count(*) FROM {table} WHERE session_id = ?"
            assert database.execute(query, [session_id.replace("-", "")]).fetchone() == (0,)
        users = database.execute("SELECT count(*) FROM accounts_user WHERE email = ?", [api.email]).fetchone()
    assert users == (0,)
    assert stranger.session(kept)["id"] == kept
    assert Api(server.url).register(api.email, PASSWORD).token
