"""Words of direction ("rose", "fell") held against the rows: between two dates, states or neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.grounding.context import Sentence
from chat.grounding.index import Table
from chat.grounding.lexer import Written
from chat.grounding.lexicon import FELL, NEXT, PREVIOUS, ROSE
from chat.grounding.mentions import Mention
from chat.grounding.records import Figure
from chat.grounding.verdicts import Check, compared, single_row, verdict

_REFERENCE = re.compile(
    r"\b(?:after|nach|against|gegenüber|versus|compared (?:with|to))\s(?:(?:a|an|the)\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_STARTS = re.compile(r"\b(?:from|between|von|zwischen)\s$", re.IGNORECASE)
_ENDS = re.compile(r"\s?(?:to|and|until|auf|bis|und|–|-)\s?", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|seit)\s$", re.IGNORECASE)
_IN = re.compile(r"\s(?:again\s|wieder\s)?(?:in|im)\s", re.IGNORECASE)
_OVER_TIME = re.compile(r"\b(?:since|year|between|over|compared|seit)\b")
_BOUND_AFTER = re.compile(r"\s+(?:below|above|unter|über|short)\b", re.IGNORECASE)
NEGATED = re.compile(
    r"\b(?:not|never|no|neither|nicht|nie|kein\w*|if|whether|would|could|ob|falls)\b|n't", re.IGNORECASE
)


def direction(sentence: Sentence, span: Written, tables: Sequence[Table], *, rose: bool) -> Iterator[Figure]:
    """ "Revenue rose in March": against the row before, or between the two dates or figures named."""
    if _BOUND_AFTER.match(sentence.text, span.end) or NEGATED.search(
        sentence.text[max(span.start - 16, sentence.piece.start) : span.start]
    ):
        return
    if (ends := _from_to(sentence, span)) is not None:
        yield compared(span, "first figure against the second", right=(ends[1] > ends[0]) == rose)
    elif (dates := _two_dates(sentence)) is not None:
        words = f"{dates[0].text} and {dates[1].text} compared"
        yield from verdict(sentence, span, tables, _between(dates, rose=rose), words)
    elif (start := _since(sentence)) is not None:
        yield from verdict(sentence, span, tables, _until_now(start, rose=rose), f"since {start.text}")
    elif (names := _moved(sentence, span)) is not None:
        yield from verdict(sentence, span, tables, _stepped(names, rose=rose), "against the row before")


def _moved(sentence: Sentence, span: Written) -> Sequence[tuple[Mention, ...]] | None:
    """What rose: the date right after the word ("then fell in March"), or the subject of its sentence."""
    dated = [
        m for m in sentence.mentions if m.level and _IN.fullmatch(sentence.text[span.end : m.start][:20])
    ]
    if dated and len(sentence.mentions) > 1 and all(m.level for m in sentence.mentions):
        return [(dated[0],)]
    if _other_date(sentence) or frozenset(sentence.words) & (NEXT | PREVIOUS):
        return None
    return subject(sentence, span)


def _stepped(names: Sequence[tuple[Mention, ...]], *, rose: bool) -> Check:
    def holds(table: Table, column: int) -> bool | None:
        row = single_row(table, names)
        if row is None:
            return None
        if states := [pair for pair in table.counterparts if column in pair]:
            return _went(table.value(row, states[-1][1]), table.value(row, states[-1][0]), rose=rose)
        place = table.places_in_time[row] if table.dated is not None else 0
        if not place:
            return None
        return _went(table.value(row, column), table.value(table.in_time[place - 1], column), rose=rose)

    return holds


def _between(ends: tuple[Mention, Mention], *, rose: bool) -> Check:
    """The later of two dates against the earlier."""

    def holds(table: Table, column: int) -> bool | None:
        rows = [single_row(table, [(end,)]) for end in ends]
        if None in rows or table.dated is None:
            return None
        early, late = sorted((row for row in rows if row is not None), key=table.places_in_time.__getitem__)
        return _went(table.value(late, column), table.value(early, column), rose=rose)

    return holds


def _until_now(start: Mention, *, rose: bool) -> Check:
    """The last row against the date named."""

    def holds(table: Table, column: int) -> bool | None:
        row = single_row(table, [(start,)])
        if row is None or table.dated is None or row == table.in_time[-1]:
            return None
        return _went(table.value(table.in_time[-1], column), table.value(row, column), rose=rose)

    return holds


def _went(late: float | None, early: float | None, *, rose: bool) -> bool | None:
    return None if late is None or early is None else (late > early) == rose and late != early


def _two_dates(sentence: Sentence) -> tuple[Mention, Mention] | None:
    """The only two dates of a sentence with one direction, and nothing else to bind it to."""
    turns = [word for word in sentence.words if word in ROSE | FELL]
    if len(sentence.mentions) != 2 or len(turns) != 1:
        return None
    first, second = sentence.mentions
    apart = _STARTS.search(_before(sentence, first)) and _ENDS.fullmatch(
        sentence.text[first.end : second.start]
    )
    if not apart and not any(_REFERENCE.search(_before(sentence, name)) for name in sentence.mentions):
        return None
    return (first, second) if first.level and first.level == second.level else None


def _since(sentence: Sentence) -> Mention | None:
    """The one date since when something rose."""
    if len(sentence.mentions) != 1 or not sentence.mentions[0].level:
        return None
    return sentence.mentions[0] if _SINCE.search(_before(sentence, sentence.mentions[0])) else None


def _before(sentence: Sentence, name: Mention) -> str:
    return sentence.text[max(name.start - 24, sentence.piece.start) : name.start]


def _from_to(sentence: Sentence, span: Written) -> tuple[float, float] | None:
    """The two figures of "from 12 to 14", if they follow the word."""
    after = [f for f in sentence.figures if f.start >= span.end and f.kind in ("number", "percent")]
    if len(after) < 2:
        return None
    lead = sentence.text[span.end : after[0].start].rstrip(" $€£").casefold()
    between = sentence.text[after[0].end : after[1].start].rstrip(" $€£").casefold()
    led = len(lead) < 24 and lead.endswith(("from", "von"))
    if led and len(between) < 40 and between.endswith((" to", " auf")):
        one, two = after[0].value, after[1].value
        return (one, two) if one != two else None
    return None


def _other_date(sentence: Sentence) -> bool:
    """Whether a second date says against what else it rose: that is the figure's to prove."""
    said = sentence.text[sentence.piece.start : sentence.piece.end].casefold()
    return len([m for m in sentence.mentions if m.level]) > 1 or _OVER_TIME.search(said) is not None


def subject(sentence: Sentence, span: Written) -> tuple[tuple[Mention, ...], ...] | None:
    """The names that the word is about, one of each kind; None for no name or a list of them."""
    bound = sentence.bound(span)
    return tuple(bound) if bound and all(len(names) == 1 for names in bound) else None
