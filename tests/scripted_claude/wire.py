"""From a scripted answer to the bytes of the Messages API: server-sent events or one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.scripted_claude.script import (
    Answer,
    Control,
    CutShort,
    Drop,
    Fail,
    Hold,
    HttpError,
    Pause,
    Ping,
    Raw,
    Say,
    Think,
    Use,
)

Wire = bytes | Hold | Pause | Drop | CutShort
"""Bytes to send, or something for the server to do at this point."""


def event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n".encode()


def stream(answer: Answer, *, model: str, message_id: str, tool_ids: Iterator[str]) -> Iterator[Wire]:
    """The answer as a stream. It ends early at the first `Fail`, `Drop` or `CutShort`."""
    yield event("message_start", {"message": _envelope(answer, model, message_id)})
    index = 0
    for part in answer.parts:
        if isinstance(part, Say | Think | Use):
            pieces = _block(index, part, tool_ids)
            index += 1
        else:
            pieces = _control(part)
        for piece in pieces:
            yield piece
            if _is_end(piece):
                return
    yield from _ending(answer)


def whole(answer: Answer, *, model: str, message_id: str, tool_ids: Iterator[str]) -> dict[str, Any]:
    """The answer as one JSON object, for requests without `stream`. Controls are left out."""
    message = _envelope(answer, model, message_id)
    content = [_content(part, tool_ids) for part in answer.parts if isinstance(part, Say | Think | Use)]
    usage = {**message["usage"], "output_tokens": answer.tokens.output}
    details = {"stop_details": answer.stop_details} if answer.stop_details else {}
    return {**message, "content": content, "stop_reason": answer.stop_reason, "usage": usage, **details}


def error_body(step: HttpError) -> dict[str, Any]:
    error: dict[str, Any] = {"type": step.type, "message": step.message}
    if step.error_code:
        error["details"] = {"error_code": step.error_code}
    return {"type": "error", "error": error}


def _is_end(piece: Wire) -> bool:
    return isinstance(piece, Drop | CutShort) or (
        isinstance(piece, bytes) and piece.startswith(b"event: error")
    )


def _envelope(answer: Answer, model: str, message_id: str) -> dict[str, Any]:
    tokens = answer.tokens
    return {
        "id": message_id,
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {
            "input_tokens": tokens.input,
            "output_tokens": 1,
            "cache_read_input_tokens": tokens.cache_read,
            "cache_creation_input_tokens": tokens.cache_creation,
        },
    }


def _ending(answer: Answer) -> Iterator[Wire]:
    delta: dict[str, Any] = {"stop_reason": answer.stop_reason, "stop_sequence": None}
    if answer.stop_details:
        delta["stop_details"] = answer.stop_details
    yield event("message_delta", {"delta": delta, "usage": {"output_tokens": answer.tokens.output}})
    yield event("message_stop", {})


def _block(index: int, part: Say | Think | Use, tool_ids: Iterator[str]) -> Iterator[Wire]:
    yield event("content_block_start", {"index": index, "content_block": _opening(part, tool_ids)})
    for piece in _deltas(part):
        if isinstance(piece, dict):
            yield event("content_block_delta", {"index": index, "delta": piece})
        else:
            yield from _control(piece)
    yield event("content_block_stop", {"index": index})


def _opening(part: Say | Think | Use, tool_ids: Iterator[str]) -> dict[str, Any]:
    if isinstance(part, Say):
        return {"type": "text", "text": ""}
    if isinstance(part, Think):
        return {"type": "thinking", "thinking": "", "signature": ""}
    return {"type": "tool_use", "id": part.id or next(tool_ids), "name": part.name, "input": {}}


def _deltas(part: Say | Think | Use) -> Iterator[dict[str, Any] | Control]:
    if isinstance(part, Think):
        if part.thinking:
            yield {"type": "thinking_delta", "thinking": part.thinking}
        yield {"type": "signature_delta", "signature": part.signature}
        return
    for piece in part.pieces:
        if not isinstance(piece, str):
            yield piece
        elif isinstance(part, Say):
            yield {"type": "text_delta", "text": piece}
        else:
            yield {"type": "input_json_delta", "partial_json": piece}


def _control(part: Control) -> Iterator[Wire]:
    if isinstance(part, Ping):
        yield event("ping", {})
    elif isinstance(part, Fail):
        yield event("error", {"error": {"type": part.type, "message": part.message}})
    elif isinstance(part, Raw):
        yield part.text.encode()
    else:
        yield part


def _content(part: Say | Think | Use, tool_ids: Iterator[str]) -> dict[str, Any]:
    block = _opening(part, tool_ids)
    if isinstance(part, Think):
        return {**block, "thinking": part.thinking, "signature": part.signature}
    joined = "".join(piece for piece in part.pieces if isinstance(piece, str))
    return {**block, "text": joined} if isinstance(part, Say) else {**block, "input": json.loads(joined)}
