"""The pytest fixtures: one server for the whole run, a clean script for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scripted_claude.server import ScriptedClaude

__all__ = ["scripted_claude", "scripted_claude_server"]


@pytest.fixture(scope="session")
def scripted_claude_server() -> Iterator[ScriptedClaude]:
    """The running server; starting and stopping one per test would cost more than most tests."""
    with ScriptedClaude() as server:
        yield server


@pytest.fixture
def scripted_claude(scripted_claude_server: ScriptedClaude) -> Iterator[ScriptedClaude]:
    """A scripted Claude without a script. The test fails if its script wasn't followed to the end."""
    scripted_claude_server.reset()
    yield scripted_claude_server
    scripted_claude_server.assert_finished()
    scripted_claude_server.reset()
