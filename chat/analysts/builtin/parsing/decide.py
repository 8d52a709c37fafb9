"""From what was found to what is asked: one rule per kind of question, tried in order."""

from __future__ import annotations

from collections.abc import Callable

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import (
    Aggregate,
    ChartKind,
    Filter,
    Grain,
    Group,
    Intent,
    Kind,
    Measure,
    Op,
    Period,
)
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.computing import aggregate
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.having import groups_that_pass
from chat.analysts.builtin.parsing.ranking import ranked, rows
from chat.analysts.builtin.parsing.shaping import about, aggregate_of, all_columns, checked, columns
from chat.analysts.builtin.parsing.shares import share

Rule = Callable[[Board, Draft], Intent | None]


def decide(board: Board, draft: Draft) -> Intent | None:
    """The first rule that recognises the question; None when none does or a problem was found."""
    for rule in _RULES:
        intent = rule(board, draft)
        if intent is not None:
            _refuse_lost_groups(board, draft, intent)
            _refuse_lost_ranking(board, draft, intent)
            _refuse_torn_months(board, intent)
        if intent is not None or board.problems:
            return None if board.problems else intent
    return None


def _refuse_lost_groups(board: Board, draft: Draft, intent: Intent) -> None:
    """A "by" that a kind of question can't follow is refused, not dropped."""
    kept = {*intent.columns, *(group.column for group in intent.groups)}
    lost = [group.column for group in draft.groups if group.column not in kept]
    if lost and intent.kind is not Kind.AGGREGATE:
        board.problem(f"I can't split {intent.kind.value} by {lost[0]}.")


def _refuse_lost_ranking(board: Board, draft: Draft, intent: Intent) -> None:
    """A superlative that ranks nothing would be dropped otherwise."""
    if draft.superlative and intent.kind is Kind.AGGREGATE and intent.descending is None:
        board.problem(f"I can't tell what “{draft.superlative_word or 'most'}” refers to here.")
    if draft.superlative and intent.kind is Kind.ROWS and intent.order_by is None:
        timed = draft.superlative in {"latest", "earliest"}
        if not (timed and (draft.rows_named or draft.limit)):
            board.problem(f"I can't tell what “{draft.superlative_word or 'most'}” refers to here.")


def _refuse_torn_months(board: Board, intent: Intent) -> None:
    """“January or February 2024”: the year belongs to both months, but was said with one."""
    months = {item.column for item in intent.filters if item.op is Op.MONTH}
    dated = {item.column for item in intent.filters if item.op is Op.PERIOD and _is_month(item)}
    for column in months & dated:
        board.problem(f"Say the year with each of the months of {column}.")


def _is_month(chosen: Filter) -> bool:
    return any(isinstance(value, Period) and value.grain is Grain.MONTH for value in chosen.values)


def _missing(board: Board, draft: Draft) -> Intent | None:
    if not draft.has(Tag.MISSING):
        return None
    named = columns(board, draft)
    told = tuple(name for name in named if board.table[name].role is not Role.ID)
    return about(Kind.MISSING, draft, told or named)


def _duplicates(board: Board, draft: Draft) -> Intent | None:
    return about(Kind.DUPLICATES, draft, columns(board, draft)) if draft.has(Tag.DUPLICATES) else None


def _outliers(board: Board, draft: Draft) -> Intent | None:
    if not draft.has(Tag.OUTLIERS):
        return None
    numbers = columns(board, draft, Role.MEASURE)
    if columns(board, draft) and not numbers:
        board.problem(f"Outliers need a number, and {columns(board, draft)[0]} is none.")
    if not board.table.measures:
        board.problem("Outliers need a numeric column, and this file has none.")
    return about(Kind.OUTLIERS, draft, numbers)


def _correlation(board: Board, draft: Draft) -> Intent | None:
    pair = (
        draft.compared and len(draft.columns) == 2 and not (draft.groups or draft.measures or draft.filters)
    )
    versus = pair and len(columns(board, draft, Role.MEASURE)) == 2
    if not (draft.has(Tag.CORRELATION) or draft.chart is ChartKind.SCATTER or versus):
        return None
    own = tuple(name for name in columns(board, draft) if board.table[name].is_number)
    if len(own) > 1 and draft.groups:
        return about(Kind.CORRELATION, draft, own[:2], tuple(draft.groups[:1]))
    named = all_columns(draft)
    numbers = tuple(name for name in named if board.table[name].is_number)
    others = tuple(name for name in named if name not in numbers)
    if len(numbers) == 1 and others:
        return _compare_by(board, draft, numbers[0], others[0])
    if others or (len(board.table.measures) < 2 and len(numbers) < 2):
        board.problem("A correlation needs two numeric columns." + _no_number(board, others))
        return None
    return about(Kind.CORRELATION, draft, numbers[:2])


