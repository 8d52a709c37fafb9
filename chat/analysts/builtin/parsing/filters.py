"""Conditions on rows: comparisons, values that occur in the data, text searches, missing cells."""

from __future__ import annotations

from chat.analysts.builtin.columns import ColumnInfo, Role
from chat.analysts.builtin.intent import Filter, Op, Operand
from chat.analysts.builtin.lexicon import MONEY, Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft, PlacedFilter
from chat.analysts.builtin.parsing.names import How
from chat.analysts.builtin.suggestions import spoken
from chat.analysts.builtin.values import ValueHit
from chat.analysts.builtin.words import name_parts

_LINKS = (Tag.IS, Tag.STOP, Tag.WHERE, Tag.NOT, Tag.OF, Tag.THAT)
_NEGATED = {Op.EQ: Op.NE, Op.NULL: Op.NOT_NULL, Op.GT: Op.LE, Op.GE: Op.LT, Op.LT: Op.GE, Op.LE: Op.GT}


def column_before(board: Board, position: int, *, numeric: bool = False) -> int | None:
    """The column that a condition at `position` speaks of, if it stands just before it."""
    at = position - 1
    while at >= 0 and board.items[at].has(*_LINKS) and not board.items[at].has(Tag.COLUMN):
        at -= 1
    return at if _fits(board, at, numeric=numeric) else None


def column_after(board: Board, position: int, *, numeric: bool = False) -> int | None:
    at = position + 1
    while at < len(board.items) and board.items[at].has(*_LINKS) and not board.items[at].has(Tag.COLUMN):
        at += 1
    return at if _fits(board, at, numeric=numeric) else None


def _fits(board: Board, at: int, *, numeric: bool) -> bool:
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


def take_subject(board: Board, at: int) -> str:
    """The filtered column; it stays where it is also what is computed ("average price over 5")."""
    before = board.after(at, -1)
    also_measure = before >= 0 and board.items[before].has(Tag.AGGREGATE, Tag.BY, Tag.SHOW)
    if not also_measure or board.items[before].meaning(Tag.AGGREGATE) == "count":
        board.take(at)
    return board.column(at)


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
    value = _number_for(board.table[column], number)
    draft.filters.append(
        PlacedFilter(position, Filter(column, _NEGATED.get(op, op) if flip else op, (value,)))
    )


def _about_groups(board: Board, position: int, target: int) -> bool:
    """“more than 10 orders” and "by region > 100" are conditions on groups, not on rows."""
    before, after = position - 1, target + 1
    counted = board.free(after, Tag.ROWS) and not board.free(0, Tag.SHOW) and position != target
    grouped = before >= 1 and board.items[before].has(Tag.COLUMN) and board.items[before - 1].has(Tag.BY)
    return counted or grouped


def _number_for(info: ColumnInfo, number: float) -> Operand:
    return int(number) if number == int(number) and abs(number) < 2**53 else number


def _numeric_subject(board: Board, position: int, target: int, keyword: str = "") -> str | None:
    """Which number a comparison is about; said when it was not named, asked when it can't be known."""
    if keyword:
        match = board.names.exact(keyword) or board.names.loose(keyword)
        if match and len(match.columns) == 1:
            return match.columns[0]
    for at in (column_before(board, position, numeric=True), column_after(board, target, numeric=True)):
        if at is not None:
            return take_subject(board, at)
    named = {board.items[at].columns[0] for at in board.find(Tag.COLUMN) if _fits(board, at, numeric=True)}
    if len(named) == 1:
        return named.pop()
    return board.context or _only_candidate(board, board.items[target].text)


def _only_candidate(board: Board, text: str) -> str | None:
    measures = [column for column in board.table.measures if not column.is_flag]
    money = [column for column in measures if set(name_parts(column.name)) & MONEY]
    chosen = measures if len(measures) == 1 else money
    if len(chosen) == 1:
        board.note(f"I took “{text}” to be about {chosen[0].name}.")
        return chosen[0].name
    options = tuple(f"rows with {spoken(column.name)} over {text}" for column in measures[:3])
    board.problem(f"I can't tell which column “{text}” is about.", options)
    return None


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
            info = board.table[column]
            bounds = (_number_for(info, min(low, high)), _number_for(info, max(low, high)))
            draft.filters.append(PlacedFilter(position, Filter(column, Op.BETWEEN, bounds)))


def _are_periods(board: Board, position: int, first: int, second: int) -> bool:
    both = board.items[first].period is not None and board.items[second].period is not None
    return both and column_before(board, position, numeric=True) is None


def read_contains(board: Board, draft: Draft) -> None:
    """`name contains smith`, `product starting with "A"`."""
    for position in list(board.find(Tag.CONTAINS)):
        at, target = column_before(board, position), position + 1
        if at is None or not 0 <= target < len(board.items):
            continue
        while target + 1 < len(board.items) and board.items[target].has(Tag.STOP):
            target += 1
        op = Op(board.items[position].meaning(Tag.CONTAINS))
        board.take(at, position, target)
        draft.filters.append(PlacedFilter(at, Filter(board.column(at), op, (board.items[target].text,))))


