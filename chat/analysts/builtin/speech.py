"""Texts as events: a line or paragraph at a time, each message closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chat.analysts.base import AnalystEvent, EndOfText
from chat.events import Text


def say(paragraphs: Iterable[str]) -> Iterator[AnalystEvent]:
    """One message of several paragraphs; nothing for an empty one."""
    said = [paragraph for paragraph in paragraphs if paragraph]
    for position, paragraph in enumerate(said):
        yield Text(("\n\n" if position else "") + paragraph)
    if said:
        yield EndOfText()
