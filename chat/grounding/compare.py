"""Words that compare ("the highest", "third", "more than", "rose"), checked against the rows.

A comparison is judged only where its subject, and for "more than" its reference, is a row of a result.
It is wrong when no column that the words allow bears it out, right when one does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from chat.grounding.context import Sentence
from chat.grounding.index import Table
from chat.grounding.lexer import Written, ordinals
from chat.grounding.lexicon import DIFFERENCE, FELL, HIGH, LESS, LOW, MORE, NEXT, PREVIOUS, ROSE, word_set
from chat.grounding.lookup import Wording, candidates, rows_of
from chat.grounding.mentions import Mention
from chat.grounding.records import Figure

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
_BOUND_AFTER = re.compile(r"\s+(?:below|above|unter|über|short)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|never|no|neither|nicht|nie|kein\w*|if|whether|would|could|ob|falls)\b|n't", re.IGNORECASE
)

# What a comparison without a column's name is hardly about.
_SECONDARY = word_set("mean median std min max share p value error interval change")

_NONE_HAS = re.compile(
    r"\b(?:no|kein\w*)\s+(?:other\s+|andere\w*\s+)?\w+\s+\w+\s+(?:an?\s+)?$", re.IGNORECASE
)

Check = Callable[[Table, int], bool | None]


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
            yield from _direction(sentence, span, tables, rose=word in ROSE)
    for rank in ordinals(text, piece.start, piece.end):
        yield from _rank(sentence, rank, tables)


def _superlative(
    sentence: Sentence, span: Written, tables: Sequence[Table], *, high: bool
) -> Iterator[Figure]:
    before = sentence.text[max(span.start - 24, sentence.piece.start) : span.start]
    if _HEDGED.search(before) or _COUNTED_TOP.match(sentence.text, span.end):
        return
    follower = sentence.scope(span).right[:1]
    if set(follower) & (ROSE | FELL | DIFFERENCE | {"jump", "swing", "improvement", "sprung", "deviation"}):
        return
    names = _subject(sentence, span)
    if names is None:
        return

    def holds(table: Table, column: int) -> bool | None:
        return _has_rank(table, column, names, 1, high=high)

    yield from _verdict(sentence, span, tables, holds, f"{'highest' if high else 'lowest'} of its rows")


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
    names = _subject(sentence, span)
    if names is None:
        return

    def holds(table: Table, column: int) -> bool | None:
        return _has_rank(table, column, names, round(span.value), high=follower not in LOW)

    yield from _verdict(sentence, span, tables, holds, f"rank {span.value:g} of its rows")


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
    if _NEGATED.search(before):
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
        yield from _verdict(sentence, span, tables, holds, words)
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

    yield from _verdict(sentence, span, tables, holds, f"{'highest' if high else 'lowest'} of its rows")


def _direction(sentence: Sentence, span: Written, tables: Sequence[Table], *, rose: bool) -> Iterator[Figure]:
    """ "Revenue rose in March": against the row before, or between the two dates or figures named."""
    if _BOUND_AFTER.match(sentence.text, span.end) or _NEGATED.search(
        sentence.text[max(span.start - 16, sentence.piece.start) : span.start]
    ):
        return
    if (ends := _from_to(sentence, span)) is not None:
        yield _figure(span, "first figure against the second", right=(ends[1] > ends[0]) == rose)
        return
    names = _subject(sentence, span)
    if names is None or _other_date(sentence) or frozenset(sentence.words) & (NEXT | PREVIOUS):
        return

    def holds(table: Table, column: int) -> bool | None:
        row = _single(table, names)
        place = table.places_in_time[row] if row is not None and table.dated is not None else 0
        if row is None or not place:
            return None
        x, y = table.value(row, column), table.value(table.in_time[place - 1], column)
        return None if x is None or y is None else (x > y) == rose and x != y

    yield from _verdict(sentence, span, tables, holds, "against the row before")


def _from_to(sentence: Sentence, span: Written) -> tuple[float, float] | None:
    """The two figures of "from 12 to 14", if they follow the word."""
    after = [f for f in sentence.figures if f.start >= span.end and f.kind in ("number", "percent")]
    if len(after) < 2:
        return None
    lead = sentence.text[span.end : after[0].start].rstrip(" $€£").casefold()
    between = sentence.text[after[0].end : after[1].start].rstrip(" $€£").casefold()
    if (
        len(lead) < 24
        and lead.endswith(("from", "von"))
        and len(between) < 40
        and between.endswith((" to", " auf"))
    ):
        one, two = after[0].value, after[1].value
        return (one, two) if one != two else None
    return None


def _other_date(sentence: Sentence) -> bool:
    """Whether a second date says against what else it rose: that is the figure's to prove."""
    dates = [m for m in sentence.mentions if m.level]
    return (
        len(dates) > 1
        or re.search(
            r"\b(?:since|year|between|over|compared|seit)\b",
            sentence.text[sentence.piece.start : sentence.piece.end].casefold(),
        )
        is not None
    )


