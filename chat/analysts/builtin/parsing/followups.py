"""Questions that only change the last one: "and by region?", "only 2023", "as a line chart"."""

from __future__ import annotations

from dataclasses import replace

from chat.analysts.builtin.columns import Role, Table
from chat.analysts.builtin.intent import (
    Aggregate,
    ChartKind,
    Filter,
    Grain,
    Group,
    Intent,
    Kept,
    Kind,
    Measure,
)
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.measures import default_aggregate, unusable
from chat.analysts.builtin.suggestions import spoken

SUBJECTS = {
    Kind.ROWS: "a list of rows",
    Kind.VALUES: "a list of values",
    Kind.CORRELATION: "a list of correlations",
    Kind.OUTLIERS: "outliers",
    Kind.MISSING: "missing cells",
    Kind.DUPLICATES: "duplicates",
    Kind.DESCRIBE: "a description",
    Kind.COLUMNS: "a list of columns",
}
_TOPICS = {
    Tag.DISTRIBUTION: Kind.DISTRIBUTION,
    Tag.OUTLIERS: Kind.OUTLIERS,
    Tag.MISSING: Kind.MISSING,
    Tag.DESCRIBE: Kind.DESCRIBE,
    Tag.CORRELATION: Kind.CORRELATION,
}


def kept(previous: Intent, intent: Intent, draft: Draft) -> Kept:
    """The parts of the previous intent that stand in this one without having been said again."""
    said = set(draft.plain_filters)
    same = (intent.kind, intent.measures, intent.columns) == (
        previous.kind,
        previous.measures,
        previous.columns,
    )
    return Kept(
        subject=same and not draft.measures,
        groups=tuple(g for g in intent.groups if g in previous.groups and g not in draft.groups),
        filters=tuple(f for f in intent.filters if f in previous.filters and f not in said),
    )


def earlier_figure(previous: Intent | None, table: Table) -> Measure | None:
    """The only figure of the question before, where it is one of a column of the file."""
    measures = previous.measures if previous and not previous.share else ()
    return measures[0] if len(measures) == 1 and (measures[0].column or "") in table.index else None


def merge(previous: Intent, board: Board, draft: Draft) -> Intent | None:
    """The previous intent with what this question changes; None when it changes nothing."""
    intent = previous
    for change in (_filters, _topic, _measures, _groups, _order, _chart, _share):
        intent = change(intent, board, draft)
    for measure in intent.measures:
        reason = unusable(board, measure)
        if reason:
            board.problem(reason)
    return intent if intent != previous else None


def _filters(intent: Intent, board: Board, draft: Draft) -> Intent:
    """A new condition replaces the old one on the same column, otherwise it is added."""
    new = draft.plain_filters
    columns = {item.column for item in new}
    kept: list[Filter] = [item for item in intent.filters if item.column not in columns]
    return replace(intent, filters=(*kept, *new)) if new else intent


def _topic(intent: Intent, board: Board, draft: Draft) -> Intent:
    """“what about outliers?”: another kind of question about the same column."""
    kind = next((kind for tag, kind in _TOPICS.items() if draft.has(tag)), None)
    if kind is None:
        return intent
    before = intent.columns or tuple(m.column for m in intent.measures if m.column)
    columns = tuple(draft.columns) or before
    if kind is Kind.CORRELATION and len(draft.columns) == 1:
        columns = tuple(dict.fromkeys([*before[:1], *draft.columns]))
    return Intent(kind, columns=columns[:2], filters=intent.filters)


def _measures(intent: Intent, board: Board, draft: Draft) -> Intent:
    """Another aggregate of the same column, or the same aggregate of another column."""
    if draft.measures:
        kept = () if intent.kind is Kind.AGGREGATE else intent.groups
        groups = intent.groups if intent.kind is Kind.AGGREGATE else kept
        return replace(intent, kind=Kind.AGGREGATE, measures=tuple(draft.measures), groups=groups, columns=())
    columns = [m.column for m in intent.measures if m.column] or list(intent.columns)
    if draft.aggregates and columns:
        made = tuple(Measure(aggregate, columns[0]) for aggregate in draft.aggregates)
        return replace(intent, kind=Kind.AGGREGATE, measures=made, columns=())
    numbers = [name for name in draft.columns if board.table[name].role is Role.MEASURE]
    return _other_column(intent, board, draft, numbers) if numbers else intent


