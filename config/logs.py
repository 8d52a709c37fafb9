"""Log lines: structured, with the request's or turn's id, and never with a login token in them."""

from __future__ import annotations

import logging
import re

from pythonjsonlogger.json import JsonFormatter

from config.request_id import request_id, turn_id

_TOKEN = re.compile(r"(token=|Bearer\s+|sk-ant-)[\w.~+/=%-]+", re.IGNORECASE)


def redact(line: str) -> str:
    """`line` with login tokens and API keys blanked. Applied to finished lines, so nothing slips past."""
    return _TOKEN.sub(r"\1[redacted]", line)


class ContextFilter(logging.Filter):
    """Adds the ids of the request and turn that a record belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.turn_id = turn_id.get()
        return True


class TextFormatter(logging.Formatter):
    """One readable line: time, level, logger, message, ids, duration."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        pairs = [
            f"{name}={value}"
            for name in ("request_id", "turn_id", "milliseconds")
            if (value := getattr(record, name, ""))
        ]
        return redact(" ".join([super().format(record), *pairs]))


class JsonLinesFormatter(JsonFormatter):
    """One JSON object a line, for log collectors."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(turn_id)s")

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
