"""The cell that a figure cites: in a row that its names leave and a column that its words can mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.grounding.context import Sentence
from chat.grounding.index import Table
from chat.grounding.lexer import Written
from chat.grounding.lexicon import FELL, MEAN, ROSE
from chat.grounding.lookup import (
    Cell,
    cells,
    claims_total,
    distinctive,
    extreme_fits,
    of_pair,
    of_side,
    rows_of,
    shifted,
    sign_fits,
)
from chat.grounding.mentions import Mention
from chat.grounding.wording import Wording


def cited(figure: Written, sentence: Sentence, tables: Sequence[Table]) -> Cell | None:
    """The cell that the figure is, in a row and a column that the sentence can mean."""
    bound = sentence.bound(figure)
    wording = Wording(sentence, figure)
    rows = {table.number: rows_of(table, bound) for table in tables}
    spoken = {t.number: wording.said(t, strict=True) for t in tables if rows[t.number]}
    spoken = {number: said for number, said in spoken.items() if said}
    for table in tables:
        allowed = rows[table.number]
        if not (fitting := list(cells(table, figure))):
            continue
        if allowed is None and not _changes_subject(table, bound, wording, spoken):
            continue
        meant = allowed if allowed is not None else table.everything
        chosen = of_pair(table, sentence.groups, meant)
        chosen = shifted(table, chosen, _step_words(figure, sentence))
        chosen = _until_now(table, chosen, figure, sentence)
        for cell in _citable(fitting, table, figure, sentence, chosen, wording, spoken):
            return cell
    return None


def _citable(
    fitting: list[Cell],
    table: Table,
    figure: Written,
    sentence: Sentence,
    rows: frozenset[int],
    wording: Wording,
    spoken: dict[int, frozenset[str]],
) -> Iterator[Cell]:
    columns = set(wording.columns(table))
    open_rows = len(rows) > 1
    if spoken and table.number not in spoken and not _said_as_rows(wording, table, spoken):
        return
    if open_rows and table.label_columns and _wants_whole(figure, sentence):
        return
    for cell in fitting:
        named = bool(cell.info.words & wording.said(table))
        if cell.row not in rows or cell.column not in columns or not sign_fits(figure, cell, sentence):
            continue
        if not of_side(cell, sentence.bound(figure)):
            continue
        if _is_step(figure, sentence) and not cell.info.is_change:
            continue
        if open_rows and not extreme_fits(cell, rows, sentence, figure):
            continue
        if named or distinctive(figure) or (not open_rows and figure.kind != "word"):
            yield cell


def _changes_subject(
    table: Table,
    bound: list[tuple[Mention, ...]],
    wording: Wording,
    spoken: dict[int, frozenset[str]],
) -> bool:
    """Whether the sentence went over to a result that doesn't know the names said before."""
    return not spoken and bool(wording.said(table, strict=True))


def _wants_whole(figure: Written, sentence: Sentence) -> bool:
    """A total or a mean of all can't be one row of many."""
    return claims_total(figure, sentence) or bool(sentence.scope(figure).near & MEAN)


def _said_as_rows(wording: Wording, table: Table, spoken: dict[int, frozenset[str]]) -> bool:
    """Whether what other results have as columns are rows here, as in a table of correlations."""
    return frozenset().union(*spoken.values()) <= wording.names(table)


def _step_words(figure: Written, sentence: Sentence) -> frozenset[str]:
    """Words that lead to the row next to the one named; "fell from 4 to 3 in 2023" starts a year before."""
    scope = sentence.scope(figure)
    dates_named = [name for name in sentence.mentions if name.level]
    starts = scope.left[-1:] in (("from",), ("von",)) and bool(set(scope.left) & (ROSE | FELL))
    if (
        starts
        and len(dates_named) == 1
        and any(f.end <= dates_named[0].start for f in sentence.figures if f.start > figure.start)
    ):
        return frozenset(("before", "row"))
    return scope.near


def _until_now(table: Table, rows: frozenset[int], figure: Written, sentence: Sentence) -> frozenset[int]:
    """ "Since 2022 it fell from 118 to 109": what it fell to stands in the last row."""
    reached = sentence.scope(figure).left[-1:] in (("to",), ("auf",)) and {"since", "seit"} & {
        *sentence.words
    }
    return frozenset(table.in_time[-1:]) if reached and table.dated is not None and len(rows) == 1 else rows


def _is_step(figure: Written, sentence: Sentence) -> bool:
    """ "rose by 12": a change, not a level."""
    left = sentence.scope(figure).left
    return left[-1:] in (("by",), ("um",)) and bool(set(left) & (ROSE | FELL))
