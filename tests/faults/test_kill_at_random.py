"""kill -9 at random moments. `FAULT_ROUNDS=200 pytest tests/faults/test_kill_at_random.py` looks longer.

The moment comes from a clock on purpose: it finds what nobody thought of. `FAULT_SEED` makes other
choices; the same seed repeats them, if not the exact moment.
"""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
from collections.abc import Callable

import httpx2
from websockets.exceptions import WebSocketException

from tests.faults.processes import kill_everything, kill_server_alone
from tests.faults.uploads import clean_csv, filthy_csv
from tests.faults.world import World

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
SEED = int(os.environ.get("FAULT_SEED", "1"))
SETTINGS = {"ANALYSIS_WARM_UP": "true"}  # the statistics workers are killed too, also while they start
_FILES = (clean_csv(100_000), filthy_csv(20_000), b"a,b\n1,2\n")
_LONGEST_DELAY_SECONDS = 0.6
_MOST_SESSIONS = 6


def _act(action: Callable[[], object]) -> threading.Thread:
    """Do it in the background; the connection is going to break."""

    def act() -> None:
        with contextlib.suppress(httpx2.TransportError, WebSocketException, OSError):
            action()

    thread = threading.Thread(target=act)
    thread.start()
    return thread


def _analyse(world: World, session_id: str) -> None:
    with world.api.chat(session_id) as chat:
        chat.send({"type": "auto_analyze"})
        chat.until("done")


def _choose(world: World, chance: random.Random) -> tuple[Callable[[], object], tuple[str, ...]]:
    """What is going on when the kill comes, and which sessions may be gone afterwards."""
    sessions = list(world.before)
    session_id = chance.choice(sessions)
    content = chance.choice(_FILES)
    if len(sessions) > _MOST_SESSIONS or (len(sessions) > 2 and chance.random() < 0.25):
        return lambda: world.api.delete(f"/api/sessions/{session_id}"), (session_id,)
    if chance.random() < 0.3:
        return lambda: _analyse(world, session_id), ()
    upload = chance.choice((world.api.try_upload, world.api.upload_in_background))
    return lambda: upload(content, "random.csv"), ()


def test_nothing_is_lost_whenever_the_kill_comes(world: World) -> None:
    chance = random.Random(SEED)
    for _ in range(ROUNDS):
        action, deleted = _choose(world, chance)
        acting = _act(action)
        time.sleep(chance.uniform(0, _LONGEST_DELAY_SECONDS))
        world.kill_and_recover(chance.choice((kill_everything, kill_server_alone)), deleted=deleted)
        acting.join()
