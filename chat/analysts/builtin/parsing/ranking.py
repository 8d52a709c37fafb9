"""The rules for superlatives and for rows: what leads by which figure, and which rows are shown."""

from __future__ import annotations

from dataclasses import replace

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import Aggregate, Group, Intent, Kind, Measure
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.computing import aggregate
from chat.analysts.builtin.parsing.dates import default_date
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.measures import default_aggregate, sole_amount
from chat.analysts.builtin.parsing.shaping import about, aggregate_of, checked, columns, direction
from chat.analysts.builtin.suggestions import spoken
from chat.analysts.builtin.wordlists import MONEY, QUANTITY
from chat.analysts.builtin.words import name_parts

_WEATHER = {"hottest", "warmest", "coldest", "coolest", "windiest"}
"""Said of a place by its usual reading, not by its record."""


def ranked(board: Board, draft: Draft) -> Intent | None:
    """Superlatives: the first group by a figure, the first rows by a column, or simply its maximum."""
    if not draft.superlative:
        return None
    target = draft.order_by or next(iter(columns(board, draft)), None)
    if _adjective_over_rows(draft):
        return replace(_ranked_rows(board, draft, draft.order_by or ""), groups=tuple(draft.groups))
    if _newest_figure(board, draft, target):
        return _figure_by_date(board, draft, target or "")
    if draft.groups:
        return _by_groups(board, draft, target)
    if target is None:
        return _unnamed_rank(board, draft) if draft.limit or draft.rows_named else None
    if draft.superlative in {"asc", "desc"} and board.table[target].role is Role.DATE:
        options = tuple(f"top rows by {spoken(c.name)}" for c in board.table.measures[:3])
        board.problem(f"“{draft.superlative_word or 'most'}” by which column?", options)
        return None
    if draft.limit or draft.rows_named or draft.asks_who or (draft.has(Tag.WHICH) and draft.order_by):
        return _ranked_rows(board, draft, target)
    info = board.table[target]
    if not (info.is_number or info.role is Role.DATE):
        return about(Kind.VALUES, draft, (target,))
    return aggregate(board, _extreme(board, draft, target))


def _by_groups(board: Board, draft: Draft, target: str | None) -> Intent | None:
    """The group that leads, or the highest, lowest, first or last of each group."""
    if draft.grouped_by_word and not _ranks_the_groups(board, draft):
        return None
    timed = target is None and draft.superlative in {"latest", "earliest"}
    if timed or _extreme_of_each(draft, target):
        target = default_date(board, draft.superlative_word) if timed else target
        return None if target is None else aggregate(board, _extreme(board, draft, target))
    return _ranked_groups(board, draft, target)


def _ranks_the_groups(board: Board, draft: Draft) -> bool:
    """“top product in each region” ranks within the groups, which one ranking can't show."""
    named = [name for name in draft.columns if not board.table[name].is_number]
    inner = next((name for name in named if board.table[name].role is not Role.DATE), None)
    if inner is None or board.table[inner].role is Role.ID:
        return True
    outer = draft.groups[0].column
    board.problem(
        f"I can't rank {inner} within each {outer}. Ask for one {outer} at a time, or for a figure by "
        f"{outer} and {inner}."
    )
    return False


def _newest_figure(board: Board, draft: Draft, target: str | None) -> bool:
    """“latest price” is the price of the newest row, not the highest one."""
    timed = draft.superlative in {"latest", "earliest"} and not draft.adjective
    return timed and target is not None and board.table[target].role is not Role.DATE


def _figure_by_date(board: Board, draft: Draft, target: str) -> Intent | None:
    date = default_date(board, draft.superlative_word)
    if date is None or draft.groups:
        board.problem(f"I can't tell which {target} is the “{draft.superlative_word}” one here.")
        return None
    return replace(_ranked_rows(board, draft, date), groups=(Group(target),))


def _adjective_over_rows(draft: Draft) -> bool:
    """“most expensive product” is the row at the top; "which product is the cheapest" asks for a product."""
    asked = draft.grouped_by_word or draft.asks_which or any(group.grain for group in draft.groups)
    named = bool(draft.order_by) and not draft.measures
    return draft.adjective and named and not asked and (draft.limit is None or not draft.groups)


def _extreme_of_each(draft: Draft, target: str | None) -> bool:
    """“highest price by region” is one figure per region, not the one region that leads."""
    said = draft.superlative_word.casefold() or ("most" if not draft.adjective else "adjective")
    return (
        draft.grouped_by_word
        and bool(target)
        and not draft.limit
        and said not in {"", "most", "least", "best", "worst"}
    )


def _unnamed_rank(board: Board, draft: Draft) -> Intent | None:
    """“first 10 rows” follow the file; "latest order" a date; "biggest order" must say by what."""
    timed = draft.superlative in {"latest", "earliest"}
    if timed and draft.limit and draft.superlative_word.casefold() in {"first", "last"}:
        return rows(board, draft)
    target = default_date(board, draft.superlative_word) if timed else None
    if target is not None:
        return _ranked_rows(board, draft, target)
    if timed:
        return rows(board, draft)
    amount = sole_amount(board)
    if amount is not None:
        board.note(f"I took “{draft.superlative_word}” to be about {amount}.")
        return _ranked_rows(board, draft, amount)
    options = tuple(f"top rows by {spoken(c.name)}" for c in board.table.measures[:3])
    board.problem(f"“{draft.superlative_word}” by which column?", options)
    return None


