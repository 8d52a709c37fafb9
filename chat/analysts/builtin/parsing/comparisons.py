"""Conditions with numbers: over, at least, between – and which column they are about."""

from __future__ import annotations

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import Filter, Op
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft, PlacedFilter
from chat.analysts.builtin.parsing.measures import sole_amount
from chat.analysts.builtin.parsing.nearby import column_after, column_before, fits, negated, whole_number
from chat.analysts.builtin.suggestions import spoken

_NEGATED = {Op.EQ: Op.NE, Op.NULL: Op.NOT_NULL, Op.GT: Op.LE, Op.GE: Op.LT, Op.LT: Op.GE, Op.LE: Op.GT}


def read_comparisons(board: Board, draft: Draft) -> None:
    """`price over 100`, `over 100`, `older than 30`, `100 or more`, `quantity = 3`."""
    for position in list(board.find(Tag.COMPARE_OP)):
        target = board.after(position)
        if board.free(target, Tag.NUMBER) and not _date_before(board, position):
            _compare(board, draft, position, target, board.items[position].meaning(Tag.COMPARE_OP))
    for position in list(board.find(Tag.SUFFIX_OP)):
        if board.free(position - 1, Tag.NUMBER):
            _compare(board, draft, position - 1, position - 1, board.items[position].meaning(Tag.SUFFIX_OP))
            board.take(position)


def _date_before(board: Board, position: int) -> bool:
    at = column_before(board, position)
    return at is not None and board.table[board.items[at].columns[0]].role is Role.DATE


def _compare(board: Board, draft: Draft, position: int, target: int, meaning: str) -> None:
    keyword, _, rest = meaning.partition(" ") if meaning.split()[0] in {"age", "price"} else ("", "", meaning)
    number = board.items[target].number
    if _about_groups(board, position, target):
        board.take(position, target)
        board.problem("I can filter rows, but not groups by their totals or their number of rows.")
        return
    column = _numeric_subject(board, position, target, keyword)
    flip = negated(board, position)
    board.take(position, target)
    if column is None or number is None:
        return
    op = Op(rest)
    value = whole_number(number)
    draft.filters.append(
        PlacedFilter(position, Filter(column, _NEGATED.get(op, op) if flip else op, (value,)))
    )


def _about_groups(board: Board, position: int, target: int) -> bool:
    """“more than 10 orders” and "by region > 100" are conditions on groups, not on rows."""
    before, after = position - 1, target + 1
    counted = board.free(after, Tag.ROWS) and not board.free(0, Tag.SHOW) and position != target
    grouped = before >= 1 and board.items[before].has(Tag.COLUMN) and board.items[before - 1].has(Tag.BY)
    return counted or grouped


def take_subject(board: Board, at: int) -> str:
    """The filtered column; it stays where it is also what is computed ("average price over 5")."""
    before = board.after(at, -1)
    also_measure = before >= 0 and board.items[before].has(Tag.AGGREGATE, Tag.BY, Tag.SHOW)
    if not also_measure or board.items[before].meaning(Tag.AGGREGATE) == "count":
        board.take(at)
    return board.column(at)


def _numeric_subject(board: Board, position: int, target: int, keyword: str = "") -> str | None:
    """Which number a comparison is about; said when it was not named, asked when it can't be known."""
    if keyword:
        match = board.names.exact(keyword) or board.names.loose(keyword)
        if match and len(match.columns) == 1:
            return match.columns[0]
    for at in (column_before(board, position, numeric=True), column_after(board, target, numeric=True)):
        if at is not None:
            return take_subject(board, at)
    before = board.after(min(position, target), -1)
    if board.free(before, Tag.UNKNOWN):
        _unclear(board, board.items[target].text)
        return None
    named = {board.items[at].columns[0] for at in board.find(Tag.COLUMN) if fits(board, at, numeric=True)}
    if len(named) == 1:
        return named.pop()
    if board.context:
        board.note(
            f"I took “{board.items[target].text}” to be about {board.context}, as in your question before."
        )
        return board.context
    return _only_candidate(board, board.items[target].text)


def _only_candidate(board: Board, text: str) -> str | None:
    found = sole_amount(board)
    if found is not None:
        board.note(f"I took “{text}” to be about {found}.")
        return found
    _unclear(board, text)
    return None


def _unclear(board: Board, text: str) -> None:
    """Nothing is assumed where the word beside the number is unknown: it may be the column's."""
    measures = [column for column in board.table.measures if not column.is_flag]
    options = tuple(f"rows with {spoken(column.name)} over {text}" for column in measures[:3])
    board.problem(f"I can't tell which column “{text}” is about.", options)


def read_between(board: Board, draft: Draft) -> None:
    """`price between 10 and 20`; dates are left to `dates`."""
    for position in list(board.find(Tag.BETWEEN)):
        first, link, second = position + 1, position + 2, position + 3
        numbers = board.free(first, Tag.NUMBER) and board.free(second, Tag.NUMBER)
        if not (numbers and board.free(link, Tag.AND)) or _are_periods(board, position, first, second):
            continue
        column = _numeric_subject(board, position, second)
        low, high = board.items[first].number or 0, board.items[second].number or 0
        board.take(position, first, link, second)
        if column is not None:
            bounds = (whole_number(min(low, high)), whole_number(max(low, high)))
            draft.filters.append(PlacedFilter(position, Filter(column, Op.BETWEEN, bounds)))


def _are_periods(board: Board, position: int, first: int, second: int) -> bool:
    both = board.items[first].period is not None and board.items[second].period is not None
    return both and column_before(board, position, numeric=True) is None
