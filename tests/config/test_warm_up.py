"""Which workers a server starts before somebody needs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.client import Api
from tests.faults.processes import descendants, wait_for
from tests.server import ServerProcess


def has_statistics_workers(server: ServerProcess) -> bool:
    commands = (Path(f"/proc/{pid}/cmdline") for pid in descendants(server.pid))
    return any("engine.statistics.preloaded" in command.read_text() for command in commands)


def test_statistics_workers_start_with_the_server(server: ServerProcess) -> None:
    assert server.settings["ANALYSIS_WARM_UP"] == "true"
    wait_for(lambda: has_statistics_workers(server), "the start of the statistics workers")


def test_or_with_the_first_analysis(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server(ANALYSIS_WARM_UP="false")
    api = Api(server.url).register()
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.ask("how many rows")
    assert not has_statistics_workers(server)
    assert api.get(f"/api/sessions/{session_id}/profile").status_code == 200
    assert has_statistics_workers(server)
