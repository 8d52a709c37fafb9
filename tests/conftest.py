"""Fixtures shared by all tests: one real server per test process, clients, servers of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.client import Api
from tests.scripted_claude import ScriptedClaude
from tests.scripted_claude.fixture import *  # noqa: F403
from tests.server import ServerProcess, manage


@pytest.fixture(scope="session")
def template_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to start servers from."""
    data_dir = tmp_path_factory.mktemp("template")
    done = manage(data_dir, "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return data_dir / "db.sqlite3"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, template_db: Path) -> Iterator[ServerProcess]:
    """The server that most tests share: built-in analyst, default limits, roomy rates."""
    data_dir = tmp_path_factory.mktemp("server") / "data"
    process = ServerProcess(data_dir, template_db=template_db, ANALYSIS_WARM_UP="true").start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def claude_server(
    tmp_path_factory: pytest.TempPathFactory, template_db: Path, scripted_claude_server: ScriptedClaude
) -> Iterator[ServerProcess]:
    """A server whose analyst is the scripted Claude."""
    process = ServerProcess(
        tmp_path_factory.mktemp("claude") / "data",
        template_db=template_db,
        ANTHROPIC_BASE_URL=scripted_claude_server.url,
        ANTHROPIC_API_KEY="sk-ant-test-key",
        MODEL_RETRY_BASE_SECONDS="0.01",
    ).start()
    yield process
    process.stop()


@pytest.fixture
def own_server(tmp_path: Path, template_db: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Starts servers with settings of the test's own: `own_server(MAX_UPLOAD_SIZE=1000)`."""
    started: list[ServerProcess] = []

    def start(**settings: Any) -> ServerProcess:
        folder = tmp_path / f"data{len(started)}"
        started.append(ServerProcess(folder, template_db=template_db, **settings).start())
        return started[-1]

    yield start
    for process in started:
        if process._process is not None:
            process.stop()


@pytest.fixture
def api(server: ServerProcess) -> Api:
    """A client of the shared server, registered as somebody new."""
    return Api(server.url).register()


@pytest.fixture
def stranger(server: ServerProcess) -> Api:
    """Somebody else."""
    return Api(server.url).register()


@pytest.fixture
def claude_api(claude_server: ServerProcess) -> Api:
    """A client of the server with the scripted Claude, registered as somebody new."""
    return Api(claude_server.url).register()