def _subject(sentence: Sentence, span: Written) -> tuple[tuple[Mention, ...], ...] | None:
    """The names that the word is about, one of each kind; None for no name or a list of them."""
    bound = sentence.bound(span)
    return tuple(bound) if bound and all(len(names) == 1 for names in bound) else None


def _has_rank(
    table: Table, column: int, names: Sequence[tuple[Mention, ...]], rank: int, *, high: bool
) -> bool | None:
    """Whether the subject's row has this rank among all rows; None where that can't be asked."""
    row = _single(table, names)
    value = None if row is None else table.value(row, column)
    info = table.columns[column]
    return None if value is None or info.known < 2 else info.rank(value, highest_first=high) == rank


def _single(table: Table, names: Sequence[tuple[Mention, ...]]) -> int | None:
    rows = rows_of(table, names)
    return next(iter(rows)) if rows is not None and len(rows) == 1 else None


def _value(table: Table, column: int, name: Mention) -> float | None:
    rows = name.rows_in(table.number) or frozenset()
    return table.value(next(iter(rows)), column) if len(rows) == 1 else None


def _verdict(
    sentence: Sentence, span: Written, tables: Sequence[Table], holds: Check, words: str
) -> Iterator[Figure]:
    """Right if one allowed column bears it out, wrong if at least one could be asked and none does."""
    wording = Wording(sentence, span)
    against: Table | None = None
    near = candidates(tables, wording, sentence.bound(span))
    for table in [table for table in near if wording.said(table)] or near:
        for column in _asked(wording, table):
            verdict = holds(table, column)
            if verdict:
                cut = not table.complete and "rows" in words
                name = table.columns[column].name
                yield _figure(span, f"{words} by {name}", table, name, right=not cut, cut=cut)
                return
            against = table if verdict is False else against
    if against is not None:
        yield _figure(span, words, against, right=False)


def _asked(wording: Wording, table: Table) -> list[int]:
    """The columns that the words name; all that they allow where they name none."""
    if wording.unknown_noun(table):
        return table.numeric
    said = wording.said(table) - {"max", "min"}
    columns = wording.columns(table)
    named = [i for i in columns if table.columns[i].words & said]
    plain = [i for i in columns if not table.columns[i].words & _SECONDARY]
    return named or plain or columns


def _figure(
    span: Written,
    words: str,
    table: Table | None = None,
    column: str | None = None,
    *,
    right: bool,
    cut: bool = False,
) -> Figure:
    source = table.evidence if table else None
    reason = "the result was cut off, so this can't be proven" if cut else "the rows say otherwise"
    return Figure(
        text=span.text, start=span.start, end=span.end, status="derived" if right else "unverified",
        execution_id=source.execution_id if source else None, column=column,
        table=source.table if source else None, derivation=words if right else None,
        reason=None if right else reason,
    )  # fmt: skip
