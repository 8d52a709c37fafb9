"""Reading a text: its language, its pieces, the figures and the names in each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from chat.grounding import dates
from chat.grounding.context import Sentence
from chat.grounding.lexer import Written, numbers, words
from chat.grounding.mentions import Mention, Names
from chat.grounding.sentences import Piece, pieces

_GERMAN = re.compile(
    r"\b(?:der|die|das|und|ist|sind|im|mit|von|den|dem|des|ein|eine|auf|für|bei|liegt|hat|haben|es|nicht|waren|gab"
    r"|wie"
    r"|wurden?|alle|zusammen|rund|etwa|mehr|als|je|pro|umsatz|insgesamt|zwischen|kommt)\b|[äöüß]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|is|are|in|with|of|to|a|an|on|for|at|has|have|it|was|were|from|by|per|than|what|how|all)\b",
    re.IGNORECASE,
)


def german_words(text: str) -> int:
    """How many more German words than English ones a text has."""
    return len(_GERMAN.findall(text)) - len(_ENGLISH.findall(text))


def sentences_of(text: str, names: Names, *, german: bool) -> Iterator[Sentence]:
    """The text piece by piece, each with its figures and the names in it."""
    made: dict[int, Sentence] = {}
    for piece in pieces(text):
        mentions = names.mentions(text, piece)
        sentence = Sentence(text, piece, _figures(text, piece, mentions, german=german), mentions)
        sentence.lead = made.get(id(piece.lead)) if piece.lead else None
        sentence.previous = made.get(id(piece.previous)) if piece.previous else None
        made[id(piece)] = sentence
        yield sentence


def _figures(text: str, piece: Piece, mentions: list[Mention], *, german: bool) -> list[Written]:
    """The figures of a piece that are no part of a name, a date, code or an address."""
    taken = sorted([(m.start, m.end) for m in mentions] + _date_spans(text, piece))
    starts = [start for start, _ in taken]
    found = [*numbers(text, piece.start, piece.end, german=german), *words(text, piece.start, piece.end)]
    return [
        figure for figure in sorted(found, key=lambda f: f.start)
        if not piece.hides(figure.start) and not _overlaps(figure, taken, starts)
    ]  # fmt: skip


def _overlaps(figure: Written, taken: list[tuple[int, int]], starts: list[int]) -> bool:
    at = bisect_right(starts, figure.end - 1)
    return at > 0 and any(end > figure.start for _, end in taken[max(at - 3, 0) : at])


def _date_spans(text: str, piece: Piece) -> list[tuple[int, int]]:
    """Dates with digits that are more than a bare year: a year may as well be a count."""
    return [
        (d.start, d.end)
        for d in dates.written(text, piece.start, piece.end)
        if d.figure and not d.key.isdigit()
    ]


def unknown_dates(sentence: Sentence) -> list[dates.DateWritten]:
    """The dates of a sentence that no result knows."""
    names = {mention.start for mention in sentence.mentions}
    found = dates.written(sentence.text, sentence.piece.start, sentence.piece.end)
    return [
        date for date in found
        if date.figure and not date.key.isdigit()
        and date.start not in names and not sentence.piece.hides(date.start)
    ]  # fmt: skip
