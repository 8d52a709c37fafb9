"""kill -9 while files are read in the background: their jobs are closed, nothing stays on disk."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.processes import kill_everything, kill_server_alone, wait_for
from tests.faults.uploads import filthy_csv, stage_shows
from tests.faults.world import Kill, World

FILTHY = filthy_csv(60_000)
SETTINGS = {"ANALYSIS_WARM_UP": "true"}  # the statistics workers are killed too, also while they start


def _assert_closed(world: World, job_id: str) -> None:
    state = world.api.job(job_id)
    assert (state["status"], state["code"]) == ("failed", "server_restarted")


def _reimport_in_background(world: World, session_id: str) -> dict[str, Any]:
    headers = {**world.api.headers, "Prefer": "respond-async"}
    response = world.api.http.post(f"/api/sessions/{session_id}/reimport", headers=headers, json={})
    assert response.status_code == 202, response.text
    accepted: dict[str, Any] = response.json()
    return accepted


@pytest.mark.parametrize(
    ("stage", "kill"),
    [
        ("transcoding", kill_everything),
        ("repairing", kill_server_alone),
        ("placing the copy", kill_everything),
    ],
)
def test_while_an_upload_is_read(world: World, stage: str, kill: Kill) -> None:
    accepted = world.api.upload_in_background(FILTHY)
    wait_for(stage_shows(world.server.data_dir, stage), stage)
    new = world.kill_and_recover(kill)
    if new:  # the last stages take so little time that the kill may come too late
        assert new == [accepted["session_id"]]
        assert world.api.job(accepted["job_id"])["status"] == "completed"
    else:
        _assert_closed(world, accepted["job_id"])


def test_while_others_wait_in_the_queue(world: World) -> None:
    accepted = [world.api.upload_in_background(FILTHY) for _ in range(3)]
    wait_for(stage_shows(world.server.data_dir, "repairing"), "the first of them under way")
    assert world.kill_and_recover(kill_everything) == []
    for job in accepted:
        _assert_closed(world, job["job_id"])


@pytest.mark.parametrize("stage", ["staging", "writing the preview"])
def test_while_a_file_is_read_again(world: World, stage: str) -> None:
    """The session stays at its earlier reading, and the next attempt succeeds."""
    session_id = world.api.upload(FILTHY, "filthy.csv")
    world.look()
    accepted = _reimport_in_background(world, session_id)
    wait_for(stage_shows(world.server.data_dir, stage), stage)
    assert world.kill_and_recover(kill_everything) == []
    _assert_closed(world, accepted["job_id"])
    assert world.api.reimport(session_id, header=True).json()["file"]["version"] == 2
    world.assert_answers(session_id)
    world.look()


def test_between_a_readings_place_and_its_row(world: World) -> None:
    session_id = world.api.upload(FILTHY, "filthy.csv")
    _reimport_in_background(world, session_id)
    wait_for(lambda: (world.folder(session_id) / "v2").exists(), "a published reading")
    assert world.kill_and_recover(kill_everything) == [session_id]
    version = world.api.session(session_id)["file"]["version"]
    assert (world.folder(session_id) / "v2").exists() == (version == 2)
