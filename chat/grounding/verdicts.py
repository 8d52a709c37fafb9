"""Asking the columns of the results whether a comparison holds, and saying so of the word that compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from chat.grounding.context import Sentence
from chat.grounding.index import Table
from chat.grounding.lexer import Written
from chat.grounding.lexicon import word_set
from chat.grounding.lookup import rows_of
from chat.grounding.mentions import Mention
from chat.grounding.records import Figure
from chat.grounding.wording import Wording, candidates

# What a comparison without a column's name is hardly about.
_SECONDARY = word_set("mean median std min max share p value error interval change")

# Adjectives of a measure that they name themselves ("stays longest").
_OF_KIND = word_set("longest shortest quietest busiest cheapest")

Check = Callable[[Table, int], bool | None]


def single_row(table: Table, names: Sequence[tuple[Mention, ...]]) -> int | None:
    rows = rows_of(table, names)
    return next(iter(rows)) if rows is not None and len(rows) == 1 else None


def verdict(
    sentence: Sentence, span: Written, tables: Sequence[Table], holds: Check, words: str
) -> Iterator[Figure]:
    """Right if one allowed column bears it out, wrong if at least one could be asked and none does."""
    wording = Wording(sentence, span)
    against: Table | None = None
    near = candidates(tables, wording, sentence.bound(span))
    for table in [table for table in near if wording.said(table) - {"max", "min"}] or near:
        for column in _asked(wording, table, span):
            answer = holds(table, column)
            if answer:
                cut = not table.complete and "rows" in words
                name = table.columns[column].name
                yield compared(span, f"{words} by {name}", table, name, right=not cut, cut=cut)
                return
            against = table if answer is False else against
    if against is not None:
        yield compared(span, words, against, right=False)


def _asked(wording: Wording, table: Table, span: Written) -> list[int]:
    """The columns that the words name; all that they allow where they name none."""
    if "share" in wording.tiers[0] and not any(c.is_share or c.is_fraction for c in table.columns):
        return []  # "the best pass rate" of a result that has no rates
    if wording.unknown_noun(table):
        return table.numeric
    said = wording.said(table) - {"max", "min"}
    columns = wording.columns(table)
    named = [i for i in columns if table.columns[i].words & said]
    plain = [i for i in columns if not table.columns[i].words & _SECONDARY]
    if all(table.columns[i].is_count for i in plain):
        plain = []  # "lowest: hour 3" is of the mean beside the count of rows
    if span.text.casefold() in _OF_KIND:
        plain = []  # what is longest or quietest is no sum of anything
    return named or plain or columns


def compared(
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
