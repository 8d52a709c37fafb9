"""What stands beside a condition: its column, and a "not" before it."""

from __future__ import annotations

from chat.analysts.builtin.intent import Operand
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board

_LINKS = (Tag.IS, Tag.STOP, Tag.WHERE, Tag.NOT, Tag.OF, Tag.THAT)


def column_before(board: Board, position: int, *, numeric: bool = False) -> int | None:
    """The column that a condition at `position` speaks of, if it stands just before it."""
    at = position - 1
    while at >= 0 and board.items[at].has(*_LINKS) and not board.items[at].has(Tag.COLUMN):
        at -= 1
    return at if fits(board, at, numeric=numeric) else None


def column_after(board: Board, position: int, *, numeric: bool = False) -> int | None:
    at = position + 1
    while at < len(board.items) and board.items[at].has(*_LINKS) and not board.items[at].has(Tag.COLUMN):
        at += 1
    return at if fits(board, at, numeric=numeric) else None


def fits(board: Board, at: int, *, numeric: bool) -> bool:
    if not (0 <= at < len(board.items) and board.items[at].has(Tag.COLUMN)):
        return False
    info = board.table[board.items[at].columns[0]]
    return not numeric or (info.is_number and not board.items[at].has(Tag.ROWS))


def negated(board: Board, position: int) -> bool:
    """True when a free "not", "except" … stands just before; it is taken."""
    at = position - 1
    while at >= 0 and board.items[at].has(Tag.IS, Tag.STOP, Tag.WHERE, Tag.OF) and at not in board.taken:
        if board.items[at].has(Tag.NOT):
            break
        at -= 1
    if not board.free(at, Tag.NOT):
        return False
    board.take(at)
    return True


def whole_number(number: float) -> Operand:
    """An integer where the number is one, so that SQL and sentences show no ".0"."""
    return int(number) if number == int(number) and abs(number) < 2**53 else number
