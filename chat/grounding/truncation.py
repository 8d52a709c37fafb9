"""Claims about a whole that rest on a part: "all", "none" and "only" over a result that was cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.grounding.context import Sentence
from chat.grounding.index import Table, canonical
from chat.grounding.lexicon import word_set
from chat.grounding.records import Figure
from chat.grounding.scope import words_in

_WHOLE = word_set(
    "all every each none no only never always alle jeder jede jedes kein keine keiner nur nie immer"
)
_WORD = re.compile(r"[^\W\d_]+")


def whole_claims(sentence: Sentence, tables: Sequence[Table]) -> Iterator[Figure]:
    """A mark for each word that speaks of all rows of a result of which only a part is at hand."""
    claims = [
        m
        for m in _WORD.finditer(sentence.text, sentence.piece.start, sentence.piece.end)
        if _claims(m, sentence)
    ]
    if not claims:
        return
    spoken = [table for table in tables if _speaks_of(sentence, table)]
    if not spoken or any(table.complete for table in spoken):
        return
    source = spoken[0].evidence
    for claim in claims:
        yield Figure(
            claim[0], claim.start(), claim.end(), "unverified", source.execution_id, table=source.table,
            reason=f"the result was cut off, so “{claim[0]}” can't be proven from it; count in the query",
        )  # fmt: skip


def _claims(word: re.Match[str], sentence: Sentence) -> bool:
    """Whether the word stands for a whole; "all 2,840" is a figure and checked as one."""
    if word[0].casefold() not in _WHOLE or sentence.piece.hides(word.start()):
        return False
    return not any(0 < figure.start - word.end() <= 5 for figure in sentence.figures)


def _speaks_of(sentence: Sentence, table: Table) -> bool:
    said = frozenset(map(canonical, words_in(sentence.text, sentence.piece.start, sentence.piece.end)))
    return bool(said & table.spoken) or any(name.rows_in(table.number) for name in sentence.mentions)
