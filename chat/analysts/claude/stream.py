"""The pieces of a streamed answer in our own words, so that only `client.py` knows the SDK's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chat.events import Usage


@dataclass(frozen=True, slots=True)
class BlockStarted:
    """A content block begins; `raw` is it as the API sent it, still empty."""

    index: int
    raw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BlockGrew:
    """The next piece of one field of a block: `text`, `input` (JSON text), `thinking`, `signature`."""

    index: int
    field: str
    piece: str


@dataclass(frozen=True, slots=True)
class BlockEnded:
    index: int


@dataclass(frozen=True, slots=True)
class UsageKnown:
    """What the call has cost up to now. Counts only grow; a 0 in a later one means "as before"."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why the model stopped, in the API's words, and its explanation of a refusal."""

    reason: str
    explanation: str | None = None


StreamEvent = BlockStarted | BlockGrew | BlockEnded | UsageKnown | Stopped
