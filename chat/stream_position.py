"""How far one socket has come in each turn's events: what makes each arrive once and in order."""

from __future__ import annotations

from enum import Enum


class Verdict(Enum):
    """What to do with a frame that arrived."""

    SEND = "send"
    DROP = "drop"
    CATCH_UP = "catch up"
    """Frames before it are missing: read them from the log."""


class StreamPosition:
    """The last sequence number sent to one socket, per turn.

    `joined` is the turn that was running when the socket connected: its earlier events are left
    out unless the client resumes them. Of any later turn the socket gets everything.
    """

    def __init__(self, joined: str | None = None) -> None:
        self._joined = joined
        self._last: dict[str, int] = {}

    def last(self, turn_id: str) -> int:
        return self._last.get(turn_id, 0)

    def rewind(self, turn_id: str, after: int) -> None:
        """The client has the turn's events up to `after`."""
        self._last[turn_id] = after

    def judge(self, turn_id: str, seq: int) -> Verdict:
        if turn_id == self._joined and turn_id not in self._last:
            return Verdict.SEND
        last = self.last(turn_id)
        if seq <= last:
            return Verdict.DROP
        return Verdict.SEND if seq == last + 1 else Verdict.CATCH_UP

    def sent(self, turn_id: str, seq: int) -> None:
        self._last[turn_id] = max(seq, self.last(turn_id))
