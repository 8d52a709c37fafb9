"""The Claude analyst: the `Analyst` protocol over the Messages API."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chat.analysts.base import AnalystEvent, AnalystRequest, Toolbox
from chat.analysts.claude.client import ModelClient
from chat.analysts.claude.config import ClaudeConfig
from chat.analysts.claude.titles import ask_for_title
from chat.analysts.claude.turn import Turn
from chat.events import Usage


class ClaudeAnalyst:
    """One per process: turns share its connections, which open with the first call.

    Every failure of the model ends a turn in one `Error` whose code is listed in `failures.KINDS`.
    `UsageReport`s add up: a call reports its input as soon as it starts, its output when it ends,
    so that a stopped turn's input is accounted for.
    """

    name = "claude"

    def __init__(self, config: ClaudeConfig) -> None:
        self._config = config
        self._client = ModelClient(config)

    def run(self, request: AnalystRequest, tools: Toolbox) -> AsyncIterator[AnalystEvent]:
        """Answer one question. Cancelling or closing the iteration closes the HTTP stream at once."""
        return Turn(self._config, self._client, request, tools).events()

    async def title(self, request: AnalystRequest, answer: str) -> tuple[str | None, Usage]:
        """A title of at most 60 characters, or None after any failure, which is logged."""
        return await ask_for_title(self._config, self._client, request, answer)

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        await self._client.aclose()
