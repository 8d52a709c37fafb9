"""One server per module, which its tests kill and restart again and again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.world import World
from tests.server import ServerProcess


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, template_db: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    """Two sessions, one of them with an answered question. A module may give `SETTINGS` for its server."""
    settings = getattr(request.module, "SETTINGS", {})
    data_dir = tmp_path_factory.mktemp("faults") / "data"
    server = ServerProcess(data_dir, template_db=template_db, **settings).start()
    try:
        world = World(server)
        world.api.upload()
        world.assert_answers(world.api.upload(b"a;b\n1;2\n3;4\n", "semicolons.csv"))
        world.look()
        yield world
    finally:
        server.stop()
