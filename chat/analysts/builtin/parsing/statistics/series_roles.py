"""Roles over time, and of clusters."""

from __future__ import annotations

from chat.analysts.builtin.columns import Role
from chat.analysts.builtin.parsing.measures import default_aggregate
from chat.analysts.builtin.parsing.statistics.roles import Roles, only_number


def series(roles: Roles) -> None:
    """A number over the file's time column."""
    table = roles.board.table
    named = [name for name in roles.names if roles.info(name).role is Role.DATE]
    dates = named or [column.name for column in table.dates]
    numbers = roles.numbers(roles.names)
    years = [column.name for column in table.columns if column.is_year]
    if not dates and years:
        told = f"This needs dates, and {years[0]} holds whole years"
        roles.problem(f"{told}. Ask for the figure by {years[0]}, or for its correlation with {years[0]}.")
        return
    if not dates:
        roles.problem("This needs a date column, and this file has none.")
        return
    if table[dates[0]].date_formats:
        roles.problem(f"{dates[0]} holds its dates as text; I can't do this until they are dates.")
        return
    chosen = numbers or only_number(roles)
    if len(chosen) > 1:
        roles.problem(f"I can do this for one column at a time: {', '.join(chosen)}?")
    if not chosen or roles.board.problems:
        return
    if len(dates) > 1 and not named:
        roles.board.note(f"I took {dates[0]} as the time.")
    roles.filled = {"time_column": (dates[0],), "target_column": (chosen[0],)}
    _aggregate(roles, dates[0], chosen[0])


def _aggregate(roles: Roles, time: str, target: str) -> None:
    """How several rows of one step become one: amounts add up, everything else is averaged."""
    info = roles.info(target)
    several = (roles.info(time).distinct or 0) < 0.9 * roles.board.table.row_count
    if "aggregate" in roles.parameters or not (several or "grain" in roles.parameters):
        return
    chosen = default_aggregate(info, ranked=False).value
    roles.parameters["aggregate"] = chosen
    word = {"sum": "added up", "mean": "averaged"}[chosen]
    roles.board.note(f"Several rows of one period are {word}.")


def clusters(roles: Roles) -> None:
    names = roles.names
    others = [name for name in names if not roles.info(name).is_number]
    if others:
        roles.problem(f"Clusters are made from numeric columns, and {others[0]} is none.")
        return
    if not names:
        names = [c.name for c in roles.board.table.measures if not c.is_flag][:50]
        roles.board.note(f"You named no columns, so I used {', '.join(names)}.")
    if not names:
        roles.problem("Clusters need numeric columns, and this file has none.")
    roles.filled = {"columns": tuple(names)}
