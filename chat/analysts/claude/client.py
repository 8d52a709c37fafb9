"""The only module that imports `anthropic`: it calls the Messages API and translates both ways.

Retries are off in the SDK, since a retry is something a person is told about (`turn.py`). Streaming
uses `messages.create(stream=True)`, which costs 1.3 to 1.8 times less per delta than the helper.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Any
from weakref import WeakKeyDictionary

import anthropic
import httpx2
from anthropic.types import RawMessageStreamEvent

from chat.analysts.claude.config import ClaudeConfig
from chat.analysts.claude.failures import ModelCallError, seconds_of, status_code_of
from chat.analysts.claude.stream import BlockEnded, BlockGrew, BlockStarted, Stopped, StreamEvent, UsageKnown
from chat.events import Usage

logger = logging.getLogger(__name__)

ANTHROPIC_URL = "https://api.anthropic.com"
CONNECT_TIMEOUT_SECONDS = 10.0
_DELTA_FIELDS = {
    "text_delta": ("text", "text"),
    "input_json_delta": ("input", "partial_json"),
    "thinking_delta": ("thinking", "thinking"),
    "signature_delta": ("signature", "signature"),
}


class ModelClient:
    """Calls to Claude over one SDK client, and so one connection pool, per event loop."""

    def __init__(self, config: ClaudeConfig) -> None:
        self._config = config
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, anthropic.AsyncAnthropic]
        self._clients = WeakKeyDictionary()

    async def stream(self, body: dict[str, Any]) -> AsyncGenerator[StreamEvent]:
        """One streamed call. Ends after `Stopped`; raises ModelCallError, also when the stream stops short.

        Closing or cancelling the iteration closes the HTTP stream, which ends the model's work.
        """
        deadline = asyncio.get_running_loop().time() + self._config.call_timeout_seconds
        finished = False
        try:
            async with asyncio.timeout_at(deadline):
                stream = await self._client().messages.create(**body, stream=True)
            async with stream:
                events = aiter(stream)
                while not finished:
                    async with asyncio.timeout_at(deadline):
                        event = await anext(events, None)
                    if event is None:
                        raise ModelCallError("model_stream_dropped")
                    finished = event.type == "message_stop"
                    for piece in _translate(event):
                        yield piece
        except ModelCallError:
            raise
        except Exception as error:
            raise _failure(error) from error

    async def complete(self, body: dict[str, Any], *, timeout_seconds: float) -> tuple[str, Usage]:
        """One short call, whole: its text and its cost. Raises ModelCallError."""
        try:
            async with asyncio.timeout(timeout_seconds):
                message = await self._client().messages.create(**body, stream=False)
        except Exception as error:
            raise _failure(error) from error
        text = "".join(block.text for block in message.content if block.type == "text")
        return text, _usage(message.usage)

    async def aclose(self) -> None:
        """Close this event loop's connections. The next call opens new ones."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.close()

    def _client(self) -> anthropic.AsyncAnthropic:
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            client = self._clients[loop] = self._new_client()
        return client

    def _new_client(self) -> anthropic.AsyncAnthropic:
        seconds = self._config.request_timeout_seconds
        return anthropic.AsyncAnthropic(
            # Given explicitly, so that the SDK never goes looking for credentials of its own.
            api_key=self._config.api_key.strip() or "none",
            base_url=self._config.base_url or ANTHROPIC_URL,
            timeout=anthropic.Timeout(seconds, connect=min(seconds, CONNECT_TIMEOUT_SECONDS)),
            max_retries=0,
            open_telemetry=False,
        )


def _translate(event: RawMessageStreamEvent) -> list[StreamEvent]:
    if event.type == "content_block_delta":
        names = _DELTA_FIELDS.get(event.delta.type)
        return [BlockGrew(event.index, names[0], getattr(event.delta, names[1]))] if names else []
    if event.type == "content_block_start":
        return [BlockStarted(event.index, event.content_block.to_dict())]
    if event.type == "content_block_stop":
        return [BlockEnded(event.index)]
    if event.type == "message_start":
        return [UsageKnown(_usage(event.message.usage))]
    if event.type == "message_delta":
        return _translate_ending(event)
    return []


def _translate_ending(event: Any) -> list[StreamEvent]:
    pieces: list[StreamEvent] = [UsageKnown(_usage(event.usage))]
    if event.delta.stop_reason:
        explanation = getattr(event.delta.stop_details, "explanation", None)
        pieces.append(Stopped(event.delta.stop_reason, explanation))
    return pieces


def _usage(usage: Any) -> Usage:
    """Our usage from either of the SDK's; counts it leaves out are 0."""
    return Usage(
        input_tokens=getattr(usage, "input_tokens", None) or 0,
        output_tokens=getattr(usage, "output_tokens", None) or 0,
        cache_read_input_tokens=getattr(usage, "cache_read_input_tokens", None) or 0,
        cache_creation_input_tokens=getattr(usage, "cache_creation_input_tokens", None) or 0,
    )


def _failure(error: Exception) -> ModelCallError:
    """What an exception of the SDK, of its HTTP library or of its parsing means."""
    if isinstance(error, anthropic.APIStatusError):
        return _status_failure(error)
    if isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException | TimeoutError):
        code = "model_timeout"
    elif isinstance(error, anthropic.APIConnectionError):
        code = "model_unreachable"
    elif isinstance(error, httpx2.TransportError | ValueError):
        # A broken connection, or bytes that are no event: what came so far can't be trusted to go on.
        code = "model_stream_dropped"
    else:
        logger.exception("The call to Claude failed unexpectedly")
        return ModelCallError("model_failed")
    logger.warning("The call to Claude failed: %s (%s)", code, type(error).__name__)
    return ModelCallError(code)


def _status_failure(error: anthropic.APIStatusError) -> ModelCallError:
    code = status_code_of(error.status_code, error.type, error.error_code, error.api_message)
    logger.warning(
        "Claude answered %s %s (request %s): %s", error.status_code, code, error.request_id, error.api_message
    )
    headers = error.response.headers
    forbidden = headers.get("x-should-retry") == "false"
    return ModelCallError(
        code, retry_after=seconds_of(headers.get("retry-after")), retryable=False if forbidden else None
    )
