"""The rule for figures: aggregates, with or without groups, and what is computed when none is named."""

from __future__ import annotations

from chat.analysts.builtin.columns import ColumnInfo, Role
from chat.analysts.builtin.intent import Aggregate, Grain, Group, Intent, Measure
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.measures import default_aggregate
from chat.analysts.builtin.parsing.shaping import aggregate_of, checked
from chat.analysts.builtin.suggestions import spoken


def aggregate(board: Board, draft: Draft) -> Intent | None:
    measures = list(draft.measures)
    grouped = bool(draft.groups)
    subjects = [name for name in draft.columns if _splits(board.table[name])]
    groups = list(draft.groups)
    if subjects and measures and not (draft.has(Tag.CHART) or draft.compared):
        told = f"I can't tell how {subjects[0]} comes into this"
        board.problem(f"{told}. Ask “by {subjects[0]}” or name one of its values.")
        return None
    if subjects and (grouped or draft.has(Tag.CHART) or len(draft.columns) > 1 or draft.compared):
        groups += [
            Group(name, Grain.AUTO if board.table[name].role is Role.DATE else None) for name in subjects
        ]
        draft.columns = [name for name in draft.columns if name not in subjects]
    measures += _plain_measures(board, draft, grouped=bool(groups))
    if draft.aggregates and not measures:
        measures = _sole_measure(board, draft)
    if not measures and draft.has(Tag.OVER_TIME) and draft.filters and not draft.rows_named:
        measures = _only_number(board)
    if not measures and groups and not board.problems:
        measures = _compared_measures(board) if draft.compared else [Measure(Aggregate.COUNT)]
    if not measures:
        return None
    return checked(board, aggregate_of(draft, tuple(dict.fromkeys(measures)), tuple(dict.fromkeys(groups))))


def _splits(info: ColumnInfo) -> bool:
    return info.role in {Role.CATEGORY, Role.BOOLEAN, Role.DATE}


def _plain_measures(board: Board, draft: Draft, *, grouped: bool) -> list[Measure]:
    """Columns named without an aggregate: "revenue by month"; the choice is said."""
    found = []
    for name in dict.fromkeys(draft.columns):
        info = board.table[name]
        if not info.is_number or any(measure.column == name for measure in draft.measures):
            continue
        aggregate = draft.aggregates[0] if draft.aggregates else default_aggregate(info, ranked=False)
        aggregate = Aggregate.MEAN if draft.per_row and not draft.aggregates else aggregate
        if not draft.aggregates and not draft.per_row:
            word, other = ("total", "average") if aggregate is Aggregate.SUM else ("average", "total")
            told = f"You named no aggregate, so I took the {word} of {name}"
            board.note(f"{told}; ask for the {other} if you meant that.")
        found.append(Measure(aggregate, name))
    return found


def _sole_measure(board: Board, draft: Draft) -> list[Measure]:
    """“what is the average?” in a file with one number; otherwise it is asked which."""
    wanted = [aggregate for aggregate in draft.aggregates if aggregate is not Aggregate.COUNT]
    candidates = [column for column in board.table.measures if not column.is_flag]
    if not wanted:
        return []
    if len(candidates) == 1 and wanted[0] is not Aggregate.DISTINCT:
        board.note(f"{candidates[0].name} is the only number here, so I used it.")
        return [Measure(aggregate, candidates[0].name) for aggregate in wanted]
    word = {Aggregate.MEAN: "average", Aggregate.SUM: "total"}.get(wanted[0], wanted[0].value)
    if wanted[0] is Aggregate.DISTINCT:
        candidates = list(board.table.categories)
    options = tuple(f"{word} {spoken(column.name)}" for column in candidates[:3])
    board.problem(f"The {word} of which column?", options)
    return []


def _only_number(board: Board) -> list[Measure]:
    """“trend of renewables” in a file with one number: its development, not that of the rows."""
    numbers = [column for column in board.table.measures if not column.is_flag]
    if len(numbers) != 1:
        return []
    found = Measure(default_aggregate(numbers[0], ranked=False), numbers[0].name)
    board.note(f"{numbers[0].name} is the only number here, so I used it.")
    return [found]


def _compared_measures(board: Board) -> list[Measure]:
    """What a bare comparison shows: how many rows, and the first two numbers."""
    numbers = [column for column in board.table.measures if not column.is_flag][:2]
    board.note("You did not say what to compare, so I took the number of rows and the first numeric columns.")
    found = [Measure(default_aggregate(column, ranked=False), column.name) for column in numbers]
    return [Measure(Aggregate.COUNT), *found]
