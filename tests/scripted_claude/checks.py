"""What the real Messages API would refuse, checked on every request that a test sends.

A scripted model that takes anything would let a malformed conversation pass until production.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_CACHE_BREAKPOINTS = 4
TOOL_NAME = re.compile(r"^[a-zA-Z0-9_-]{1,128}$")
ALLOWED_BLOCKS = {
    "user": {"text", "tool_result"},
    "assistant": {"text", "tool_use", "thinking", "redacted_thinking"},
}
STRICT_UNSUPPORTED = frozenset(
    {"minimum", "maximum", "minLength", "maxLength", "maxItems", "uniqueItems", "multipleOf"}
)


def request_problems(headers: Mapping[str, str], body: Any) -> list[str]:
    """Sentences naming what is wrong with a `POST /v1/messages`; empty when nothing is."""
    if not isinstance(body, dict):
        return ["the body is not a JSON object"]
    return [
        *_header_problems(headers),
        *_field_problems(body),
        *_tool_problems(body.get("tools") or []),
        *_message_problems(body.get("messages") or []),
        *_cache_problems(body),
    ]


def _header_problems(headers: Mapping[str, str]) -> Iterator[str]:
    if not headers.get("x-api-key") and not headers.get("authorization"):
        yield "there is neither an x-api-key nor an authorization header"
    if not headers.get("anthropic-version"):
        yield "anthropic-version header is missing"


def _field_problems(body: dict[str, Any]) -> Iterator[str]:
    if not isinstance(body.get("model"), str) or not body["model"]:
        yield "model is missing"
    if not isinstance(body.get("max_tokens"), int) or body["max_tokens"] < 1:
        yield "max_tokens must be a positive integer"
    if not isinstance(body.get("messages"), list) or not body["messages"]:
        yield "messages must be a non-empty list"
    if body.get("stream") not in (None, True, False):
        yield "stream must be a boolean"
    system = body.get("system")
    for block in system if isinstance(system, list) else []:
        if block.get("type") != "text" or not block.get("text", "").strip():
            yield "system blocks must be non-empty text"


def _tool_problems(tools: list[dict[str, Any]]) -> Iterator[str]:
    names = [tool.get("name", "") for tool in tools]
    if len(set(names)) != len(names):
        yield f"tool names repeat: {names}"
    for tool in tools:
        name, schema = tool.get("name", ""), tool.get("input_schema")
        if not TOOL_NAME.match(name):
            yield f"bad tool name {name!r}"
        if not isinstance(schema, dict) or schema.get("type") != "object":
            yield f"input_schema of {name} is not of type object"
        elif tool.get("strict"):
            yield from (f"strict tool {name}: {problem}" for problem in _strict_problems(schema))


def _strict_problems(schema: dict[str, Any]) -> Iterator[str]:
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        yield "objects need additionalProperties: false"
    for keyword in STRICT_UNSUPPORTED & schema.keys():
        yield f"{keyword} is not supported"
    for child in [*schema.get("properties", {}).values(), schema.get("items")]:
        if isinstance(child, dict):
            yield from _strict_problems(child)


def _message_problems(messages: list[dict[str, Any]]) -> Iterator[str]:
    expected = "user"
    open_calls: set[str] = set()
    for number, message in enumerate(messages):
        role = message.get("role")
        if role != expected:
            yield f"messages.{number}: role is {role}, expected {expected}"
        blocks = _blocks(message.get("content"))
        if not blocks:
            yield f"messages.{number}: content is empty"
        yield from (f"messages.{number}: {problem}" for problem in _block_problems(str(role), blocks))
        if role == "user":
            yield from (f"messages.{number}: {problem}" for problem in _result_problems(open_calls, blocks))
        open_calls = {block["id"] for block in blocks if block.get("type") == "tool_use"}
        expected = "assistant" if role == "user" else "user"
    if messages and messages[-1].get("role") != "user":
        yield "the last message must be of the user: prefill is not supported"


def _blocks(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return content if isinstance(content, list) else []


def _block_problems(role: str, blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        kind = block.get("type")
        if kind not in ALLOWED_BLOCKS.get(role, set()):
            yield f"a {kind} block can't be in a message of the {role}"
        if kind == "text" and not block.get("text", "").strip():
            yield "text blocks must contain non-whitespace text"
        if kind == "tool_use" and not isinstance(block.get("input"), dict):
            yield "tool_use.input must be an object"
        if kind == "thinking" and not block.get("signature"):
            yield "thinking blocks need their signature"


def _result_problems(open_calls: set[str], blocks: list[dict[str, Any]]) -> Iterator[str]:
    results = [block["tool_use_id"] for block in blocks if block.get("type") == "tool_result"]
    if missing := open_calls - set(results):
        yield f"tool_use ids without tool_result: {sorted(missing)}"
    if unknown := set(results) - open_calls:
        yield f"tool_result for unknown tool_use ids: {sorted(unknown)}"
    if len(set(results)) != len(results):
        yield "several tool_results for one tool_use"
    kinds = [block.get("type") for block in blocks]
    if "tool_result" in kinds[len(results) :]:
        yield "tool_result blocks must come first in the message"


def _cache_problems(body: dict[str, Any]) -> Iterator[str]:
    count = sum(1 for _ in cache_breakpoints(body))
    if count > MAX_CACHE_BREAKPOINTS:
        yield f"{count} cache_control blocks, at most {MAX_CACHE_BREAKPOINTS} are allowed"


def cache_breakpoints(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every block that carries `cache_control`, in the order tools, system, messages."""
    system = body.get("system")
    blocks = [*(body.get("tools") or []), *(system if isinstance(system, list) else [])]
    for message in body.get("messages") or []:
        blocks.extend(_blocks(message.get("content")))
    yield from (block for block in blocks if block.get("cache_control"))
