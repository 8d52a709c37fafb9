"""kill -9 at every stage of an upload: earlier sessions are whole, half of the new one is nowhere."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.faults.processes import descendants, kill_all, kill_everything, kill_server_alone, wait_for
from tests.faults.uploads import STAGES, RawUpload, clean_csv, filthy_csv, stage_shows
from tests.faults.world import Kill, World
from tests.server import ROOT, ServerProcess, environment

KILLS = (kill_everything, kill_server_alone)
MEGABYTE = 1024 * 1024
CLEAN = clean_csv(200_000)
FILTHY = filthy_csv(60_000)


def _received(world: World, size: int) -> Callable[[], bool]:
    def received() -> bool:
        files = (world.server.data_dir / "incoming").glob("*/*.upload")
        return sum(path.stat().st_size for path in files) >= size

    return received


@pytest.mark.parametrize(
    ("sent", "kill"),
    [
        (0, kill_everything),
        (2 * MEGABYTE, kill_server_alone),
        (len(CLEAN) // 2, kill_everything),
        (len(CLEAN), kill_server_alone),  # all of the file, but not the end of the form
    ],
)
def test_while_the_body_arrives(world: World, sent: int, kill: Kill) -> None:
    with RawUpload(world.api, CLEAN) as upload:
        upload.send(sent)
        wait_for(_received(world, sent - 2 * MEGABYTE), f"{sent} bytes on disk")
        assert world.kill_and_recover(kill) == []


@pytest.mark.parametrize(
    ("stage", "kill"), [(stage, KILLS[number % 2]) for number, stage in enumerate(STAGES)]
)
def test_at_each_stage_of_the_import(world: World, stage: str, kill: Kill) -> None:
    with RawUpload(world.api, FILTHY) as upload:
        upload.send()
        wait_for(stage_shows(world.server.data_dir, stage), stage)
        new = world.kill_and_recover(kill)
    assert len(new) <= 1  # the last stages take so little time that the kill may come too late


def test_while_the_copy_is_written(world: World) -> None:
    def growing() -> bool:
        copies = world.server.data_dir.glob(STAGES["opened"])
        return any(path.stat().st_size > MEGABYTE for path in copies)

    with RawUpload(world.api, CLEAN) as upload:
        upload.send()
        wait_for(growing, "a megabyte of the columnar copy")
        assert world.kill_and_recover(kill_server_alone) == []


def test_with_everything_prepared_and_nothing_recorded(world: World) -> None:
    """Another writer holds the database, so the server waits in front of its transaction."""
    database = sqlite3.connect(world.server.data_dir / "db.sqlite3", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    with RawUpload(world.api, CLEAN) as upload:
        upload.send()
        wait_for(stage_shows(world.server.data_dir, "placing the copy"), "a prepared upload")

        def kill(server: ServerProcess) -> None:
            kill_everything(server)
            database.close()  # only now, or the server would get its turn

        assert world.kill_and_recover(kill) == []


@pytest.mark.parametrize("attempt", range(2))
def test_between_the_folders_place_and_its_row(world: World, attempt: int) -> None:
    """A moment of less than a millisecond, met in one attempt of three: both outcomes are whole."""
    with RawUpload(world.api, CLEAN) as upload:
        upload.send()
        wait_for(stage_shows(world.server.data_dir, "moved"), "a staged upload")
        (original,) = world.server.data_dir.glob(STAGES["moved"])
        place = world.folder(original.parent.name)
        wait_for(place.exists, "a published folder", pause=0)
        os.kill(world.server.pid, signal.SIGSTOP)
        assert world.kill_and_recover(kill_everything) in ([], [place.name])


def test_between_the_row_and_the_answer(world: World) -> None:
    before = world.recorded()
    with RawUpload(world.api, CLEAN) as upload:
        upload.send()
        wait_for(lambda: world.recorded() != before, "a committed session")
        (new,) = world.kill_and_recover(kill_everything)
    assert world.api.session(new)["file"]["row_count"] == 200_000


def test_while_a_start_clears_up_after_a_kill(world: World) -> None:
    """A recovery that is killed itself is made up for by the next one."""
    importing = stage_shows(world.server.data_dir, "repairing")
    with RawUpload(world.api, FILTHY) as upload:
        upload.send()
        wait_for(importing, "an import under way")
        kill_everything(world.server)
    recovery = subprocess.Popen(
        [sys.executable, "-m", "config.serve"],
        cwd=ROOT,
        env=environment(world.server.data_dir),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(lambda: not importing(), "the dead import cleared up")

    def kill(_: ServerProcess) -> None:
        kill_all([recovery.pid, *descendants(recovery.pid)])
        recovery.wait()

    assert world.kill_and_recover(kill) == []
