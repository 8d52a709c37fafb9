"""What is said of a figure that nothing proves: nothing if it claims nothing, else why it is marked."""

from __future__ import annotations

from collections.abc import Sequence

from chat.grounding import known
from chat.grounding.context import Sentence
from chat.grounding.index import Table, canonical
from chat.grounding.lexer import Written
from chat.grounding.lexicon import word_set
from chat.grounding.lookup import rows_of
from chat.grounding.marks import plain
from chat.grounding.records import Figure
from chat.grounding.wording import Wording

_OF_ALL = word_set("are all the has covers across alle gibt in over")


def unproven(figure: Written, sentence: Sentence, tables: Sequence[Table]) -> Figure | None:
    """The mark of a figure that no result has, or none where it claims nothing of one."""
    if figure.kind == "word":
        return _small_count(figure, sentence, tables)
    if known.claims_nothing(figure, sentence):
        return None
    reason = _said_instead(figure, sentence, tables) or "no result has this figure"
    return plain(figure, "unverified", reason=reason)


def _small_count(figure: Written, sentence: Sentence, tables: Sequence[Table]) -> Figure | None:
    """A count in words is a claim only where it counts what a result's rows stand for."""
    if known.listed(figure, sentence):
        return plain(figure, "derived", derivation="count of the names in the sentence")
    scope = sentence.scope(figure)
    noun = {canonical(word) for word in scope.right[:1]}
    if not set(scope.left[-2:]) & _OF_ALL or scope.left[-1:] == ("of",):
        return None
    for table in tables:
        for column in table.label_columns:
            if table.columns[column].words & noun:
                return plain(figure, "unverified", reason=f"the result has {table.distinct(column):,}")
    return None


def _said_instead(figure: Written, sentence: Sentence, tables: Sequence[Table]) -> str | None:
    """What the result says instead, where one cell is clearly meant."""
    bound = sentence.bound(figure)
    wording = Wording(sentence, figure)
    for table in tables if bound else ():
        rows = rows_of(table, bound)
        if rows is None or len(rows) != 1:
            continue
        said = wording.said(table)
        columns = [i for i in wording.columns(table) if table.columns[i].words & said]
        if len(columns) == 1:
            value = table.value(next(iter(rows)), columns[0])
            names = ", ".join(mention.text for names in bound for mention in names)
            return "the cell is empty" if value is None else f"the result says {value:,.10g} for {names}"
    return None