def _no_number(board: Board, others: tuple[str, ...]) -> str:
    return f" {others[0]} is none." if others else " This file has not got two."


def _compare_by(board: Board, draft: Draft, number: str, other: str) -> Intent:
    board.note(f"{other} is not a number, so I compare the averages of {number} instead of a correlation.")
    plain = Group(other, Grain.AUTO if board.table[other].role is Role.DATE else None)
    group = next((group for group in draft.groups if group.column == other), plain)
    return Intent(
        Kind.AGGREGATE, (Measure(Aggregate.MEAN, number),), groups=(group,), filters=draft.plain_filters
    )


def _distribution(board: Board, draft: Draft) -> Intent | None:
    by_chart = draft.chart in {ChartKind.HISTOGRAM, ChartKind.BOX}
    if not (draft.has(Tag.DISTRIBUTION) or by_chart):
        return None
    named = columns(board, draft)
    if not named and draft.groups:
        named, draft.groups = (draft.groups[0].column,), draft.groups[1:]
    if not named:
        board.problem("The distribution of which column?")
        return None
    info = board.table[named[0]]
    if len(named) > 1 and info.role is not Role.MEASURE and board.table[named[1]].role is Role.MEASURE:
        return about(Kind.DISTRIBUTION, draft, named[1:2], (Group(named[0]),))
    extra = tuple(Group(name) for name in named[1:2] if board.table[name].groupable)
    return about(Kind.DISTRIBUTION, draft, named[:1], extra or tuple(draft.groups[:1]))


def _list_columns(board: Board, draft: Draft) -> Intent | None:
    busy = draft.measures or draft.groups or draft.columns or draft.filters
    counting = draft.measures == [Measure(Aggregate.COUNT)]
    if draft.has(Tag.COLUMNS) and (counting or not busy):
        return Intent(Kind.COLUMNS)
    return None


def _describe(board: Board, draft: Draft) -> Intent | None:
    return about(Kind.DESCRIBE, draft, all_columns(draft)[:1]) if draft.has(Tag.DESCRIBE) else None


def _values(board: Board, draft: Draft) -> Intent | None:
    """“list distinct regions”, "what regions are there"."""
    asked = {measure.aggregate for measure in draft.measures}
    if asked - {Aggregate.DISTINCT, Aggregate.COUNT}:
        return None
    distinct = Aggregate.DISTINCT in asked
    listing = draft.has(Tag.SHOW, Tag.WHICH) and not draft.has(Tag.AGGREGATE)
    named = columns(board, draft)
    if (
        len(named) != 1
        or draft.groups
        or draft.has(Tag.CHART)
        or not (listing or (distinct and draft.has(Tag.SHOW)))
    ):
        return None
    if board.table[named[0]].role is Role.MEASURE and not distinct:
        return None
    return about(Kind.VALUES, draft, named)


def _what_like(board: Board, draft: Draft) -> Intent | None:
    """“what was the wind like in January 2014”: its average and its two ends."""
    numbers = [name for name in draft.columns if board.table[name].is_number]
    if not draft.what_like or len(numbers) != 1 or len(draft.columns) > 1 or draft.measures:
        return None
    board.note(f"I took “like” to ask for the average, lowest and highest {numbers[0]}.")
    wanted = (Aggregate.MEAN, Aggregate.MIN, Aggregate.MAX)
    measures = tuple(Measure(aggregate, numbers[0]) for aggregate in wanted)
    return checked(board, aggregate_of(draft, measures, tuple(draft.groups)))


def _lone_column(board: Board, draft: Draft) -> Intent | None:
    """Just a column's name: say what is in it."""
    named = columns(board, draft)
    if len(named) == 1 and len(board.items) == 1:
        return about(Kind.DESCRIBE, draft, named)
    return None


def _filtered_rows(board: Board, draft: Draft) -> Intent | None:
    """Only conditions: show the rows that meet them."""
    if draft.filters and not (draft.columns or draft.aggregates):
        return Intent(Kind.ROWS, filters=draft.plain_filters, limit=draft.limit)
    return None


_RULES: tuple[Rule, ...] = (
    groups_that_pass,
    _missing,
    _duplicates,
    _outliers,
    _correlation,
    _distribution,
    share,
    _list_columns,
    _describe,
    _lone_column,
    _what_like,
    ranked,
    rows,
    _values,
    aggregate,
    _filtered_rows,
)
