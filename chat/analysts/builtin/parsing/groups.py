"""What an answer is split by: "by region", "per month", "which product", "over time", "compare A and B"."""

from __future__ import annotations

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import Filter, Grain, Group, Op, Period
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.dates import default_date, year_column
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.names import How
from chat.analysts.builtin.sql import stamp
from chat.analysts.builtin.words import name_parts, word_set

_PER = word_set("night day week month year hour minute person head guest room bed mile km kg unit item seat")
"""What prices and rates are given for."""
_SUBJECTS = {Role.CATEGORY, Role.TEXT, Role.ID, Role.BOOLEAN}


def read_groups(board: Board, draft: Draft) -> None:
    """Explicit groupings, in the order of the question."""
    for position in list(board.find(Tag.BY)):
        if not board.items[position].has(Tag.COLUMN):
            _after_by(board, draft, position)
    draft.grouped_by_word = bool(draft.groups)
    _bare_grains(board, draft)
    for position in list(board.find(Tag.OVER_TIME)):
        board.take(position)
        draft.tags.add(Tag.OVER_TIME)
    if draft.has(Tag.OVER_TIME) and not any(group.grain for group in draft.groups):
        _add_grain(board, draft, Grain.AUTO, "over time")


def _after_by(board: Board, draft: Draft, position: int) -> None:
    board.take(position)
    target = board.after(position)
    first = True
    while _group_at(board, draft, target, first=first):
        first = False
        following = board.after(target)
        target = board.after(following) if board.free(following, Tag.AND) else following
        if board.free(target, Tag.BY):
            target = board.after(target)
    if first:
        per = board.items[position].text.casefold() in {"per", "for each", "for every"}
        draft.per_row = draft.per_row or (per and board.free(target, Tag.ROWS))
        _nothing_to_group_by(board, target)


def _group_at(board: Board, draft: Draft, target: int, *, first: bool) -> bool:
    """Take one grouping from the board; False when what stands there is none."""
    if board.free(target, Tag.GRAIN) and not board.items[target].has(Tag.COLUMN):
        board.take(target)
        return _add_grain(board, draft, _spoken_grain(board, target), board.items[target].text)
    if not board.free(target, Tag.COLUMN):
        return False
    info = board.table[board.items[target].columns[0]]
    if info.role is Role.MEASURE and _unit(board, target):
        board.problem(
            f"I can't tell whether “per {board.items[target].text}” is a unit or means {info.name}.",
            (board.question.replace(board.items[target].text, f'"{info.name}"', 1),),
        )
        return False
    measure = info.role is Role.MEASURE and not info.groupable
    if measure and (not first or _ranked_by(board, draft)):
        draft.tags.add(Tag.SORT)
        return False
    if board.items[target].has(Tag.ROWS) and (not first or _unique(board, info.name)):
        return False
    board.take(target)
    name = board.column(target)
    draft.groups.append(Group(name, Grain.AUTO if info.role is Role.DATE else None))
    return True


def _unit(board: Board, target: int) -> bool:
    """“price per night” beside `minimum_nights`: half a number's name behind "per" may be a unit."""
    led, item = board.items[board.after(target, -1)], board.items[target]
    return led.text.casefold() == "per" and item.how is How.PART and item.text.casefold() in _PER


def _spoken_grain(board: Board, target: int) -> Grain:
    """“by hour” folds the days onto one another; "hourly" keeps them apart."""
    grain = Grain(board.items[target].meaning(Tag.GRAIN))
    if grain is not Grain.HOUR or board.items[target].text.casefold() != "hour":
        return grain
    board.note("I took “by hour” to mean the hour of the day; ask for “hourly” to keep the days apart.")
    return Grain.HOUR_OF_DAY


def _ranked_by(board: Board, draft: Draft) -> bool:
    """“top 5 products by revenue”: what follows "by" is the ranking, not a grouping."""
    ranked = bool(draft.superlative or draft.limit)
    return ranked or any(_is_subject(board, at) for at in board.find(Tag.COLUMN))


def _is_subject(board: Board, at: int) -> bool:
    return board.table[board.items[at].columns[0]].role in _SUBJECTS


def _nothing_to_group_by(board: Board, target: int) -> None:
    if board.free(target, Tag.UNKNOWN, Tag.QUOTED):
        board.take(target)
        board.problem(f"I found no column like “{board.items[target].text}” to group by.")


def _add_grain(board: Board, draft: Draft, grain: Grain, text: str) -> bool:
    column = default_date(board, text)
    if column is None and grain in {Grain.AUTO, Grain.YEAR} and (year := year_column(board)):
        board.take(*(at for at in board.find(Tag.COLUMN) if board.items[at].columns[0] == year))
        draft.groups = [Group(year), *(group for group in draft.groups if group.column != year)]
        return True
    if column is None:
        board.problem(f"“{text}” needs a date column, and this file has none that I can read as dates.")
        return False
    if grain in {Grain.HOUR, Grain.HOUR_OF_DAY} and not board.table[column].knows_hours:
        board.problem(f"{column} holds days without a time, so I can't split by {grain.value}.")
        return False
    if grain is Grain.WEEKDAY and stamp(board.table[column]):
        board.problem(f"{column} stands for whole periods, so its weekdays say nothing.")
        return False
    named = [at for at in board.find(Tag.COLUMN) if board.items[at].columns[0] == column]
    board.take(*named)
    draft.groups = [group for group in draft.groups if group.column != column]
    draft.groups.append(Group(column, grain))
    return True