def read_missing(board: Board, draft: Draft) -> None:
    """`where age is missing` beside another task; without one, missing cells are the question."""
    busy = any(
        board.items[at].meaning(Tag.AGGREGATE) not in {"", "count"} for at in board.find(Tag.AGGREGATE)
    )
    content = [item for item in board.items if not item.is_filler]
    busy = busy or bool(content and content[0].has(Tag.ROWS))
    for position in list(board.find(Tag.MISSING)):
        draft.tags.add(Tag.MISSING)
        board.take(position)
        at = column_before(board, position)
        at = column_after(board, position) if at is None else at
        if at is None or not (busy or board.first(Tag.SHOW) is not None):
            continue
        op = Op.NOT_NULL if negated(board, position) else Op.NULL
        draft.tags.discard(Tag.MISSING)
        board.take(at)
        draft.filters.append(PlacedFilter(position, Filter(board.column(at), op)))
    _read_without(board, draft)


def _read_without(board: Board, draft: Draft) -> None:
    """`without email`: the cell is missing; `not returned` is left to the yes/no columns."""
    for position in list(board.find(Tag.NOT)):
        target = board.after(position)
        if board.items[position].text.casefold() in {"without", "no"} and board.free(target, Tag.COLUMN):
            info = board.table[board.items[target].columns[0]]
            if not info.is_flag and not board.free(
                board.after(target), Tag.VALUE, Tag.NUMBER, Tag.COMPARE_OP
            ):
                board.take(position, target)
                draft.filters.append(PlacedFilter(position, Filter(board.column(target), Op.NULL)))


def read_values(board: Board, draft: Draft) -> None:
    """Values of the data in the question; several of one column mean any of them."""
    found: dict[tuple[str, Op], list[Operand]] = {}
    places: dict[tuple[str, Op], int] = {}
    no = False
    for position in list(board.find(Tag.VALUE)):
        column, hits = _value_column(board, position)
        no = negated(board, position) or (no and _continues(board, position))
        board.take(position)
        if column is None:
            continue
        key = (column, Op.NE if no else Op.EQ)
        places.setdefault(key, position)
        found.setdefault(key, []).extend(hit.value for hit in hits)
    for (column, op), values in found.items():
        chosen = Filter(column, op, tuple(dict.fromkeys(values)))
        draft.filters.append(PlacedFilter(places[column, op], chosen))


def _continues(board: Board, position: int) -> bool:
    """“not north or south”: the second value shares the first one's "not"."""
    before = board.after(position, -1)
    return 0 <= before < len(board.items) and board.items[before].has(Tag.AND)


def _value_column(board: Board, position: int) -> tuple[str | None, tuple[ValueHit, ...]]:
    """The column a value belongs to: the one named beside it, else the only one that has it."""
    item = board.items[position]
    columns = tuple(dict.fromkeys(hit.column for hit in item.values))
    for at in (column_before(board, position), column_after(board, position)):
        if at is not None and board.items[at].columns[0] in columns:
            if not board.free(board.after(at, -1), Tag.BY):
                board.take(at)
            columns = (board.items[at].columns[0],)
            break
    if len(columns) > 1:
        options = tuple(board.question.replace(item.text, f'"{c}" {item.text}', 1) for c in columns[:3])
        board.problem(f"“{item.text}” occurs in {', '.join(columns)}. Which one do you mean?", options)
        return None, ()
    if item.how in {How.TYPO, How.SYNONYM}:
        board.note(f"I read “{item.text}” as {item.values[0].value}.")
    return columns[0], tuple(hit for hit in item.values if hit.column == columns[0])


def read_equalities(board: Board, draft: Draft) -> None:
    """`pclass 3`, `age is 30`; a value after "is" that does not occur is a problem, not a guess."""
    for position in list(board.find(Tag.NUMBER)):
        at = column_before(board, position)
        if at is None or at in board.taken or board.table[board.items[at].columns[0]].role is Role.DATE:
            continue
        info = board.table[board.items[at].columns[0]]
        number, flip = board.items[position].number or 0, negated(board, position)
        value = _number_for(info, number) if info.is_number else board.items[position].text
        board.take(at, position)
        op = Op.NE if flip else Op.EQ
        draft.filters.append(PlacedFilter(at, Filter(board.column(at), op, (value,))))
    for position in list(board.find(Tag.UNKNOWN, Tag.QUOTED)):
        _unknown_value(board, position)


def _unknown_value(board: Board, position: int) -> None:
    at = column_before(board, position)
    linked = any(board.items[i].has(Tag.IS, Tag.COMPARE_OP) for i in range((at or 0) + 1, position))
    if at is not None and (linked or at == position - 1) and at not in board.taken:
        board.take(position)
        board.problem(f"I found no “{board.items[position].text}” in {board.items[at].columns[0]}.")


def read_predicates(board: Board, draft: Draft) -> None:
    """Yes/no columns used as conditions: "how many returned orders", "who did not survive"."""
    counting = any(board.items[at].meaning(Tag.AGGREGATE) == "count" for at in board.find(Tag.AGGREGATE))
    asked = counting or board.first(Tag.SHARE, Tag.SHOW, Tag.ROWS) is not None
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
