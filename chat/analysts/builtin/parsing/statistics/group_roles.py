"""Roles of comparisons: a number between groups of rows, or two numbers side by side."""

from __future__ import annotations

from chat.analysts.builtin.parsing.statistics.roles import Roles, group_column, one_number, only_number

_OF_TWO = {"t", "welch", "mann_whitney", "ks", "levene", "bartlett", "mood", "paired_t", "wilcoxon"}


def describe(roles: Roles) -> None:
    group = group_column(roles, [name for name in roles.names if not roles.info(name).is_number])
    numbers = [name for name in roles.numbers(roles.names) if name != group]
    if not numbers:
        numbers = only_number(roles)
    if numbers:
        roles.filled = {"columns": tuple(numbers), **({"group_by": (group,)} if group else {})}


def groups(roles: Roles) -> None:
    """A number and the groups it is compared between; two numbers are two samples."""
    names = roles.names
    others = [name for name in names if not roles.info(name).is_number]
    flags = [name for name in names if roles.info(name).is_flag and name not in others]
    if (
        not others
        and not flags
        and len(names) == 2
        and group_column(roles, []) is None
        and "groups" not in roles.parameters
    ):
        few = [name for name in names if roles.info(name).groupable]
        if len(few) != 1:
            two_columns(roles)
            return
        others = few
    stated = roles.parameters.pop("group_column", None)
    group = str(stated) if stated else group_column(roles, others or flags)
    targets = [name for name in roles.numbers(names) if name != group]
    if group is None:
        roles.problem("I can't tell which column makes the groups to compare.")
    elif not targets:
        roles.problem(f"I can't tell which number to compare between the groups of {group}.")
    elif len(targets) > 1:
        roles.problem(f"I can compare one number at a time: {', '.join(targets)}?")
    elif roles.parameters.get("alternative", "two-sided") != "two-sided" and "groups" not in roles.parameters:
        roles.problem("A one-sided comparison needs both groups by name, the one expected to be ahead first.")
    else:
        roles.filled = {"target_column": (targets[0],), "group_by": (group,)}


def two_columns(roles: Roles) -> None:
    """Two numeric columns side by side, within rows or as two samples."""
    names = roles.names
    method = roles.parameters.get("method", "welch")
    others = [name for name in names if not roles.info(name).is_number]
    if others:
        roles.problem(f"This compares two numeric columns, and {others[0]} is none.")
    elif len(names) != 2:
        roles.problem("This compares two numeric columns; name both.")
    elif method not in _OF_TWO:
        roles.problem("That test compares groups of rows; name a column whose values are the groups.")
    else:
        roles.operation = "compare_columns"
        roles.parameters["method"] = method
        for name in ("groups", "correction", "center"):
            roles.parameters.pop(name, None)
        roles.filled = {"x_axis": (names[0],), "y_axis": (names[1],)}


def paired(roles: Roles) -> None:
    if roles.parameters.get("method") == "wilcoxon" and len(roles.names) == 1 and "value" in roles.parameters:
        roles.operation = "one_sample"
        one_number(roles)
        return
    two_columns(roles)
