"""From what was found to what is asked: one rule per kind of question, tried in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chat.analysts.builtin.columns import ColumnInfo, Role
from chat.analysts.builtin.intent import Aggregate, ChartKind, Filter, Grain, Group, Intent, Kind, Measure, Op
from chat.analysts.builtin.lexicon import MONEY, QUANTITY, Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.dates import default_date
from chat.analysts.builtin.parsing.draft import Draft, merged
from chat.analysts.builtin.parsing.measures import default_aggregate, unusable
from chat.analysts.builtin.suggestions import spoken
from chat.analysts.builtin.words import name_parts

Rule = Callable[[Board, Draft], Intent | None]


def decide(board: Board, draft: Draft) -> Intent | None:
    """The first rule that recognises the question; None when none does or a problem was found."""
    for rule in _RULES:
        intent = rule(board, draft)
        if intent is not None or board.problems:
            return None if board.problems else intent
    return None


def _columns(board: Board, draft: Draft, *roles: Role) -> tuple[str, ...]:
    named = [*draft.columns, *(measure.column for measure in draft.measures if measure.column)]
    return tuple(name for name in dict.fromkeys(named) if not roles or board.table[name].role in roles)


def _all_columns(draft: Draft) -> tuple[str, ...]:
    named = [*draft.columns, *(measure.column for measure in draft.measures if measure.column)]
    return tuple(dict.fromkeys([*named, *(group.column for group in draft.groups)]))


def _about(kind: Kind, draft: Draft, columns: tuple[str, ...], groups: tuple[Group, ...] = ()) -> Intent:
    return Intent(kind, columns=columns, groups=groups, filters=draft.plain_filters, chart=draft.chart)


def _missing(board: Board, draft: Draft) -> Intent | None:
    return _about(Kind.MISSING, draft, _all_columns(draft)) if draft.has(Tag.MISSING) else None


def _duplicates(board: Board, draft: Draft) -> Intent | None:
    return _about(Kind.DUPLICATES, draft, _columns(board, draft)) if draft.has(Tag.DUPLICATES) else None


def _outliers(board: Board, draft: Draft) -> Intent | None:
    if not draft.has(Tag.OUTLIERS):
        return None
    columns = _columns(board, draft, Role.MEASURE)
    if _columns(board, draft) and not columns:
        board.problem(f"Outliers need a number, and {_columns(board, draft)[0]} is none.")
    if not board.table.measures:
        board.problem("Outliers need a numeric column, and this file has none.")
    return _about(Kind.OUTLIERS, draft, columns)


def _correlation(board: Board, draft: Draft) -> Intent | None:
    if not (draft.has(Tag.CORRELATION) or draft.chart is ChartKind.SCATTER):
        return None
    named = _all_columns(draft)
    numbers = tuple(name for name in named if board.table[name].is_number)
    others = tuple(name for name in named if name not in numbers)
    if len(numbers) == 1 and others:
        return _compare_by(board, draft, numbers[0], others[0])
    if others or (len(board.table.measures) < 2 and len(numbers) < 2):
        board.problem("A correlation needs two numeric columns." + _no_number(board, others))
        return None
    return _about(Kind.CORRELATION, draft, numbers[:2])


def _no_number(board: Board, others: tuple[str, ...]) -> str:
    return f" {others[0]} is none." if others else " This file has not got two."


def _compare_by(board: Board, draft: Draft, number: str, other: str) -> Intent:
    board.note(f"{other} is not a number, so I compare the averages of {number} instead of a correlation.")
    group = next((group for group in draft.groups if group.column == other), Group(other))
    return Intent(
        Kind.AGGREGATE, (Measure(Aggregate.MEAN, number),), groups=(group,), filters=draft.plain_filters
    )


def _distribution(board: Board, draft: Draft) -> Intent | None:
    by_chart = draft.chart in {ChartKind.HISTOGRAM, ChartKind.BOX}
    if not (draft.has(Tag.DISTRIBUTION) or by_chart):
        return None
    named = _columns(board, draft)
    if not named and draft.groups:
        named, draft.groups = (draft.groups[0].column,), draft.groups[1:]
    if not named:
        board.problem("The distribution of which column?")
        return None
    info = board.table[named[0]]
    if len(named) > 1 and info.role is not Role.MEASURE and board.table[named[1]].role is Role.MEASURE:
        return _about(Kind.DISTRIBUTION, draft, named[1:2], (Group(named[0]),))
    extra = tuple(Group(name) for name in named[1:2] if board.table[name].groupable)
    return _about(Kind.DISTRIBUTION, draft, named[:1], extra or tuple(draft.groups[:1]))


def _share(board: Board, draft: Draft) -> Intent | None:
    if not draft.has(Tag.SHARE):
        return None
    groups = list(draft.groups)
    predicates = any(placed.predicate for placed in draft.filters)
    if not groups and not draft.filters:
        subject = [name for name in draft.columns if board.table[name].role in {Role.CATEGORY, Role.BOOLEAN, Role.TEXT}]
        groups = [Group(name) for name in subject[:1]]
        draft.columns = [name for name in draft.columns if name not in subject[:1]]
    measure = _share_measure(board, draft)
    if groups and not predicates:
        return _aggregate_of(draft, (measure,), tuple(groups), share=True)
    base, condition = _split_filters(draft)
    if not condition:
        board.problem("A share of what? Name a column to split by or a condition.")
        return None
    return Intent(
        Kind.AGGREGATE, (measure,), groups=tuple(groups), filters=base, condition=condition, share=True,
        limit=draft.limit, descending=_direction(draft), chart=draft.chart,
    )  # fmt: skip


def _share_measure(board: Board, draft: Draft) -> Measure:
    if draft.measures and draft.measures[0].aggregate in {Aggregate.SUM, Aggregate.COUNT}:
        return draft.measures[0]
    numbers = _columns(board, draft, Role.MEASURE)
    return Measure(Aggregate.SUM, numbers[0]) if numbers else Measure(Aggregate.COUNT)


def _split_filters(draft: Draft) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
    """Which rows are the whole, and which of them the share counts."""
    that = draft.that_at
    if that is not None and any(placed.position > that for placed in draft.filters):
        late = [placed.filter for placed in draft.filters if placed.position > that or placed.predicate]
    else:
        late = [placed.filter for placed in draft.filters if placed.predicate]
        times = {Op.PERIOD, Op.NOT_PERIOD, Op.MONTH}
        late = late or [placed.filter for placed in draft.filters if placed.filter.op not in times]
        late = late or [placed.filter for placed in draft.filters]
    early = [placed.filter for placed in draft.filters if placed.filter not in late]
    return merged(early), merged(late)


def _direction(draft: Draft) -> bool | None:
    if draft.superlative:
        return draft.superlative in {"desc", "latest"}
    return draft.descending


def _aggregate_of(
    draft: Draft, measures: tuple[Measure, ...], groups: tuple[Group, ...], *, share: bool = False
) -> Intent:
    limit = draft.limit or (1 if draft.superlative and groups else None)
    return Intent(
        Kind.AGGREGATE, measures, groups=groups, filters=draft.plain_filters, share=share,
        descending=_direction(draft), order_by=None, limit=limit, chart=draft.chart,
    )  # fmt: skip


def _list_columns(board: Board, draft: Draft) -> Intent | None:
    busy = draft.measures or draft.groups or draft.columns or draft.filters
    counting = draft.measures == [Measure(Aggregate.COUNT)]
    if draft.has(Tag.COLUMNS) and (counting or not busy):
        return Intent(Kind.COLUMNS)
    return None


def _describe(board: Board, draft: Draft) -> Intent | None:
    return _about(Kind.DESCRIBE, draft, _all_columns(draft)[:1]) if draft.has(Tag.DESCRIBE) else None


def _ranked(board: Board, draft: Draft) -> Intent | None:
    """Superlatives: the first group by a figure, the first rows by a column, or simply its maximum."""
    if not draft.superlative:
        return None
    target = draft.order_by or next(iter(_columns(board, draft)), None)
    if draft.groups and _extreme_of_each(draft, target):
        return None if target is None else _aggregate(board, extreme(draft, target))
    if draft.groups:
        return _ranked_groups(board, draft, target)
    if target is None:
        return _unnamed_rank(board, draft) if draft.limit or draft.rows_named else None
    if draft.limit or draft.rows_named or draft.asks_who or (draft.has(Tag.WHICH) and draft.order_by):
        return _ranked_rows(board, draft, target)
    info = board.table[target]
    if not (info.is_number or info.role is Role.DATE):
        return _values(board, draft)
    return _aggregate(board, extreme(draft, target))


def _extreme_of_each(draft: Draft, target: str | None) -> bool:
    """"highest price by region" is one figure per region, not the one region that leads."""
    said = draft.superlative_word.casefold()
    return draft.grouped_by_word and bool(target) and not draft.limit and said not in {"", "most", "least", "best", "worst"}


def _unnamed_rank(board: Board, draft: Draft) -> Intent | None:
    """"first 10 rows" follow the file; "latest order" a date; "biggest order" must say by what."""
    timed = draft.superlative in {"latest", "earliest"}
    if timed and draft.superlative_word.casefold() in {"first", "last"}:
        return _rows(board, draft)
    target = default_date(board, draft.superlative_word) if timed else None
    if target is not None:
        return _ranked_rows(board, draft, target)
    options = tuple(f"top rows by {spoken(c.name)}" for c in board.table.measures[:3])
    board.problem(f"“{draft.superlative_word}” by which column?", options)
    return None


def extreme(draft: Draft, target: str) -> Draft:
    """The draft with its superlative turned into a maximum or minimum."""
    aggregate = Aggregate.MAX if _direction(draft) else Aggregate.MIN
    draft.measures, draft.columns, draft.superlative = [Measure(aggregate, target)], [], ""
    return draft


def _ranked_groups(board: Board, draft: Draft, target: str | None) -> Intent | None:
    if draft.measures:
        return _checked(board, _aggregate_of(draft, tuple(draft.measures), tuple(draft.groups)))
    if draft.best_selling and target is None:
        target = _best_selling(board)
        if target is None:
            return None
    if target is None or not board.table[target].is_number:
        if not (draft.common or draft.rows_named or draft.limit):
            board.problem(f"The {draft.groups[0].column} with the most of what?")
            return None
        return _aggregate_of(draft, (Measure(Aggregate.COUNT),), tuple(draft.groups))
    aggregate = draft.aggregates[0] if draft.aggregates else default_aggregate(board.table[target], ranked=True)
    if aggregate is Aggregate.MAX and not _direction(draft):
        aggregate = Aggregate.MIN
    return _checked(board, _aggregate_of(draft, (Measure(aggregate, target),), tuple(draft.groups)))


def _best_selling(board: Board) -> str | None:
    """Best selling by what: the one quantity, else the one amount of money; asked when unclear."""
    for words in (QUANTITY, MONEY):
        found = [c.name for c in board.table.measures if name_parts(c.name)[-1:] and name_parts(c.name)[-1] in words]
        if len(found) == 1:
            board.note(f"I took “best” or “worst selling” to be about the total of {found[0]}.")
            return found[0]
    board.problem("Best by which column? I found no single column of quantities or revenue.")
    return None


def _ranked_rows(board: Board, draft: Draft, target: str) -> Intent:
    limit = draft.limit or 1
    return Intent(
        Kind.ROWS, filters=draft.plain_filters, order_by=target, descending=_direction(draft), limit=limit
    )


def _rows(board: Board, draft: Draft) -> Intent | None:
    """"show orders over 1000", "first 10 rows", "last 5 rows" (of the file's order)."""
    if draft.measures or draft.groups:
        return None
    shown = draft.has(Tag.SHOW, Tag.WHICH) and (draft.rows_named or draft.filters)
    if not (shown or (draft.limit and draft.rows_named) or (draft.superlative and draft.rows_named)):
        return None
    columns = tuple(dict.fromkeys(draft.columns))
    return Intent(
        Kind.ROWS, columns=columns, filters=draft.plain_filters, order_by=draft.order_by,
        descending=_direction(draft), limit=draft.limit,
    )  # fmt: skip


def _values(board: Board, draft: Draft) -> Intent | None:
    """"list distinct regions", "what regions are there"."""
    distinct = Aggregate.DISTINCT in {measure.aggregate for measure in draft.measures}
    listing = draft.has(Tag.SHOW, Tag.WHICH) and not draft.has(Tag.AGGREGATE)
    named = _columns(board, draft)
    if len(named) != 1 or draft.groups or draft.has(Tag.CHART) or not (listing or (distinct and draft.has(Tag.SHOW))):
        return None
    if board.table[named[0]].role is Role.MEASURE and not distinct:
        return None
    return _about(Kind.VALUES, draft, named)


def _aggregate(board: Board, draft: Draft) -> Intent | None:
    measures = list(draft.measures)
    grouped = bool(draft.groups)
    subjects = [name for name in draft.columns if _splits(board.table[name])]
    groups = list(draft.groups)
    if subjects and measures and not (draft.has(Tag.CHART) or draft.compared):
        board.problem(f"I can't tell how {subjects[0]} comes into this. Ask “by {subjects[0]}” or name one of its values.")
        return None
    if subjects and (grouped or draft.has(Tag.CHART) or len(draft.columns) > 1 or draft.compared):
        groups += [Group(name, Grain.AUTO if board.table[name].role is Role.DATE else None) for name in subjects]
        draft.columns = [name for name in draft.columns if name not in subjects]
    measures += _plain_measures(board, draft, grouped=bool(groups))
    if draft.aggregates and not measures:
        measures = _sole_measure(board, draft)
    if not measures and groups and not board.problems:
        measures = _compared_measures(board) if draft.compared else [Measure(Aggregate.COUNT)]
    if not measures:
        return None
    return _checked(board, _aggregate_of(draft, tuple(dict.fromkeys(measures)), tuple(dict.fromkeys(groups))))


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
        if not draft.aggregates:
            word, other = ("total", "average") if aggregate is Aggregate.SUM else ("average", "total")
            board.note(f"You named no aggregate, so I took the {word} of {name}; ask for the {other} if you meant that.")
        found.append(Measure(aggregate, name))
    return found


def _sole_measure(board: Board, draft: Draft) -> list[Measure]:
    """"what is the average?" in a file with one number; otherwise it is asked which."""
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


def _compared_measures(board: Board) -> list[Measure]:
    """What a bare comparison shows: how many rows, and the first two numbers."""
    numbers = [column for column in board.table.measures if not column.is_flag][:2]
    board.note("You did not say what to compare, so I took the number of rows and the first numeric columns.")
    found = [Measure(default_aggregate(column, ranked=False), column.name) for column in numbers]
    return [Measure(Aggregate.COUNT), *found]


def _checked(board: Board, intent: Intent) -> Intent | None:
    for measure in intent.measures:
        reason = unusable(board, measure)
        if reason:
            board.problem(reason)
            return None
    groups = tuple(group for group in intent.groups if board.table[group.column].role is not Role.EMPTY)
    if len(groups) < len(intent.groups):
        board.problem("That column holds no values at all, so there is nothing to group by.")
        return None
    return replace(intent, groups=groups[:2])


def _lone_column(board: Board, draft: Draft) -> Intent | None:
    """Just a column's name: say what is in it."""
    named = _columns(board, draft)
    if len(named) == 1 and not draft.filters:
        return _about(Kind.DESCRIBE, draft, named)
    return None


def _filtered_rows(board: Board, draft: Draft) -> Intent | None:
    """Only conditions: show the rows that meet them."""
    if draft.filters and not draft.columns:
        return Intent(Kind.ROWS, filters=draft.plain_filters, limit=draft.limit)
    return None


_RULES: tuple[Rule, ...] = (
    _missing,
    _duplicates,
    _outliers,
    _correlation,
    _distribution,
    _share,
    _list_columns,
    _describe,
    _ranked,
    _rows,
    _values,
    _aggregate,
    _lone_column,
    _filtered_rows,
)
