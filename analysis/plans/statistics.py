"""Plans whose operation is a statistic: which columns play its roles, and the SELECT that gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.plans.dateparts import moment_of
from analysis.plans.groups import group_of
from analysis.plans.kinds import CALENDAR, COMPARABLE, NUMERIC, Kind, is_wide, kind_of
from analysis.plans.model import Plan
from analysis.plans.parameters import complete
from analysis.plans.problems import Invalid, Report, shown
from analysis.plans.rows import Rows
from analysis.plans.sqltext import aliased, fold, identifier, numeric
from engine.results import Column
from engine.statistics.operation import Kind as RoleKind
from engine.statistics.operation import Operation, Role
from engine.statistics.request import StatisticRequest

STAND_INS: Mapping[str, tuple[str, ...]] = {
    "target_column": ("y_axis",),
    "columns": ("x_axis", "target_column"),
    "time_column": ("x_axis",),
    "x_axis": ("columns",),
    "y_axis": ("columns", "target_column"),
}
"""Other fields that fill a role whose own field is empty, unless a role of that name takes them."""
_KINDS = {
    RoleKind.NUMERIC: NUMERIC,
    RoleKind.TIME: CALENDAR,
    RoleKind.CATEGORY: COMPARABLE,
    RoleKind.ANY: COMPARABLE,
}
_MODELS = frozenset({"linear_regression", "logistic_regression", "predict"})
_MANY_CATEGORIES = 100
_NEEDS_SPREAD = (
    frozenset(
        {"correlation", "partial_correlation", "correlation_matrix", "normality", "compare_groups", "cluster"}
    )
    | _MODELS
)


@dataclass(frozen=True, slots=True)
class _Player:
    """A column in a role: where the plan names it, and how the SELECT reads it."""

    field: str
    column: Column
    sql: str


def compile_statistic(rows: Rows, plan: Plan, operation: Operation, report: Report) -> StatisticRequest:
    """The request for the statistics worker. Raises Invalid."""
    parameters = complete(operation, plan)
    roles = {role.field: _players(rows, plan, operation, role) for role in operation.roles}
    _check_rows(rows, operation)
    _check_distinct_columns(operation, roles)
    for role in operation.roles:
        for player in roles[role.field]:
            _check_values(rows, operation, role, player, report)
    names = {field: tuple(player.column.name for player in players) for field, players in roles.items()}
    players = [player for played in roles.values() for player in played]
    return StatisticRequest(operation.name, rows.select(_select(rows, players)), names, parameters)


def _select(rows: Rows, players: list[_Player]) -> str:
    """Each column once, under its own name, in the order of the file."""
    selected = {fold(player.column.name): aliased(player.sql, player.column.name) for player in players}
    return f"SELECT {', '.join(selected.values())}\n{rows.source}"


def _players(rows: Rows, plan: Plan, operation: Operation, role: Role) -> list[_Player]:
    if role.field == "group_by":
        players = [_group(rows, plan, place) for place in range(len(plan.group_by))]
    else:
        players = [_player(rows, role, field, name) for field, name in _named(plan, operation, role)]
    if len(players) > role.maximum:
        message = f"{operation.name} takes at most {role.maximum} as {role.field}, not {len(players)}."
        raise Invalid(role.field, message, "too_many_columns")
    if len(players) < role.minimum:
        needed = f"{role.minimum} columns or more" if role.minimum > 1 else _article(role)
        hint = f" {role.description}" if role.description else ""
        message = f"{operation.name} needs {needed} as {role.field}.{hint}"
        raise Invalid(role.field, message, "missing_field")
    return players


def _article(role: Role) -> str:
    kinds = {RoleKind.NUMERIC: "a column of numbers", RoleKind.TIME: "a column of dates"}
    return kinds.get(role.kind, "a column")


def _group(rows: Rows, plan: Plan, place: int) -> _Player:
    field = f"group_by[{place}]"
    group = group_of(rows, field, plan.group_by[place])
    return _Player(field, group.column, group.sql)


def _named(plan: Plan, operation: Operation, role: Role) -> list[tuple[str, str]]:
    """The columns that the plan names for a role, in its own field or in one that stands for it."""
    own = _entries(plan, role.field)
    if own or role.minimum == 0:
        return own
    for field in STAND_INS.get(role.field, ()):
        entries = _entries(plan, field)
        if not entries or operation.role(field) is not None:
            continue
        if field == "columns":  # x and y are the first and the second of them
            place = 1 if role.field == "y_axis" else 0
            return entries[place : place + 1]
        return entries
    return []


def _entries(plan: Plan, field: str) -> list[tuple[str, str]]:
    value = getattr(plan, field)
    if isinstance(value, list):
        return [(f"{field}[{place}]", name) for place, name in enumerate(value)]
    return [(field, value)] if value is not None else []


def _player(rows: Rows, role: Role, field: str, name: str) -> _Player:
    only_shown = role.minimum == 0 and role.kind is RoleKind.ANY
    column = rows.column(field, name, None if only_shown else _KINDS[role.kind])
    return _Player(field, column, _read(column, role.kind))


def _read(column: Column, kind: RoleKind) -> str:
    if kind_of(column) is Kind.MOMENT:
        return moment_of(column)
    if is_wide(column) and kind in (RoleKind.NUMERIC, RoleKind.ANY):
        return numeric(column)
    return identifier(column.name)


def _check_rows(rows: Rows, operation: Operation) -> None:
    if rows.facts.row_count < operation.minimum_rows:
        message = (
            f"{operation.name} needs at least {operation.minimum_rows} rows; "
            f"the file has {rows.facts.row_count}."
        )
        raise Invalid("operation", message, "too_few_rows")


def _check_distinct_columns(operation: Operation, roles: Mapping[str, list[_Player]]) -> None:
    seen: dict[str, _Player] = {}
    for field, players in roles.items():
        if operation.name == "outliers" and field == "columns":
            continue
        for player in players:
            other = seen.setdefault(fold(player.column.name), player)
            if other is not player:
                message = (
                    f"{shown(player.column.name)} is named as {other.field} and as {player.field}; "
                    f"{operation.name} needs different columns."
                )
                raise Invalid(player.field, message, "same_column")


def _check_values(rows: Rows, operation: Operation, role: Role, player: _Player, report: Report) -> None:
    """What the type and the profile already tell of how it would end."""
    column, name = player.column, shown(player.column.name)
    if operation.name in _MODELS and role.field == "columns" and kind_of(column) in CALENDAR:
        what = f"{name} holds {kind_of(column).value}, which a model can't learn from"
        remedy = "make a column of a part of it with a date_part step and name that"
        raise Invalid(player.field, f"{what}; {remedy}.", "wrong_type")
    distinct = rows.distinct(column)
    if role.minimum > 0:
        rows.refuse_empty(player.field, column)
    if rows.is_constant(column) and operation.name in _NEEDS_SPREAD and role.minimum > 0:
        _refuse_constant(operation, role, player, report)
    if role.kind is RoleKind.CATEGORY and distinct is not None and distinct > _MANY_CATEGORIES:
        what = f"{name} has about {distinct:,} different values; as categories that is many"
        report.warn(player.field, f"{what}. A coarser column or bins may say more.", "many_groups")


def _refuse_constant(operation: Operation, role: Role, player: _Player, report: Report) -> None:
    """One of several columns may still be left out; the only one of its role can't."""
    what = f"{shown(player.column.name)} has the same value in every row"
    if role.maximum > 1:
        report.warn(player.field, f"{what}, so it tells {operation.name} nothing.", "constant_column")
        return
    message = f"{what}, and {operation.name} needs values that differ; choose another column."
    raise Invalid(player.field, message, "constant_column")
