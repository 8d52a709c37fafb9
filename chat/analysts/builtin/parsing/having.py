"""Conditions on groups: "how many regions have revenue over 7500", "products with more than 10 orders"."""

from __future__ import annotations

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import Aggregate, Group, Having, Intent, Kind, Measure, Op
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.measures import is_additive
from chat.analysts.builtin.parsing.nearby import column_before, fits, whole_number
from chat.analysts.builtin.parsing.shaping import checked

_GROUPED = {Role.CATEGORY, Role.TEXT, Role.ID}
_COUNTS = {"count", "distinct"}


def read_having(board: Board, draft: Draft) -> None:
    """Take the comparisons that are about groups, before the others become conditions on rows."""
    for position in list(board.find(Tag.COMPARE_OP)):
        target = board.after(position)
        group = _group_before(board, position)
        if group is None or not board.free(target, Tag.NUMBER):
            continue
        found = _measured(board, position, target)
        if found is None:
            continue
        measure, used = found
        op = (
            Op(board.items[position].meaning(Tag.COMPARE_OP).split(" ", 1)[-1])
            if _plain(board, position)
            else None
        )
        if op is None:
            continue
        draft.having_of = board.column(group)
        draft.having.append(Having(measure, op, whole_number(board.items[target].number or 0)))
        asked = [at for at in board.find(Tag.AGGREGATE) if at < group]
        board.take(position, target, group, *used, *asked)


def _plain(board: Board, position: int) -> bool:
    return board.items[position].meaning(Tag.COMPARE_OP).split(" ")[0] not in {"age", "price"}


def _group_before(board: Board, position: int) -> int | None:
    """The category that is counted, listed or asked for: "how many regions", "which products"."""
    for at in range(position):
        before = board.after(at, -1)
        item = board.items[at]
        begins = before < 0 and not item.has(Tag.ROWS)
        if not (board.free(at, Tag.COLUMN) and (begins or (before >= 0 and _asks(board, before)))):
            continue
        info = board.table[item.columns[0]]
        unique = info.distinct is None or info.distinct > 0.9 * board.table.row_count
        if info.role in _GROUPED and not unique:
            return at
    return None


def _asks(board: Board, at: int) -> bool:
    item = board.items[at]
    return item.has(Tag.WHICH, Tag.SHOW) or item.meaning(Tag.AGGREGATE) in _COUNTS


def _measured(board: Board, position: int, target: int) -> tuple[Measure, list[int]] | None:
    """The figure of a group: an amount that adds up, an aggregate that was named, or a count of rows."""
    after = target + 1
    if board.free(after, Tag.ROWS):
        return Measure(Aggregate.COUNT), [after]
    at = column_before(board, position, numeric=True)
    if at is None and after < len(board.items) and fits(board, after, numeric=True):
        at = after
    if at is None or at in board.taken:
        return None
    name = board.items[at].columns[0]
    before = board.after(at, -1)
    if board.free(before, Tag.AGGREGATE) and board.items[before].meaning(Tag.AGGREGATE) not in _COUNTS:
        return Measure(Aggregate(board.items[before].meaning(Tag.AGGREGATE)), name), [before, at]
    return (Measure(Aggregate.SUM, name), [at]) if is_additive(board.table[name]) else None


def groups_that_pass(board: Board, draft: Draft) -> Intent | None:
    """The rule: the groups that meet the conditions, with the figures these are about."""
    if not draft.having:
        return None
    if draft.groups or draft.measures or draft.columns or draft.superlative or draft.has(Tag.SHARE):
        board.problem(
            "I can filter groups by their figures, but not together with the rest of this question."
        )
        return None
    measures = tuple(dict.fromkeys(item.measure for item in draft.having))
    intent = Intent(
        Kind.AGGREGATE, measures, groups=(Group(draft.having_of),), filters=draft.plain_filters,
        having=tuple(draft.having), chart=draft.chart,
    )  # fmt: skip
    return checked(board, intent)
