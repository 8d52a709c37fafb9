"""The conditions on rows in a question about statistics: the same as in any other question."""

from __future__ import annotations

from chat.analysts.builtin.intent import Filter, Op
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing import comparisons, dates, filters, units
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft, PlacedFilter


def read_conditions(board: Board, *, on_flags: bool) -> tuple[Filter, ...]:
    """Takes every condition off the board; `on_flags` reads "who survived" as one."""
    draft = Draft()
    units.read_units(board)
    filters.read_excluded(board, draft)
    comparisons.read_between(board, draft)
    comparisons.read_comparisons(board, draft)
    dates.read_dates(board, draft)
    filters.read_contains(board, draft)
    filters.read_missing(board, draft)
    filters.read_values(board, draft)
    filters.read_equalities(board, draft)
    filters.read_ordinals(board, draft)
    if on_flags:
        _read_flags(board, draft)
    filters.refuse_or(board, draft)
    return draft.plain_filters


def _read_flags(board: Board, draft: Draft) -> None:
    """“passengers who survived", "for returned orders": a yes/no column beside the rows it describes."""
    for at in list(board.find(Tag.COLUMN)):
        info = board.table[board.items[at].columns[0]]
        if not info.is_flag or not _describes(board, at):
            continue
        negative = [place for place in (at - 1, at - 2) if board.free(place, Tag.NOT)][:1]
        board.take(at, *negative)
        value = info.flag_value(wanted=not negative)
        placed = PlacedFilter(at, Filter(board.column(at), Op.EQ, (value,)), predicate=True)
        draft.filters.append(placed)


def _describes(board: Board, at: int) -> bool:
    before = at - 1
    while before >= 0 and board.items[before].has(Tag.IS, Tag.NOT) and not board.items[before].has(Tag.THAT):
        before -= 1
    if before < 0:
        return False
    led = board.items[before].has(Tag.THAT) or board.items[before].text.casefold() in {"who", "which", "that"}
    beside_rows = at + 1 < len(board.items) and board.items[at + 1].has(Tag.ROWS)
    return led or (beside_rows and board.items[before].has(Tag.WHERE, Tag.AND, Tag.NOT, Tag.OF))
