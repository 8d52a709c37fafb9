"""A name for a session, from its first exchange. Never worth an error: without one the filename stays."""

from __future__ import annotations

import logging
import re
from typing import Any

from chat.analysts.base import AnalystRequest
from chat.analysts.claude.client import ModelClient
from chat.analysts.claude.config import ClaudeConfig
from chat.analysts.claude.failures import ModelCallError
from chat.analysts.claude.prompts import AUTO_ANALYSIS_NOTE, TITLE_SYSTEM
from chat.analysts.claude.results import as_data, shorten
from chat.events import Usage

logger = logging.getLogger(__name__)

MAX_TITLE_CHARS = 60
MAX_TITLE_TOKENS = 400
MAX_EXCERPT_CHARS = 1_500
_DECORATION = "\"'`“”„‚‘’«»‹›*_# "


async def ask_for_title(
    config: ClaudeConfig, client: ModelClient, request: AnalystRequest, answer: str
) -> tuple[str | None, Usage]:
    """One call of the small model: the title, or None, and what it cost."""
    try:
        text, usage = await client.complete(
            _body(config, request, answer), timeout_seconds=config.title_timeout_seconds
        )
    except ModelCallError as failure:
        logger.warning("No session title: %s", failure.code)
        return None, Usage()
    return clean_title(text), usage


def clean_title(text: str) -> str | None:
    """The first line that says something, without quotes, label or full stop, at most 60 characters."""
    line = next((line for line in text.splitlines() if line.strip(_DECORATION)), "")
    line = re.sub(r"^\W*title\s*:\s*", "", line, flags=re.IGNORECASE)
    line = " ".join(line.split()).strip(_DECORATION).rstrip(".").strip(_DECORATION)
    if len(line) > MAX_TITLE_CHARS:
        line = line[: MAX_TITLE_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return line or None


def _body(config: ClaudeConfig, request: AnalystRequest, answer: str) -> dict[str, Any]:
    exchange = {
        "filename": shorten(request.data.filename, MAX_TITLE_CHARS),
        "question": shorten(request.question or AUTO_ANALYSIS_NOTE, MAX_EXCERPT_CHARS),
        "answer": shorten(answer, MAX_EXCERPT_CHARS),
    }
    body = {
        "model": config.title_model,
        "max_tokens": MAX_TITLE_TOKENS,
        "system": TITLE_SYSTEM,
        "messages": [{"role": "user", "content": as_data(exchange)}],
    }
    if "haiku" in config.title_model:
        # Thinking would use up the few tokens; other families refuse to have it switched off.
        body["thinking"] = {"type": "disabled"}
    return body
