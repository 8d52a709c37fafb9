"""The channel-layer group that a session's sockets listen on."""

from __future__ import annotations


def session_group(session_id: object) -> str:
    """Every socket open on the session."""
    return f"session.{session_id}"
