"""What a client may send: parsed strictly, refused with a sentence, never an exception that ends a socket."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings

AUTO_ANALYZE = "__auto_analyze__"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, or None for an automatic analysis."""

    question: str | None


@dataclass(frozen=True, slots=True)
class Stop:
    """End the running answer."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Send the events of a turn after `after` again."""

    turn_id: str
    after: int


Command = Ask | Stop | Resume


class FrameRefused(Exception):
    """The frame can't be read. `code` is stable."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def parse(text: str | None, data: bytes | None) -> Command:
    """One frame of a client. Raises FrameRefused."""
    if text is None or data:
        raise FrameRefused("Send text frames that hold JSON, not binary ones.", "not_text")
    if len(text.encode("utf-8", "surrogatepass")) > settings.MAX_FRAME_BYTES:
        raise FrameRefused(f"A frame may hold at most {settings.MAX_FRAME_BYTES:,} bytes.", "frame_too_long")
    frame = _decode(text)
    match frame.get("type"):
        case "message":
            return Ask(question_of(frame.get("text")))
        case "auto_analyze":
            return Ask(None)
        case "stop":
            return Stop()
        case "resume":
            return _resume(frame)
        case _:
            raise FrameRefused(
                "`type` must be one of message, auto_analyze, stop and resume.", "unknown_type"
            )


def _decode(text: str) -> dict[str, Any]:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise FrameRefused("This frame is not JSON.", "not_json") from None
    if not isinstance(frame, dict):
        raise FrameRefused("A frame must be a JSON object with a `type`.", "not_an_object")
    return frame


def question_of(text: object) -> str | None:
    """The question a client sends, None for an automatic analysis. Raises FrameRefused."""
    if not isinstance(text, str):
        raise FrameRefused("A message needs a `text` that is a string.", "message_empty")
    question = text.replace("\0", "").encode("utf-8", "replace").decode().strip()
    if not question:
        raise FrameRefused("The message is empty.", "message_empty")
    if len(question) > settings.MAX_MESSAGE_CHARACTERS:
        limit = settings.MAX_MESSAGE_CHARACTERS
        raise FrameRefused(f"A message may have at most {limit:,} characters.", "message_too_long")
    return None if question == AUTO_ANALYZE else question


def _resume(frame: dict[str, Any]) -> Resume:
    turn_id, after = frame.get("turn_id"), frame.get("after", 0)
    if not isinstance(turn_id, str) or not isinstance(after, int) or isinstance(after, bool) or after < 0:
        raise FrameRefused("resume needs a `turn_id` and, in `after`, the last seq received.", "bad_resume")
    return Resume(turn_id, after)
