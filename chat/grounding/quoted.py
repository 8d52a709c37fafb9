"""The server's own words: sentences that came with a result, found again in a text.

A statistic brings its reading, conventions and checked assumptions as sentences that the function
made from what it computed. Where a text repeats them, their figures are the result's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.grounding.records import Evidence

_MARKUP = frozenset("\\*`")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LEAST_CHARS = 8


def quotations(text: str, sources: Sequence[Evidence]) -> list[tuple[int, int, str]]:
    """(start, end, execution_id) of every place where the text repeats a sentence, Markdown aside."""
    plain, places = _without_markup(text)
    return [
        (places[at], places[at + len(sentence) - 1] + 1, source.execution_id)
        for source in sources
        for said in source.sentences
        for sentence in map(_plain, _SENTENCE_END.split(said))
        if len(sentence) >= _LEAST_CHARS
        for at in _occurrences(plain, sentence)
    ]


def _occurrences(text: str, sentence: str) -> Iterator[int]:
    at = text.find(sentence)
    while at >= 0:
        yield at
        at = text.find(sentence, at + len(sentence))


def _plain(text: str) -> str:
    """Without its first letter, which is small after "Take care:", and its full stop."""
    return _without_markup(text)[0].strip().rstrip(".")[1:]


def _without_markup(text: str) -> tuple[str, list[int]]:
    """The text without emphasis and escapes, and where each of its characters stood."""
    places = [at for at, character in enumerate(text) if character not in _MARKUP]
    return "".join(text[at] for at in places), places
