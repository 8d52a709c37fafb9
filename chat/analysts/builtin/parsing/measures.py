"""What is computed: which aggregate of which column, and how many rows or different values."""

from __future__ import annotations

from chat.analysts.builtin.columns import CATEGORY_LIMIT, ColumnInfo, Role
from chat.analysts.builtin.intent import Aggregate, Measure
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.names import How
from chat.analysts.builtin.wordlists import ADDITIVE, MONEY, QUANTITY, UNITS
from chat.analysts.builtin.words import name_parts

SCALE = 10
_OF_ROWS = {Aggregate.MEAN, Aggregate.MEDIAN, Aggregate.STD}
_OF_GROUPS = {Aggregate.SUM, Aggregate.COUNT, Aggregate.DISTINCT}
_SPOKEN = {
    Aggregate.MEAN: "average", Aggregate.MEDIAN: "median", Aggregate.STD: "standard deviation",
    Aggregate.SUM: "total", Aggregate.COUNT: "number", Aggregate.DISTINCT: "number of different values",
}  # fmt: skip
_ORDERED = {Aggregate.MIN, Aggregate.MAX}


def read_measures(board: Board, draft: Draft) -> None:
    """Walk from left to right: an aggregate claims the columns that follow it."""
    pending: list[Aggregate] = []
    current: list[Aggregate] = []
    for position, item in enumerate(board.items):
        if position in board.taken:
            continue
        if item.has(Tag.COLUMN) and not _thing_counted(board, draft, position, pending):
            current = pending or (current if _joined(board, position) else [])
            _claim(board, draft, position, current)
            pending = []
        elif item.has(Tag.ROWS):
            draft.rows_named = True
            board.take(position)
            if item.how is How.SYNONYM and not item.columns:
                board.note(f"I took “{item.text}” to mean the rows of the file.")
            if pending == [Aggregate.COUNT]:
                draft.measures.append(Measure(Aggregate.COUNT))
                pending = []
        elif item.has(Tag.AGGREGATE):
            board.take(position)
            found = Aggregate(item.meaning(Tag.AGGREGATE))
            stacked = bool(pending) and pending[-1] in _OF_ROWS and found in _OF_GROUPS
            if stacked and not _joined(board, position):
                pending = _stacked(board, draft, position, pending, found)
            else:
                pending = _and_then(pending, found)
    _leftover(draft, pending)


def _stacked(
    board: Board, draft: Draft, position: int, pending: list[Aggregate], found: Aggregate
) -> list[Aggregate]:
    """“average number of orders per day” needs a figure per group; "average number of units" does not."""
    target = board.after(position)
    if found is Aggregate.COUNT and board.free(target, Tag.COLUMN):
        info = board.table[board.items[target].columns[0]]
        if info.role is Role.MEASURE and not draft.has(Tag.MISSING):
            return pending
    if not draft.groups and found is Aggregate.SUM:
        return [*pending, found]
    inner, outer = _SPOKEN[found], _SPOKEN[pending[-1]]
    board.problem(
        f"I can give the {inner} of each group, but not the {outer} of these. Ask for the {inner} by group."
    )
    return [found]


def _and_then(pending: list[Aggregate], found: Aggregate) -> list[Aggregate]:
    """“total number of” is a number, not a total."""
    counts = found in {Aggregate.COUNT, Aggregate.DISTINCT}
    return [found] if counts and pending == [Aggregate.SUM] else [*pending, found]


def _thing_counted(board: Board, draft: Draft, position: int, pending: list[Aggregate]) -> bool:
    """“how many orders” beside a unique order_id: rows are counted, not ids."""
    item = board.items[position]
    if not item.has(Tag.ROWS):
        return False
    info = board.table[item.columns[0]]
    if draft.has(Tag.MISSING):
        return False
    if info.role is Role.MEASURE:
        return Aggregate.COUNT in pending or draft.has(Tag.SHOW)
    unique = info.distinct is None or info.distinct > 0.9 * board.table.row_count
    return not (Aggregate.DISTINCT in pending or (Aggregate.COUNT in pending and not unique))


