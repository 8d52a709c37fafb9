"""Yes/no columns used as conditions: "how many returned orders", "who did not survive"."""

from __future__ import annotations

from chat.analysts.builtin.intent import Filter, Op
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft, PlacedFilter
from chat.analysts.builtin.parsing.nearby import negated


def read_predicates(board: Board, draft: Draft) -> None:
    """Yes/no columns used as conditions: "how many returned orders", "who did not survive"."""
    counting = any(board.items[at].meaning(Tag.AGGREGATE) == "count" for at in board.find(Tag.AGGREGATE))
    asked = counting or bool(draft.superlative) or board.first(Tag.SHARE, Tag.SHOW, Tag.ROWS) is not None
    asked = asked or bool(draft.filters and not draft.groups and board.first(Tag.AGGREGATE) is None)
    if draft.compared or _correlated(board, draft):
        return
    for position in list(board.find(Tag.COLUMN)):
        info = board.table[board.items[position].columns[0]]
        described = _described(board, position)
        if not info.is_flag or not (asked or described) or _computed(board, position):
            continue
        wanted = not negated(board, position)
        board.take(position)
        board.column(position)
        value = info.flag_value(wanted=wanted)
        draft.filters.append(PlacedFilter(position, Filter(info.name, Op.EQ, (value,)), predicate=True))


def _correlated(board: Board, draft: Draft) -> bool:
    """“correlation between survived and fare”: here the yes/no column is one of the two."""
    if not draft.has(Tag.CORRELATION):
        return False
    named = (board.table[board.items[at].columns[0]] for at in board.find(Tag.COLUMN))
    return sum(info.is_number and not info.is_flag for info in named) < 2


def _described(board: Board, position: int) -> bool:
    before = position - 1
    if before > 0 and board.items[before].has(Tag.OF):
        return board.items[before - 1].has(Tag.COLUMN)
    return before >= 0 and board.items[before].has(Tag.IS, Tag.THAT, Tag.NOT, Tag.WHERE)


def _computed(board: Board, position: int) -> bool:
    """“average survived”: here the 0/1 column is what is averaged."""
    before = board.after(position, -1)
    if before < 0 or not board.items[before].has(Tag.AGGREGATE):
        return False
    return board.items[before].meaning(Tag.AGGREGATE) != "count"