def _other_column(intent: Intent, board: Board, draft: Draft, numbers: list[str]) -> Intent:
    if intent.kind is not Kind.AGGREGATE:
        draft.columns = [name for name in draft.columns if name not in numbers]
        pair = intent.kind is Kind.CORRELATION and len(numbers) == 1 and numbers[0] not in intent.columns
        return replace(intent, columns=(*intent.columns[:1], *numbers) if pair else tuple(numbers))
    before = intent.measures[0].aggregate if intent.measures else Aggregate.COUNT
    if before in {Aggregate.COUNT, Aggregate.DISTINCT}:
        before = default_aggregate(board.table[numbers[0]], ranked=False)
    return replace(intent, measures=tuple(Measure(before, name) for name in numbers))


def _groups(intent: Intent, board: Board, draft: Draft) -> Intent:
    """Another split replaces the old one; "also by" and "split it by" add to it."""
    named = [Group(name) for name in draft.columns if board.table[name].role in {Role.CATEGORY, Role.BOOLEAN}]
    dated = [Group(name, Grain.AUTO) for name in draft.columns if board.table[name].role is Role.DATE]
    new = tuple(dict.fromkeys([*draft.groups, *named, *dated]))
    if not new:
        return intent
    kept = intent.groups if draft.opener == "add" else ()
    groups = (*[g for g in kept if g.column not in {item.column for item in new}], *new)[:2]
    if intent.kind is Kind.DISTRIBUTION or (intent.kind is Kind.CORRELATION and len(intent.columns) == 2):
        return replace(intent, groups=groups[:1])
    if intent.kind is not Kind.AGGREGATE:
        _refuse_split(board, intent, groups[0])
        return intent
    limit = intent.limit if intent.limit != 1 else None
    return replace(intent, groups=groups, limit=draft.limit or limit, condition=intent.condition)


def _refuse_split(board: Board, intent: Intent, group: Group) -> None:
    """Another kind of answer than the one asked for would be a guess."""
    options = (f"how many rows by {spoken(group.column)}",)
    board.problem(f"I can't split {SUBJECTS[intent.kind]} by {group.column}.", options)


def _order(intent: Intent, board: Board, draft: Draft) -> Intent:
    if draft.superlative:
        descending = draft.superlative in {"desc", "latest"}
        limit = draft.limit or intent.limit or (1 if intent.groups else None)
        return replace(intent, descending=descending, limit=limit)
    if draft.limit:
        return replace(intent, limit=draft.limit)
    if draft.descending is not None:
        return replace(intent, descending=draft.descending)
    return intent


def _chart(intent: Intent, board: Board, draft: Draft) -> Intent:
    """“as a box plot” turns an average by group into the spread by group."""
    if draft.chart is None:
        return intent
    column = next((m.column for m in intent.measures if m.column), None)
    if draft.chart in {ChartKind.HISTOGRAM, ChartKind.BOX} and column:
        return Intent(Kind.DISTRIBUTION, columns=(column,), groups=intent.groups[:1], filters=intent.filters)
    return replace(intent, chart=draft.chart)


def _share(intent: Intent, board: Board, draft: Draft) -> Intent:
    """“as a share”, "in percent": of the same groups."""
    if not draft.has(Tag.SHARE) or not intent.groups or intent.kind is not Kind.AGGREGATE:
        return intent
    first = intent.measures[0]
    usable = first if first.aggregate in {Aggregate.SUM, Aggregate.COUNT} else Measure(Aggregate.COUNT)
    return replace(intent, share=True, measures=(usable,))