def _bare_grains(board: Board, draft: Draft) -> None:
    """“monthly revenue”, "which month", "day of week": a period without "by"."""
    for position in list(board.find(Tag.GRAIN)):
        item, before = board.items[position], position - 1
        adverb = item.text.casefold().endswith("ly") or " " in item.text or item.text.casefold() == "annual"
        asked = before >= 0 and board.items[before].has(
            Tag.WHICH, Tag.SUPERLATIVE, Tag.BEST_SELLING, Tag.ADJECTIVE
        )
        if item.has(Tag.COLUMN) or (before >= 0 and board.items[before].has(Tag.NUMBER)):
            continue
        if adverb or asked:
            board.take(position)
            _add_grain(board, draft, Grain(item.meaning(Tag.GRAIN)), item.text)
            if before >= 0 and board.items[before].meaning(Tag.AGGREGATE) == "mean":
                unit = item.meaning(Tag.GRAIN)
                board.note(
                    f"These are averages over the rows of each {unit}, not the average of {unit} totals."
                )


def read_subject(board: Board, draft: Draft) -> None:
    """The column that a superlative ranks: "which region has the highest …", "top 5 products"."""
    if not (draft.superlative or draft.best_selling or draft.common) or draft.groups:
        return
    if _asked_date(board, draft):
        return
    wanted = {Role.CATEGORY, Role.BOOLEAN, Role.TEXT, Role.ID, Role.DATE} if draft.common else _SUBJECTS
    for position in list(board.find(Tag.COLUMN)):
        item = board.items[position]
        info = board.table[item.columns[0]]
        scale = info.role is Role.MEASURE and (draft.common or _asked_for(board, position))
        if info.role not in wanted and not scale:
            continue
        if item.has(Tag.ROWS) and info.role is Role.ID and _unique(board, info.name):
            continue
        board.take(position)
        draft.groups.append(Group(board.column(position)))
        return


def _asked_for(board: Board, position: int) -> bool:
    """“which class has the highest fare”: a number of few values right after "which" is what is ranked."""
    before = board.after(position, -1)
    return (
        before >= 0
        and board.items[before].has(Tag.WHICH)
        and board.table[board.items[position].columns[0]].groupable
    )


def _asked_date(board: Board, draft: Draft) -> bool:
    """“which date had the highest wind”: the row, where dates are unique, otherwise the day."""
    for position in board.find(Tag.WHICH):
        target = board.after(position)
        if not board.free(target, Tag.COLUMN) or target + 1 >= len(board.items):
            continue
        name = board.items[target].columns[0]
        if board.table[name].role is Role.DATE and draft.superlative in {"desc", "asc"}:
            board.take(target)
            unique = board.table.row_unit is not None and board.table.dates[0].name == name
            draft.rows_named = draft.rows_named or unique
            draft.groups += [] if unique else [Group(name, Grain.DAY)]
            return True
    return False


def _unique(board: Board, name: str) -> bool:
    distinct = board.table[name].distinct
    return distinct is None or distinct > 0.9 * board.table.row_count


def read_comparison(board: Board, draft: Draft) -> None:
    """“compare north and south”, "2023 vs 2024": the compared values become groups."""
    marks = list(board.find(Tag.COMPARE))
    board.take(*marks)
    if marks:
        board.take(*(at for at in board.find(Tag.NOT) if _flag_follows(board, at)))
    if not draft.compared:
        return
    for chosen in draft.plain_filters:
        if _year_on_year(draft, chosen):
            continue
        if len(chosen.values) > 1 and chosen.op in {Op.EQ, Op.PERIOD, Op.MONTH, Op.WEEKDAY}:
            group = Group(chosen.column, _compared_grain(chosen))
            if all(known.column != group.column for known in draft.groups):
                draft.groups.append(group)


def _flag_follows(board: Board, at: int) -> bool:
    """ "returned vs not returned" splits by the column, so its "not" leaves nothing out."""
    target = board.after(at)
    return board.free(target, Tag.COLUMN) and board.table[board.items[target].columns[0]].is_flag


def _year_on_year(draft: Draft, chosen: Filter) -> bool:
    """“compare 2023 and 2024 by month”: January beside January, a bar for each year."""
    years = [value for value in chosen.values if isinstance(value, Period) and value.grain is Grain.YEAR]
    monthly = [Group(chosen.column, Grain.MONTH)]
    if name_parts(chosen.column)[-1:] == ("month",) and draft.groups == [Group(chosen.column, Grain.AUTO)]:
        monthly = draft.groups
    if len(years) < 2 or len(years) < len(chosen.values) or draft.groups != monthly:
        return False
    draft.groups = [
        Group(chosen.column, Grain.MONTH_OF_YEAR),
        Group(chosen.column, Grain.CALENDAR_YEAR),
    ]
    return True


def _compared_grain(chosen: Filter) -> Grain | None:
    if chosen.op in {Op.MONTH, Op.WEEKDAY}:
        return Grain.MONTH_OF_YEAR if chosen.op is Op.MONTH else Grain.WEEKDAY
    grains = [value.grain for value in chosen.values if isinstance(value, Period)]
    return grains[0] if grains else None
