"""From the operation and the board to a statistic with a column in every role."""

from __future__ import annotations

from collections.abc import Callable

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.intent import Statistic
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.statistics.group_roles import describe, groups, paired
from chat.analysts.builtin.parsing.statistics.model_roles import model
from chat.analysts.builtin.parsing.statistics.operations import Asked
from chat.analysts.builtin.parsing.statistics.pair_roles import categories, matrix, pair, partial
from chat.analysts.builtin.parsing.statistics.roles import Roles, one_number
from chat.analysts.builtin.parsing.statistics.series_roles import clusters, series
from engine.results import JsonValue


def fill(board: Board, asked: Asked, wanted: list[str], parameters: dict[str, JsonValue]) -> Statistic | None:
    """The statistic with a column in every role; None with a problem on the board when it can't be told."""
    positions = [
        at for at in board.find(Tag.COLUMN) if not board.items[at].has(Tag.ROWS) or _needed(board, at)
    ]
    roles = Roles(board, positions, parameters=parameters, operation=asked.operation)
    _FILLERS[asked.operation](roles)
    if board.problems:
        return None
    board.take(*positions)
    lost = [name for name in roles.names if name not in {n for names in roles.filled.values() for n in names}]
    if lost:
        board.problem(f"I can't tell how {lost[0]} comes into this.")
        return None
    return Statistic(roles.operation, roles.filled, roles.parameters, tuple(wanted))


def _needed(board: Board, at: int) -> bool:
    """A number that also names a thing ("visits") is a column here; an id is not."""
    return board.table[board.items[at].columns[0]].role is Role.MEASURE


_FILLERS: dict[str, Callable[[Roles], None]] = {
    "describe": describe,
    "correlation": pair,
    "partial_correlation": partial,
    "correlation_matrix": matrix,
    "normality": one_number,
    "compare_groups": groups,
    "compare_variances": groups,
    "compare_columns": paired,
    "one_sample": one_number,
    "contingency": categories,
    "outliers": one_number,
    "linear_regression": model,
    "logistic_regression": model,
    "predict": model,
    "trend": series,
    "seasonality": series,
    "forecast": series,
    "cluster": clusters,
}
