"""Roles of relations: two numbers, several, two categories."""

from __future__ import annotations

import re

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.parsing.statistics.roles import COLUMNS, Roles, members

_CONTROLS = re.compile(
    rf"(?:control|controls|controlling|controlled|adjust|adjusting|adjusted|account|accounting|holding|"
    rf"removing|"
    rf"removed|fixed|given|partialling|partial|keeping)(?: \w+)*? {COLUMNS}"
)


def pair(roles: Roles) -> None:
    """Two numbers; more make a matrix; a number and a category are no pair."""
    names = roles.names
    others = [name for name in names if not roles.info(name).is_number]
    if others and len(names) == 2:
        _number_and_category(roles, names, others)
    elif others:
        roles.problem(f"A correlation needs numeric columns, and {others[0]} is none.")
    elif len(names) > 2:
        roles.operation = "correlation_matrix"
        kept = {"method", "alpha"}
        roles.parameters = {name: value for name, value in roles.parameters.items() if name in kept}
        roles.filled = {"columns": tuple(names)}
    elif len(names) < 2:
        roles.problem("A correlation needs two numeric columns; name both.")
    else:
        roles.filled = {"x_axis": (names[0],), "y_axis": (names[1],)}


def _number_and_category(roles: Roles, names: list[str], others: list[str]) -> None:
    """“Is there a relationship between sex and survival?”: categories have tests of their own."""
    if set(roles.parameters) - {"alpha"}:
        roles.problem(f"A correlation needs two numeric columns, and {others[0]} is none.")
        return
    number = next((name for name in names if name not in others and not roles.info(name).is_flag), None)
    if number is None:
        roles.operation = "contingency"
        roles.filled = {"x_axis": (names[0],), "y_axis": (names[1],)}
        roles.board.note("These are categories, so I tested their association instead of a correlation.")
        return
    roles.operation = "compare_groups"
    roles.filled = {"target_column": (number,), "group_by": (others[0],)}
    told = f"{others[0]} is not a number, so I compared {number} between its groups instead of a correlation."
    roles.board.note(told)


def partial(roles: Roles) -> None:
    match = _CONTROLS.search(roles.line())
    controls = members(roles, match[1]) if match else []
    pair = [name for name in roles.names if name not in controls]
    if not controls and len(pair) > 2:
        pair, controls = pair[:2], pair[2:]
    others = [name for name in roles.names if not roles.info(name).is_number]
    if others:
        roles.problem(f"A partial correlation needs numeric columns, and {others[0]} is none.")
    elif len(pair) != 2 or not controls:
        roles.problem("A partial correlation needs two columns and at least one to control for.")
    else:
        roles.filled = {"x_axis": (pair[0],), "y_axis": (pair[1],), "columns": tuple(controls)}


def matrix(roles: Roles) -> None:
    names = roles.names or [c.name for c in roles.board.table.measures][:50]
    others = [name for name in names if not roles.info(name).is_number]
    if others:
        roles.problem(f"A correlation matrix needs numeric columns, and {others[0]} is none.")
    elif len(names) < 2:
        roles.problem("A correlation matrix needs two numeric columns or more.")
    else:
        roles.filled = {"columns": tuple(names)}


def categories(roles: Roles) -> None:
    names = roles.names
    dates = [name for name in names if roles.info(name).role is Role.DATE]
    if dates:
        roles.problem(f"{dates[0]} is a date, not a category.")
    elif not 2 <= len(names) <= 3:
        roles.problem("This needs two columns with categories; name both.")
    else:
        roles.filled = {"x_axis": (names[0],), "y_axis": (names[1],)}
        if len(names) == 3:
            roles.filled["group_by"] = (names[2],)
            roles.parameters.setdefault("method", "mantel_haenszel")