def _extreme(board: Board, draft: Draft, target: str) -> Draft:
    """The draft with its superlative turned into a maximum or minimum."""
    ends = [Aggregate.MAX, Aggregate.MIN] if draft.both_ends else []
    ends = ends or [Aggregate.MAX if direction(draft) else Aggregate.MIN]
    numbers = [name for name in draft.columns if name != target and board.table[name].is_number]
    draft.measures += [Measure(end, name) for name in (target, *numbers) for end in ends]
    draft.columns, draft.superlative = [], ""
    return draft


def _ranked_groups(board: Board, draft: Draft, target: str | None) -> Intent | None:
    if draft.measures:
        return checked(board, aggregate_of(draft, tuple(draft.measures), tuple(draft.groups)))
    vague = draft.best_selling or draft.superlative_word.casefold() in {"best", "worst"}
    if vague and target is None and board.earlier and not draft.best_selling:
        board.note(f"I took “{draft.superlative_word}” to be about the figure you asked for before.")
        return checked(board, aggregate_of(draft, (board.earlier,), tuple(draft.groups)))
    if vague and target is None:
        target = _best_selling(board)
        if target is None:
            return None
    if target is None or not board.table[target].is_number:
        if not (draft.common or draft.rows_named or draft.limit):
            options = tuple(
                f"top {spoken(draft.groups[0].column)} by {spoken(c.name)}" for c in board.table.measures
            )
            board.problem(f"The {draft.groups[0].column} with the most of what?", options[:3])
            return None
        return aggregate_of(draft, (Measure(Aggregate.COUNT),), tuple(draft.groups))
    aggregate = (
        draft.aggregates[0] if draft.aggregates else default_aggregate(board.table[target], ranked=True)
    )
    if draft.adjective and not draft.aggregates:
        timed = any(group.grain for group in draft.groups)
        aggregate = default_aggregate(board.table[target], ranked=False) if timed else Aggregate.MAX
        usual = any(item.has(Tag.ADJECTIVE) and item.text.casefold() in _WEATHER for item in board.items)
        if usual and aggregate is Aggregate.MAX:
            aggregate = Aggregate.MEAN
            board.note(f"I compared the averages of {target}; ask for the highest or lowest one if meant.")
    if aggregate is Aggregate.MAX and not direction(draft):
        aggregate = Aggregate.MIN
    numbers = [name for name in draft.columns if name != target and board.table[name].role is Role.MEASURE]
    more = [Measure(default_aggregate(board.table[name], ranked=False), name) for name in numbers]
    return checked(board, aggregate_of(draft, (Measure(aggregate, target), *more), tuple(draft.groups)))


def _best_selling(board: Board) -> str | None:
    """Best selling by what: the one quantity, else the one amount of money; asked when unclear."""
    for words in (QUANTITY, MONEY):
        found = [
            c.name
            for c in board.table.measures
            if name_parts(c.name)[-1:] and name_parts(c.name)[-1] in words
        ]
        if len(found) == 1:
            board.note(f"I took “best” or “worst” to be about the total of {found[0]}.")
            return found[0]
    board.problem("Best by which column? I found no single column of quantities or revenue.")
    return None


def _ranked_rows(board: Board, draft: Draft, target: str) -> Intent:
    limit = draft.limit or 1
    if draft.aggregates or any(measure.column for measure in draft.measures):
        board.problem("I can show rows by rank, but not compute a figure over only these rows.")
    return Intent(
        Kind.ROWS, filters=draft.plain_filters, order_by=target, descending=direction(draft), limit=limit
    )


def rows(board: Board, draft: Draft) -> Intent | None:
    """“show orders over 1000”, "first 10 rows", "last 5 rows" (of the file's order)."""
    if draft.measures or draft.groups or draft.aggregates:
        return None
    order = draft.order_by
    if draft.has(Tag.SORT) and order is None:
        order = next(iter(columns(board, draft)), None)
    shown = draft.has(Tag.SHOW, Tag.WHICH) and (draft.rows_named or draft.filters)
    if not (
        shown
        or (order and draft.rows_named)
        or (draft.limit and draft.rows_named)
        or (draft.superlative and draft.rows_named)
    ):
        return None
    if _asks_values(board, draft):
        return None
    chosen = tuple(name for name in dict.fromkeys(draft.columns) if name != order)
    descending = direction(draft)
    return Intent(
        Kind.ROWS, columns=chosen, filters=draft.plain_filters, order_by=order,
        descending=False if order and descending is None else descending, limit=draft.limit,
        sampled=draft.random,
    )  # fmt: skip


def _asks_values(board: Board, draft: Draft) -> bool:
    """“which products have price over 20” asks for the products, not for their rows."""
    named = columns(board, draft)
    category = len(named) == 1 and board.table[named[0]].role is Role.CATEGORY
    return category and draft.asks_which and not (draft.rows_named or draft.order_by or draft.limit)
