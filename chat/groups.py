"""Names of the channel-layer groups that a session's sockets and its running turn listen on."""

from __future__ import annotations


def session_group(session_id: object) -> str:
    """Every socket open on the session."""
    return f"session.{session_id}"


def control_group(session_id: object) -> str:
    """The turn that runs in the session, in whichever process."""
    return f"control.{session_id}"
