"""kill -9 in the middle of answers and deletions: what was there is whole or gone, never half."""

from __future__ import annotations

import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.chat.test_turns import ENDLESS
from tests.client import Api
from tests.faults.processes import kill_everything, kill_server_alone, wait_for
from tests.faults.world import Kill, World
from tests.server import ROOT, ServerProcess, environment

MANY = 4_000
KILLS = pytest.mark.parametrize("kill", [kill_everything, kill_server_alone])


def _with_many_files(world: World, api: Api) -> str:
    """A session whose deletion takes a while."""
    session_id = api.upload()
    turns = world.folder(session_id) / "turns"
    turns.mkdir()
    for _ in range(MANY):
        (turns / f"{uuid.uuid4()}.jsonl").touch()
    return session_id


def _count(folder: Path) -> int:
    """Files in a folder; none when it is gone."""
    try:
        return sum(1 for _ in folder.iterdir())
    except FileNotFoundError:
        return 0


@KILLS
def test_while_a_query_runs(world: World, kill: Kill) -> None:
    session_id = world.session_ids()[0]
    with world.api.chat(session_id) as chat:
        chat.say(ENDLESS)
        chat.until("status")
        assert world.kill_and_recover(kill) == []
    assert world.api.session(session_id)["messages"][-1]["type"] == "error"


def test_while_an_answer_is_written(world: World) -> None:
    session_id = world.session_ids()[0]
    with world.api.chat(session_id) as chat:
        chat.send({"type": "auto_analyze"})
        chat.until("plot")
        assert world.kill_and_recover(kill_everything) == []
    assert world.api.session(session_id)["messages"][-1]["type"] == "error"


@KILLS
def test_while_a_session_is_deleted(world: World, kill: Kill) -> None:
    session_id = _with_many_files(world, world.api)
    world.look()
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(world.api.delete, f"/api/sessions/{session_id}")
        wait_for(lambda: _count(world.folder(session_id) / "turns") < MANY // 2, "half of the files gone")
        world.kill_and_recover(kill, deleted=(session_id,))
        assert answer.exception() or answer.result().status_code == 204
    assert session_id not in world.session_ids()


def test_between_a_sessions_rows_and_its_files(world: World) -> None:
    session_id = _with_many_files(world, world.api)
    world.look()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(world.api.delete, f"/api/sessions/{session_id}")
        wait_for(lambda: session_id not in world.recorded(), "the rows gone")
        world.kill_and_recover(kill_everything, deleted=(session_id,))
    assert session_id not in world.session_ids()


def test_while_an_account_is_deleted(world: World) -> None:
    leaving = Api(world.server.url).register()
    sessions = [_with_many_files(world, leaving) for _ in range(3)]
    started = {session_id: leaving.session(session_id) for session_id in sessions}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(leaving.delete, "/api/auth/me")
        folders = [world.folder(session_id) / "turns" for session_id in sessions]
        wait_for(lambda: sum(map(_count, folders)) < 1.5 * MANY, "half of the sessions gone")
        world.kill_and_recover(kill_everything)
    again = Api(world.server.url)
    again.token = leaving.token
    left = [session["id"] for session in again.get("/api/sessions").json()]
    assert 0 < len(left) < len(sessions)
    for session_id in left:
        assert again.session(session_id) == started[session_id]
    assert again.delete("/api/auth/me").status_code == 204
    assert again.get("/api/sessions").status_code == 401


def test_while_the_clean_up_command_deletes(world: World) -> None:
    """The command is killed and then the server too, though it had nothing to do with it."""
    owner = Api(world.server.url).register()
    session_id = _with_many_files(world, owner)
    world.look()
    command = subprocess.Popen(
        [sys.executable, "manage.py", "cleanup_sessions", "--older-than", "0h", "--user", owner.email],
        cwd=ROOT,
        env=environment(world.server.data_dir),
        stdout=subprocess.DEVNULL,
    )
    wait_for(lambda: _count(world.folder(session_id) / "turns") < MANY // 2, "half of the files gone")

    def kill(server: ServerProcess) -> None:
        command.kill()
        command.wait()
        kill_everything(server)

    assert world.kill_and_recover(kill) == []
