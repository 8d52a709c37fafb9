"""The rule for shares: of groups in a whole, or of the rows that meet a condition."""

from __future__ import annotations

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import Aggregate, Filter, Group, Intent, Kind, Measure, Op
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft, merged
from chat.analysts.builtin.parsing.measures import is_additive
from chat.analysts.builtin.parsing.shaping import aggregate_of, columns, direction


def share(board: Board, draft: Draft) -> Intent | None:
    if not draft.has(Tag.SHARE):
        return None
    if _is_ratio(board, draft):
        board.problem(
            "I can't read that ratio. For columns say “make a column A / B” first; of groups, ask for the "
            "share of each."
        )
        return None
    groups = list(draft.groups)
    predicates = any(placed.predicate for placed in draft.filters)
    if not groups and not draft.filters:
        subject = [
            name
            for name in draft.columns
            if board.table[name].role in {Role.CATEGORY, Role.BOOLEAN, Role.TEXT}
        ]
        groups = [Group(name) for name in subject[:1]]
        draft.columns = [name for name in draft.columns if name not in subject[:1]]
    measure = _share_measure(board, draft)
    if groups and not (predicates or _conditional(board, draft)):
        return aggregate_of(draft, (measure,), tuple(groups), share=True)
    base, condition = _split_filters(board, draft)
    if not condition:
        board.problem("A share of what? Name a column to split by or a condition.")
        return None
    return Intent(
        Kind.AGGREGATE, (measure,), groups=tuple(groups), filters=base, condition=condition, share=True,
        limit=draft.limit or (1 if draft.superlative and groups else None),
        descending=direction(draft), chart=draft.chart,
    )  # fmt: skip


def _is_ratio(board: Board, draft: Draft) -> bool:
    """A ratio of two columns or of two groups, which is no share of a whole."""
    if not any(item.text.casefold() == "ratio" for item in board.items if item.has(Tag.SHARE)):
        return False
    numbers = [name for name in draft.columns if board.table[name].is_number]
    return len(numbers) > 1 or any(len(item.values) > 1 for item in draft.plain_filters)


def _conditional(board: Board, draft: Draft) -> bool:
    """ "share of people who agree by department", "error rate by sensor": of each group's own rows."""
    said_rate = any(item.text.casefold().startswith("rate") for item in board.items if item.has(Tag.SHARE))
    that = draft.that_at
    return bool(draft.filters) and (said_rate or (that is not None and draft.filters[-1].position > that))


def _share_measure(board: Board, draft: Draft) -> Measure:
    if draft.measures and draft.measures[0].aggregate in {Aggregate.SUM, Aggregate.COUNT}:
        return draft.measures[0]
    numbers = columns(board, draft, Role.MEASURE)
    if numbers and not is_additive(board.table[numbers[0]]) and not draft.measures:
        board.problem(f"A share needs amounts that add up; I can't tell how {numbers[0]} comes into it.")
    return Measure(Aggregate.SUM, numbers[0]) if numbers else Measure(Aggregate.COUNT)


def _said_of(board: Board, draft: Draft) -> int | None:
    """Where "share of survivors were women" goes over from the whole to what is counted of it."""
    for position, item in enumerate(board.items):
        sides = {placed.position < position for placed in draft.filters}
        if item.has(Tag.IS) and len(sides) > 1:
            return position
    return draft.that_at


def _split_filters(board: Board, draft: Draft) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
    """Which rows are the whole, and which of them the share counts."""
    said_of = _said_of(board, draft)
    if said_of is not None and said_of != draft.that_at:
        late = [placed.filter for placed in draft.filters if placed.position > said_of]
    elif said_of is not None and any(placed.position > said_of for placed in draft.filters):
        late = [placed.filter for placed in draft.filters if placed.position > said_of or placed.predicate]
    else:
        late = [placed.filter for placed in draft.filters if placed.predicate]
        times = {Op.PERIOD, Op.NOT_PERIOD, Op.MONTH}
        late = late or [placed.filter for placed in draft.filters if placed.filter.op not in times]
        late = late or [placed.filter for placed in draft.filters]
    early = [placed.filter for placed in draft.filters if placed.filter not in late]
    return merged(early), merged(late)
