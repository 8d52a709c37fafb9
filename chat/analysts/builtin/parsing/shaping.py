"""What the rules of `decide` share: the columns of a draft, and the making of intents."""

from __future__ import annotations

from dataclasses import replace

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import Group, Intent, Kind, Measure
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.measures import unusable


def columns(board: Board, draft: Draft, *roles: Role) -> tuple[str, ...]:
    named = [*draft.columns, *(measure.column for measure in draft.measures if measure.column)]
    return tuple(name for name in dict.fromkeys(named) if not roles or board.table[name].role in roles)


def all_columns(draft: Draft) -> tuple[str, ...]:
    named = [*draft.columns, *(measure.column for measure in draft.measures if measure.column)]
    return tuple(dict.fromkeys([*named, *(group.column for group in draft.groups)]))


def about(kind: Kind, draft: Draft, columns: tuple[str, ...], groups: tuple[Group, ...] = ()) -> Intent:
    return Intent(kind, columns=columns, groups=groups, filters=draft.plain_filters, chart=draft.chart)


def direction(draft: Draft) -> bool | None:
    if draft.superlative:
        return draft.superlative in {"desc", "latest"}
    return draft.descending


def aggregate_of(
    draft: Draft, measures: tuple[Measure, ...], groups: tuple[Group, ...], *, share: bool = False
) -> Intent:
    limit = draft.limit or (1 if draft.superlative and groups and not draft.both_ends else None)
    return Intent(
        Kind.AGGREGATE, measures, groups=groups, filters=draft.plain_filters, share=share,
        descending=direction(draft), order_by=None, limit=limit, chart=draft.chart,
    )  # fmt: skip


def checked(board: Board, intent: Intent) -> Intent | None:
    for measure in intent.measures:
        reason = unusable(board, measure)
        if reason:
            board.problem(reason)
            return None
    groups = tuple(group for group in intent.groups if board.table[group.column].role is not Role.EMPTY)
    if len(groups) < len(intent.groups):
        board.problem("That column holds no values at all, so there is nothing to group by.")
        return None
    if len(groups) > 2:
        left_out = ", ".join(group.column for group in groups[2:])
        board.note(f"I can split by two columns at most, so {left_out} is left out.")
    return replace(intent, groups=groups[:2])
