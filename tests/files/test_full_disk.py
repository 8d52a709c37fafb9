"""A disk that really is full: a small one is mounted, where the tests may do that."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat.test_turns import assert_one_turn
from tests.client import Api
from tests.faults.disk import small_disk
from tests.server import ServerProcess

MEGABYTE = 1024 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """16 MB."""
    with small_disk(tmp_path / "disk", 16) as folder:
        yield folder


def incompressible_csv(size: int) -> bytes:
    source = random.Random(1)
    lines = [b"id,text"]
    while size > 0:
        lines.append(b"%d,%s" % (len(lines), source.randbytes(60).hex().encode()))
        size -= len(lines[-1]) + 1
    return b"\n".join(lines)


def test_a_disk_that_fills_up_during_the_import_keeps_nothing(disk: Path, template_db: Path) -> None:
    server = ServerProcess(disk / "data", template_db=template_db, DISK_RESERVE_BYTES=0).start()
    try:
        api = Api(server.url).register()
        kept = api.upload()
        # A short last row has the file rewritten and staged on its way: that takes more than one copy.
        content = incompressible_csv(3 * MEGABYTE) + b"\nshort"
        ballast = disk / "ballast"
        free = shutil.disk_usage(disk).free
        # Enough for what is asked before an upload (twice its size), too little for the import.
        ballast.write_bytes(b"x" * (free - 2 * len(content) - 200_000))
        before = sorted(path for path in server.data_dir.rglob("*") if path.is_file())

        response = api.try_upload(content, "large.csv")
        assert (response.status_code, response.json()["code"]) == (507, "disk_full")
        assert sorted(path for path in server.data_dir.rglob("*") if path.is_file()) == before
        assert [session["id"] for session in api.get("/api/sessions").json()] == [kept]

        server.wait_for_log(lambda line: "/api/upload 507" in line)
        assert response.json()["detail"] == "The server's disk is full; try again later."

        ballast.write_bytes(b"x" * (free - 2 * len(content)))
        refused = api.try_upload(content, "large.csv")
        assert (refused.status_code, refused.json()["code"]) == (507, "disk_full")
        assert "no room for this file" in refused.json()["detail"]

        ballast.unlink()
        assert api.upload(content, "large.csv")
        with api.chat(kept) as chat:
            assert_one_turn(chat.ask("how many rows"))
    finally:
        server.stop()
