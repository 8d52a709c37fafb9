"""Conditions on time: in 2024, between January and March 2024, since, before, last month."""

from __future__ import annotations

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import Filter, Grain, Op, Operand, Period
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board, Item
from chat.analysts.builtin.parsing.draft import Draft, PlacedFilter
from chat.analysts.builtin.parsing.nearby import column_before, negated
from chat.analysts.builtin.parsing.periods import month
from chat.analysts.builtin.sql import stamp


def read_dates(board: Board, draft: Draft) -> None:
    """Ranges first, then open ends, then the periods that stand alone."""
    _ranges(board, draft)
    for position in list(board.find(Tag.DATE_OP, Tag.COMPARE_OP)):
        target = board.after(position)
        if board.free(target, Tag.PERIOD) and board.items[target].period is not None:
            _open_range(board, draft, position, target)
    _alone(board, draft)


def _ranges(board: Board, draft: Draft) -> None:
    for position in list(board.find(Tag.BETWEEN, Tag.DATE_OP)):
        first, link, second = position + 1, position + 2, position + 3
        if not (board.free(first, Tag.PERIOD) and board.free(second, Tag.PERIOD)):
            continue
        if not board.items[link].has(Tag.AND, Tag.DATE_OP) or board.items[link].meaning(Tag.AND) == "or":
            continue
        begin, end = _completed(board.items[first], board.items[second])
        if begin is None or end is None or draft.compared:
            continue
        label = f"{begin.label} to {end.label}"
        _add(
            board, draft, position, (Period(begin.start, end.end, label, begin.grain),), (first, link, second)
        )


def _completed(first: Item, second: Item) -> tuple[Period | None, Period | None]:
    """“between Jan and Mar 2024”: the first month borrows the year of the second."""
    if first.period is None and len(first.months) == 1 and second.period and second.period.start:
        return month(first.months[0], second.period.start.year), second.period
    return first.period, second.period


def _open_range(board: Board, draft: Draft, position: int, target: int) -> None:
    item, period = board.items[position], board.items[target].period
    if period is None:
        return
    if item.has(Tag.DATE_OP) and item.text.casefold() != "from":
        word = item.meaning(Tag.DATE_OP)
    elif item.text.casefold() == "from":
        word = "" if period.grain is Grain.YEAR else "since"
    else:
        word = {"over": "after", "at least": "since", "under": "before", "at most": "until"}.get(
            item.meaning(Tag.COMPARE_OP), ""
        )
    opened = _opened(period, word)
    if opened is not None:
        _add(board, draft, position, (opened,), (target,))


def _opened(period: Period, word: str) -> Period | None:
    made = {
        "after": Period(period.end, None, f"after {period.label}", period.grain),
        "since": Period(period.start, None, f"since {period.label}", period.grain),
        "before": Period(None, period.start, f"before {period.label}", period.grain),
        "until": Period(None, period.end, f"until {period.label}", period.grain),
    }
    return made.get(word)


def _alone(board: Board, draft: Draft) -> None:
    """All free periods together: "in 2023 and 2024" means either."""
    free = list(board.find(Tag.PERIOD))
    periods = [board.items[at].period for at in free if board.items[at].period is not None]
    days = [at for at in free if board.items[at].weekdays]
    months = [number for at in free if board.items[at].period is None for number in board.items[at].months]
    for at in free:
        if board.items[at].relative:
            board.note(f"“{board.items[at].text}” is counted from the newest date in the data.")
    if periods:
        known = tuple(period for period in periods if period is not None)
        _add(board, draft, free[0], known, tuple(at for at in free if board.items[at].period))
    if days:
        numbers = tuple(dict.fromkeys(number for at in days for number in board.items[at].weekdays))
        _add(board, draft, days[0], numbers, tuple(days), Op.WEEKDAY)
    if months:
        _add(
            board, draft, free[0], tuple(months), tuple(at for at in free if board.items[at].months), Op.MONTH
        )


def _add(
    board: Board,
    draft: Draft,
    position: int,
    values: tuple[Operand, ...],
    used: tuple[int, ...],
    op: Op = Op.PERIOD,
) -> None:
    flip = op is Op.PERIOD and negated(board, position)
    text = " ".join(board.items[at].text for at in used)
    column = _date_column(board, position, text)
    years = _year_values(values)
    if column is None and years and (cycle := _year_column(board)):
        board.take(position, *used)
        draft.filters.append(PlacedFilter(position, Filter(cycle, Op.NE if flip else Op.EQ, years)))
        return
    board.take(position, *used)
    if column is not None and op is Op.WEEKDAY and stamp(board.table[column]):
        board.problem(f"{column} stands for whole periods, so its weekdays say nothing.")
    if column is None:
        board.problem(f"“{text}” needs a date column, and this file has none that I can read as dates.")
        return
    draft.filters.append(PlacedFilter(position, Filter(column, Op.NOT_PERIOD if flip else op, values)))


def _year_values(values: tuple[Operand, ...]) -> tuple[int, ...]:
    whole = [
        v.start.year for v in values if isinstance(v, Period) and v.start and v.label == str(v.start.year)
    ]
    return tuple(whole) if len(whole) == len(values) else ()


def _year_column(board: Board) -> str | None:
    found = [c.name for c in board.table.columns if c.is_cycle and "year" in c.name.casefold()]
    return found[0] if found else None


def year_column(board: Board) -> str | None:
    """The file's column of whole years, which stands in for a date where there is none."""
    return next((column.name for column in board.table.columns if column.is_year), None)


def _date_column(board: Board, position: int, text: str) -> str | None:
    """The date named beside it, or elsewhere in the question, or the file's only one; said when chosen."""
    at = column_before(board, position)
    if at is not None and board.table[board.items[at].columns[0]].role is Role.DATE:
        if not board.free(board.after(at, -1), Tag.BY, Tag.AGGREGATE):
            board.take(at)
        return board.column(at)
    return default_date(board, text)


def default_date(board: Board, text: str) -> str | None:
    named = [c for item in board.items for c in item.columns[:1] if board.table[c].role is Role.DATE]
    dates = [column.name for column in board.table.dates]
    if named or len(dates) < 2:
        return next(iter([*named, *dates]), None)
    board.note(f"For “{text}” I used {dates[0]}; the file also has {', '.join(dates[1:4])}.")
    return dates[0]
