"""The disk fills up at each stage of an upload: 507, nothing is kept, and everybody goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.disk import filled, small_disk
from tests.faults.processes import descendants, wait_for
from tests.faults.uploads import STAGES, RawUpload, clean_csv, filthy_csv, stage_shows
from tests.faults.world import World
from tests.server import ServerProcess

CLEAN = clean_csv(60_000)
FILTHY = filthy_csv(60_000)
DISK_MEGABYTES = 48


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, template_db: Path) -> Iterator[World]:
    with small_disk(tmp_path_factory.mktemp("full") / "disk", DISK_MEGABYTES) as disk:
        server = ServerProcess(disk / "data", template_db=template_db, DISK_RESERVE_BYTES=0).start()
        try:
            world = World(server)
            world.assert_answers(world.api.upload())
            world.look()
            yield world
        finally:
            server.stop()


def _files(data_dir: Path) -> list[Path]:
    """Everything but SQLite's own, which come and go with its readers."""
    return sorted(path for path in data_dir.rglob("*") if path.is_file() and "sqlite3" not in path.name)


@contextlib.contextmanager
def _stopped_when(world: World, condition: Callable[[], bool], what: str) -> Iterator[None]:
    """Everything that reads files stands still from the moment on that `condition` holds."""
    workers = descendants(world.server.pid)
    wait_for(condition, what)
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        for worker in workers:
            os.kill(worker, signal.SIGCONT)


@contextlib.contextmanager
def _nothing_kept(world: World) -> Iterator[None]:
    """What is on disk and in the list stays as it was, and with room again everything works again."""
    before = _files(world.server.data_dir)
    yield
    assert _files(world.server.data_dir) == before
    assert world.session_ids() == list(world.before)
    for session_id in list(world.before):
        world.assert_answers(session_id)
    again = world.api.upload(CLEAN, "again.csv")
    assert world.api.delete(f"/api/sessions/{again}").status_code == 204


def _assert_refused(world: World, upload: RawUpload) -> None:
    assert upload.status() == 507
    assert world.session_ids() == list(world.before)


def test_while_the_body_arrives(world: World) -> None:
    incoming = world.server.data_dir / "incoming"
    with _nothing_kept(world), RawUpload(world.api, CLEAN) as upload:
        upload.send(len(CLEAN) // 2)
        wait_for(lambda: any(path.stat().st_size for path in incoming.glob("*/*.upload")), "half a body")
        with filled(world.server.data_dir.parent):
            upload.send()
            _assert_refused(world, upload)


@pytest.mark.parametrize("stage", [stage for stage in STAGES if not stage.startswith("placing")])
def test_at_each_stage_of_the_import(world: World, stage: str) -> None:
    with _nothing_kept(world), contextlib.ExitStack() as disk, RawUpload(world.api, FILTHY) as upload:
        upload.send()
        with _stopped_when(world, stage_shows(world.server.data_dir, stage), stage):
            disk.enter_context(filled(world.server.data_dir.parent))
        _assert_refused(world, upload)


def test_while_the_copy_is_written(world: World) -> None:
    def growing() -> bool:
        return any(path.stat().st_size > 500_000 for path in world.server.data_dir.glob(STAGES["opened"]))

    with _nothing_kept(world), contextlib.ExitStack() as disk, RawUpload(world.api, CLEAN) as upload:
        upload.send()
        with _stopped_when(world, growing, "half of the columnar copy"):
            disk.enter_context(filled(world.server.data_dir.parent))
        _assert_refused(world, upload)


def test_when_the_session_is_recorded(world: World) -> None:
    """Another writer holds the database until the disk is full, so only the rows are missing."""
    database = sqlite3.connect(world.server.data_dir / "db.sqlite3", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    with _nothing_kept(world), RawUpload(world.api, CLEAN) as upload:
        upload.send()
        wait_for(stage_shows(world.server.data_dir, "placing the copy"), "a prepared upload")
        with filled(world.server.data_dir.parent):
            database.close()
            _assert_refused(world, upload)
