"""One streamed answer as it comes in: what of it is shown at once, and what it was in the end.

Text blocks and the `text` of `write_to_chat` reach the person piece by piece. Leading white space
is held back, because models like to write a lone line break in front of a tool call.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from jiter import from_json

from chat.analysts.base import AnalystEvent, EndOfText
from chat.analysts.claude.stream import BlockEnded, BlockGrew, BlockStarted, Stopped, StreamEvent, UsageKnown
from chat.events import Status, Text, Usage

WRITE_TO_CHAT = "write_to_chat"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool the model wants used. `arguments` is None when its JSON was no object, whole and valid."""

    id: str
    name: str
    arguments: dict[str, Any] | None


@dataclass(slots=True)
class _Block:
    raw: dict[str, Any]
    fields: dict[str, str] = field(default_factory=dict)
    shown: int = 0
    """Characters of the visible text that were looked at and, unless all white space, shown."""
    ended: bool = False

    @property
    def kind(self) -> str:
        return str(self.raw.get("type"))

    @property
    def writes_to_chat(self) -> bool:
        return self.kind == "tool_use" and self.raw.get("name") == WRITE_TO_CHAT

    def visible_text(self) -> str:
        if self.kind == "text":
            return self.fields.get("text", "")
        text = _partial_object(self.fields.get("input", "")).get("text") if self.writes_to_chat else ""
        return text if isinstance(text, str) else ""

    def arguments(self) -> dict[str, Any] | None:
        written = self.fields.get("input", "")
        if not written:
            return self.raw.get("input") or {}
        try:
            value = json.loads(written)
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def as_param(self) -> dict[str, Any] | None:
        """The block as it is sent back; None for one that the API would not take."""
        if self.kind == "text":
            text = self.fields.get("text", "")
            return {"type": "text", "text": text} if text.strip() else None
        if self.kind == "tool_use":
            return {**self.raw, "input": self.arguments() or _partial_object(self.fields.get("input", ""))}
        if self.kind == "thinking":
            return {**self.raw, **self.fields} if self.fields.get("signature") else None
        return self.raw


def _partial_object(text: str) -> dict[str, Any]:
    """What is there of a JSON object that may end anywhere; empty when it is no object."""
    try:
        value = from_json(text.encode(), partial_mode="trailing-strings")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


class Answer:
    """Collects the events of one call. `feed` says what a person sees of each."""

    def __init__(self) -> None:
        self._blocks: dict[int, _Block] = {}
        self.usage = Usage()
        self.stop_reason: str | None = None
        self.explanation: str | None = None

    def feed(self, event: StreamEvent) -> Iterator[AnalystEvent]:
        if isinstance(event, BlockGrew):
            block = self._blocks[event.index]
            block.fields[event.field] = block.fields.get(event.field, "") + event.piece
            yield from _show(block)
        elif isinstance(event, BlockStarted):
            yield from self._start(event)
        elif isinstance(event, BlockEnded):
            yield from self._end(self._blocks[event.index])
        elif isinstance(event, UsageKnown):
            self.usage = _greater(self.usage, event.usage)
        elif isinstance(event, Stopped):
            self.stop_reason, self.explanation = event.reason, event.explanation

    def _start(self, event: BlockStarted) -> Iterator[AnalystEvent]:
        given = {name: event.raw[name] for name in ("text", "thinking", "signature") if event.raw.get(name)}
        block = self._blocks[event.index] = _Block(event.raw, given)
        if block.kind == "thinking":
            yield Status("Thinking")
        yield from _show(block)

    def _end(self, block: _Block) -> Iterator[AnalystEvent]:
        if block.writes_to_chat and not block.fields.get("input"):
            block.fields["input"] = json.dumps(block.raw.get("input") or {})
            yield from _show(block)
        block.ended = True
        if block.shown:
            yield EndOfText()

    @property
    def text_is_open(self) -> bool:
        """A piece of text was shown whose end never came."""
        return any(block.shown and not block.ended for block in self._blocks.values())

    @property
    def has_shown_text(self) -> bool:
        return any(block.shown for block in self._blocks.values())

    def cut_at(self) -> Literal["text", "tool", "nothing"]:
        """What `max_tokens` cut off: text or thought, the JSON of a tool call, or neither."""
        last = self._blocks[max(self._blocks)] if self._blocks else None
        if last is None or (last.kind == "tool_use" and last.arguments() is not None):
            return "nothing" if last else "text"
        return "tool" if last.kind == "tool_use" and not last.shown else "text"

    def drop_open_blocks(self) -> None:
        """Forget the blocks that a broken stream left open."""
        self._blocks = {index: block for index, block in self._blocks.items() if block.ended}

    def tool_calls(self) -> list[ToolCall]:
        return [
            ToolCall(str(block.raw["id"]), str(block.raw["name"]), block.arguments())
            for _, block in sorted(self._blocks.items())
            if block.kind == "tool_use"
        ]

    def as_params(self) -> list[dict[str, Any]]:
        """The content of the assistant message that stands for this answer in the next request."""
        params = (block.as_param() for _, block in sorted(self._blocks.items()))
        return [param for param in params if param is not None]


def _show(block: _Block) -> Iterator[AnalystEvent]:
    text = block.visible_text()
    fresh = text[block.shown :]
    if not fresh or (block.shown == 0 and not fresh.strip()):
        return
    yield Text(fresh if block.shown else fresh.lstrip())
    block.shown = len(text)


def _greater(known: Usage, newer: Usage) -> Usage:
    return Usage(
        max(known.input_tokens, newer.input_tokens),
        max(known.output_tokens, newer.output_tokens),
        max(known.cache_read_input_tokens, newer.cache_read_input_tokens),
        max(known.cache_creation_input_tokens, newer.cache_creation_input_tokens),
    )
