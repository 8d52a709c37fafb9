"""Words that compare ("the highest", "third", "more than", "rose"), checked against the rows.

A comparison is judged only where its subject, and for "more than" its reference, is a row of a result.
It is wrong when no column that the words allow bears it out, right when one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.grounding.context import Sentence
from chat.grounding.directions import NEGATED, direction, subject
from chat.grounding.index import Table
from chat.grounding.lexer import Written, ordinals
from chat.grounding.lexicon import DIFFERENCE, FELL, HIGH, LESS, LOW, MORE, ROSE
from chat.grounding.mentions import Mention
from chat.grounding.records import Figure
from chat.grounding.verdicts import single_row, verdict

_WORD = re.compile(r"[^\W\d_]+")
_HEDGED = re.compile(r"(?:\b(?:among|one of|some of|not|never|no|nicht|kein\w*|second|third|fourth|fifth"
                     r"|zweit\w*|dritt\w*|at|per|close to|near|below|under|above|beyond)\b"
                     r"(?:\s+(?:the|der|die|das|den))?[\s-]*)$", re.IGNORECASE)  # fmt: skip
_COUNTED_TOP = re.compile(
    r"[\s-]*(?:[0-9]|two|three|four|five|six|seven|eight|nine|ten|of\s(?!all\b|any\b)|a\b|with\b)",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\b(?:ranks?|ranked|comes?|came|placed?|position|in|liegt|belegt|finishes|is|auf|platz)"
    r"\s+(?:the\s+|in\s+)?[*_]*$",
    re.IGNORECASE,
)
_THAN = re.compile(r"\b(?:than|als)\b", re.IGNORECASE)


_NONE_HAS = re.compile(
    r"\b(?:no|kein\w*)\s+(?:other\s+|andere\w*\s+)?\w+\s+\w+\s+(?:an?\s+)?$", re.IGNORECASE
)


def comparisons(sentence: Sentence, tables: Sequence[Table]) -> Iterator[Figure]:
    """A figure for each comparing word that could be decided, derived or unverified."""
    if not sentence.mentions and sentence.piece.kind == "heading":
        return
    text, piece = sentence.text, sentence.piece
    for match in _WORD.finditer(text, piece.start, piece.end):
        word = match[0].casefold()
        span = Written(match.start(), match.end(), match[0], 0.0, 0.0, "word")
        if piece.hides(match.start()) or text[match.start() - 1 : match.start()] in ("“", "„", '"', "«"):
            continue
        if word in HIGH or word in LOW:
            yield from _superlative(sentence, span, tables, high=word in HIGH)
        elif word in MORE or word in LESS:
            yield from _comparative(sentence, span, tables, more=word in MORE)
        elif word in ROSE or word in FELL:
            yield from direction(sentence, span, tables, rose=word in ROSE)
    for rank in ordinals(text, piece.start, piece.end):
        yield from _rank(sentence, rank, tables)


def _superlative(
    sentence: Sentence, span: Written, tables: Sequence[Table], *, high: bool
) -> Iterator[Figure]:
    before = sentence.text[max(span.start - 24, sentence.piece.start) : span.start]
    if _HEDGED.search(before) or _COUNTED_TOP.match(sentence.text, span.end):
        return
    if before.rstrip(" *_").endswith(("'s", "’s", "s'", "its", "their")):
        return  # "the room's highest reading" is of its own, not among the rooms
    follower = sentence.scope(span).right[:1]
    if set(follower) & (ROSE | FELL | DIFFERENCE | {"jump", "swing", "improvement", "sprung", "deviation"}):
        return
    names = subject(sentence, span)
    if names is None:
        return

    def holds(table: Table, column: int) -> bool | None:
        return _has_rank(table, column, names, 1, high=high)

    yield from verdict(sentence, span, tables, holds, f"{'highest' if high else 'lowest'} of its rows")


def _rank(sentence: Sentence, span: Written, tables: Sequence[Table]) -> Iterator[Figure]:
    """ "ranks third", "comes second", "second highest"."""
    after = _WORD.search(sentence.text, span.end, min(span.end + 14, sentence.piece.end))
    follower = after[0].casefold() if after else ""
    before = sentence.text[max(span.start - 20, sentence.piece.start) : span.start]
    if follower not in HIGH | LOW and not _RANKED.search(before):
        return
    if follower not in HIGH | LOW and re.match(
        r"\s+(?!by|with|place|in\b|at\b|and|nach|mit|among|of)\w", sentence.text[span.end : span.end + 12]
    ):
        return
    names = subject(sentence, span)
    if names is None:
        return

    def holds(table: Table, column: int) -> bool | None:
        return _has_rank(table, column, names, round(span.value), high=follower not in LOW)

    yield from verdict(sentence, span, tables, holds, f"rank {span.value:g} of its rows")


def _comparative(
    sentence: Sentence, span: Written, tables: Sequence[Table], *, more: bool
) -> Iterator[Figure]:
    """ "North sold more than South": both have to be rows, the name right after than."""
    than = _THAN.search(sentence.text, span.end, min(span.end + 60, sentence.piece.end))
    if than is None or any(span.end <= f.start < than.start() for f in sentence.figures):
        return
    before = sentence.text[max(span.start - 40, sentence.piece.start) : span.start]
    if _NONE_HAS.search(before):
        yield from _unsurpassed(sentence, span, than.end(), tables, high=more)
    if NEGATED.search(before):
        return
    for group in sentence.groups:
        first = [m for m in group if m.end <= span.start]
        second = [m for m in group if m.start >= than.end()]
        if not first or not second or second[0].start - than.end() > 24:
            continue
        if any(than.end() <= f.start < second[0].start for f in sentence.figures):
            continue

        def holds(table: Table, column: int, a: Mention = first[-1], b: Mention = second[0]) -> bool | None:
            x, y = _value(table, column, a), _value(table, column, b)
            return None if x is None or y is None else (x > y) == more and x != y

        words = f"{first[-1].text} against {second[0].text}"
        yield from verdict(sentence, span, tables, holds, words)
        return


def _unsurpassed(
    sentence: Sentence, span: Written, than: int, tables: Sequence[Table], *, high: bool
) -> Iterator[Figure]:
    """ "No region has more orders than East": East has the most."""
    name = next((m for m in sentence.mentions if 0 <= m.start - than < 24), None)
    if name is None:
        return

    def holds(table: Table, column: int) -> bool | None:
        return _has_rank(table, column, [(name,)], 1, high=high)

    yield from verdict(sentence, span, tables, holds, f"{'highest' if high else 'lowest'} of its rows")


def _has_rank(
    table: Table, column: int, names: Sequence[tuple[Mention, ...]], rank: int, *, high: bool
) -> bool | None:
    """Whether the subject's row has this rank among all rows; None where that can't be asked."""
    row = single_row(table, names)
    value = None if row is None else table.value(row, column)
    info = table.columns[column]
    return None if value is None or info.known < 2 else info.rank(value, highest_first=high) == rank


def _value(table: Table, column: int, name: Mention) -> float | None:
    rows = name.rows_in(table.number) or frozenset()
    return table.value(next(iter(rows)), column) if len(rows) == 1 else None