def _joined(board: Board, position: int) -> bool:
    """“average price and quantity”: the second column shares the first one's aggregate."""
    before = board.after(position, -1)
    return before >= 0 and board.items[before].has(Tag.AND)


def _claim(board: Board, draft: Draft, position: int, aggregates: list[Aggregate]) -> None:
    name = board.column(position)
    board.take(position)
    if draft.has(Tag.MISSING) or not aggregates:
        draft.columns.append(name)
        return
    for aggregate in aggregates:
        found = counted(board, name) if aggregate is Aggregate.COUNT else Measure(aggregate, name)
        per_row = draft.per_row and found == Measure(Aggregate.SUM, name)
        draft.measures.append(Measure(Aggregate.MEAN, name) if per_row else found)


def counted(board: Board, name: str) -> Measure:
    """What "how many …" means for a column: units are summed, everything else counted as different values."""
    info = board.table[name]
    if info.role is not Role.MEASURE:
        return Measure(Aggregate.DISTINCT, name)
    return Measure(Aggregate.SUM, name) if set(name_parts(name)) & QUANTITY else Measure(Aggregate.COUNT)


def _leftover(draft: Draft, pending: list[Aggregate]) -> None:
    """“revenue total”: a trailing aggregate goes back to the last column named."""
    for aggregate in pending:
        if aggregate is Aggregate.COUNT:
            draft.measures.append(Measure(Aggregate.COUNT))
        elif draft.columns and not draft.measures:
            draft.measures.append(Measure(aggregate, draft.columns.pop()))
        elif draft.measures and draft.measures[-1].column:
            draft.measures.append(Measure(aggregate, draft.measures[-1].column))
        else:
            draft.aggregates.append(aggregate)


def default_aggregate(info: ColumnInfo, *, ranked: bool) -> Aggregate:
    """Amounts add up, everything else is averaged – or, when ranked, compared by its extreme."""
    if is_additive(info):
        return Aggregate.SUM
    return Aggregate.MAX if ranked else Aggregate.MEAN


def is_additive(info: ColumnInfo) -> bool:
    """Decided by the name's last word, or the one before a unit: `total_usd`, not `unit_price`."""
    parts = [part for part in name_parts(info.name) if part not in UNITS]
    return bool(parts) and parts[-1] in ADDITIVE and "per" not in parts


def sole_amount(board: Board) -> str | None:
    """The file's only number, or its only amount of money: what a bare "over 100" or "largest" is about."""
    measures = [column for column in board.table.measures if not column.is_flag]
    money = [column for column in measures if set(name_parts(column.name)) & MONEY]
    chosen = measures if len(measures) == 1 else money
    return chosen[0].name if len(chosen) == 1 else None


def importance(info: ColumnInfo) -> tuple[bool, bool, bool]:
    """Sorts numbers by what a file is likely about: money, other amounts, the rest, scales and flags."""
    money = bool(set(name_parts(info.name)) & MONEY) and is_additive(info)
    scale = info.is_integer and (info.distinct or CATEGORY_LIMIT) <= SCALE and not is_additive(info)
    return info.is_flag or scale, not money, not is_additive(info)


def unusable(board: Board, measure: Measure) -> str | None:
    """Why this aggregate can't be computed over this column; None when it can."""
    if measure.column is None or measure.aggregate in {Aggregate.COUNT, Aggregate.DISTINCT}:
        return None
    info = board.table[measure.column]
    if info.role is Role.EMPTY:
        return f"{info.name} holds no values at all."
    if info.role is Role.DATE:
        return (
            None
            if measure.aggregate in _ORDERED
            else f"{info.name} is a date: I can give its first and last day."
        )
    if info.is_number:
        return None
    if info.role is Role.BOOLEAN and measure.aggregate in {Aggregate.MEAN, Aggregate.SUM}:
        return None
    return f"{info.name} is not a number, so I can't compute its {measure.aggregate.value}."
