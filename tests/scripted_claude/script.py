"""What a scripted call answers: an ordered list of parts, from the first delta to the last fault.

Everything here is a plain frozen value, so a script reads like the stream that it stands for.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
"""A request body as the Messages API receives it."""
Matcher = Callable[[Body], bool]


class Gate:
    """A point at which the server waits until the test lets it go on: events instead of clocks."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()
        self._on_open: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        return self._opened.is_set()

    def wait_reached(self, timeout_seconds: float = 10.0) -> None:
        """Block until the server stands at this gate; AssertionError when it doesn't come."""
        assert self.reached.wait(timeout_seconds), "the scripted server never reached this gate"

    def open(self) -> None:
        """Let the server go on, now and at every later passing."""
        with self._lock:
            self._opened.set()
            callbacks, self._on_open = self._on_open, []
        for callback in callbacks:
            callback()

    def when_open(self, callback: Callable[[], None]) -> None:
        """Call back once open, at once if it is open already."""
        with self._lock:
            if not self._opened.is_set():
                self._on_open.append(callback)
                return
        callback()


@dataclass(frozen=True, slots=True)
class Ping:
    """A `ping` event."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Wait at `gate`. The headers and all earlier events have been sent."""

    gate: Gate


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait `seconds`; for load tests that need a pace, not for waiting in tests."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Fail:
    """An `error` event in the middle of the stream, which ends it."""

    type: str = "overloaded_error"
    message: str = "Overloaded"


@dataclass(frozen=True, slots=True)
class Drop:
    """Close the connection without ending the response."""


@dataclass(frozen=True, slots=True)
class CutShort:
    """End the response properly, but before `message_delta` and `message_stop`."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes sent as they are, for instance something that is no event at all."""

    text: str


Control = Ping | Hold | Pause | Fail | Drop | CutShort | Raw


@dataclass(frozen=True, slots=True)
class Say:
    """A text block; one delta per string."""

    pieces: tuple[str | Control, ...]


@dataclass(frozen=True, slots=True)
class Think:
    """A thinking block with its signature. An empty `thinking` is what display "omitted" sends."""

    thinking: str
    signature: str = "c2lnbmF0dXJl"


@dataclass(frozen=True, slots=True)
class Use:
    """A tool_use block; one `input_json_delta` per string or per `piece_length` characters."""

    name: str
    pieces: tuple[str | Control, ...]
    id: str | None = None


Part = Say | Think | Use | Control


@dataclass(frozen=True, slots=True)
class Tokens:
    """The usage that an answer reports."""

    input: int = 100
    output: int = 20
    cache_read: int = 0
    cache_creation: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200 answer, streamed or whole as the request asks."""

    parts: tuple[Part, ...]
    stop_reason: str
    tokens: Tokens = field(default_factory=Tokens)
    before: Gate | None = None
    """Wait here before the first byte, headers included."""
    stop_details: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class HttpError:
    """An HTTP error in the API's own shape."""

    status: int
    type: str
    message: str
    headers: dict[str, str] = field(default_factory=dict)
    error_code: str | None = None


Step = Answer | HttpError

ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    503: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def say(*pieces: str | Control) -> Say:
    """A text block, one delta per given string."""
    return Say(pieces)


def use(name: str, arguments: dict[str, Any], *, piece_length: int = 24, tool_id: str | None = None) -> Use:
    """A complete tool call, its JSON sent in pieces of `piece_length` characters."""
    return use_raw(name, *_split(json.dumps(arguments), piece_length), tool_id=tool_id)


def use_raw(name: str, *pieces: str | Control, tool_id: str | None = None) -> Use:
    """A tool call whose JSON text is given as it is: cut off, malformed, or with a fault in it."""
    return Use(name, pieces, tool_id)


def answer(
    *parts: Part | str,
    stop_reason: str | None = None,
    tokens: Tokens | None = None,
    before: Gate | None = None,
    stop_details: dict[str, Any] | None = None,
) -> Answer:
    """An answer of these parts; a plain string is a text block sent in small deltas.

    Without `stop_reason` it is `tool_use` when a tool is used and `end_turn` otherwise.
    """
    blocks = tuple(Say(tuple(_split(part, 12))) if isinstance(part, str) else part for part in parts)
    uses_tool = any(isinstance(block, Use) for block in blocks)
    reason = stop_reason or ("tool_use" if uses_tool else "end_turn")
    return Answer(blocks, reason, tokens or Tokens(), before, stop_details)


def http_error(
    status: int,
    message: str = "scripted failure",
    *,
    error_type: str | None = None,
    retry_after: str | None = None,
    error_code: str | None = None,
) -> HttpError:
    """An HTTP error; `retry_after` is the header's text, `error_code` goes into `error.details`."""
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return HttpError(status, error_type or ERROR_TYPES[status], message, headers, error_code)


def for_model(fragment: str) -> Matcher:
    """Match requests whose model name contains `fragment`."""
    return lambda body: fragment in str(body.get("model", ""))


def with_text(marker: str) -> Matcher:
    """Match requests in whose user messages `marker` occurs, so that parallel turns keep apart."""

    def matches(body: Body) -> bool:
        return any(marker in text for text in user_texts(body))

    return matches


def user_texts(body: Body) -> list[str]:
    """Every text of the user messages, oldest first."""
    texts: list[str] = []
    for message in body.get("messages", []):
        if message["role"] != "user":
            continue
        content = message["content"]
        if isinstance(content, str):
            texts.append(content)
        else:
            texts.extend(block["text"] for block in content if block["type"] == "text")
    return texts


def _split(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text), length)] or [""]
