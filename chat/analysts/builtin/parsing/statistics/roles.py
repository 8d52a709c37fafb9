"""The columns left on the board and the parts they may play.

The board's free items become one line, columns as `<position>`, so that a pattern can say "regression of
<3> on <5>". Where no words tell, the columns' kinds do; where these don't either, it is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chat.analysts.builtin.columns import ColumnInfo, Role
from chat.analysts.builtin.parsing.board import Board
from engine.results import JsonValue

COLUMN = r"<(\d+)>"
COLUMNS = (
    r"((?:(?:the|both|all|column|columns|variables?|features?) )*<\d+>(?:(?: (?:and|&|plus|as well as|"
    r"the|or|together with))* <\d+>)*)"
)
_MEMBER = re.compile(COLUMN)
_GROUPERS = tuple(
    re.compile(rule)
    for rule in (
        rf"(?:across|among|amongst|by|per|for each|for different|within|grouped by|depending on|split by|"
        rf"for the different|"
        rf"between (?:the )?(?:different |various |two |three |levels of |groups of |categories of |"
        rf"values of )+|according to|"
        rf"levels of|groups of|categories of|groups in|groups by|group by|types of|values of|different|each|"
        rf"in terms of)(?: the| all| different| various| of)* {COLUMN}",
        rf"{COLUMN} (?:groups?|categories|category|levels|classes|types)\b",
    )
)  # fmt: skip


@dataclass(slots=True)
class Roles:
    """Columns by role, parameters that the columns decide, and the positions they stood at."""

    board: Board
    positions: list[int]
    filled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: dict[str, JsonValue] = field(default_factory=dict)
    operation: str = ""

    @property
    def names(self) -> list[str]:
        """The free columns, each once, in the order of the question."""
        return list(dict.fromkeys(self.name(at) for at in self.positions))

    def name(self, position: int) -> str:
        return self.board.column(position)

    def info(self, name: str) -> ColumnInfo:
        return self.board.table[name]

    def line(self) -> str:
        """The unread items in words, free columns as `<position>`."""
        parts = []
        for at, item in enumerate(self.board.items):
            if at in self.positions:
                parts.append(f"<{at}>")
            elif at not in self.board.taken:
                parts.append(item.text.casefold())
        return " ".join(parts)

    def numbers(self, names: list[str]) -> list[str]:
        return [name for name in names if self.info(name).is_number]

    def problem(self, text: str, *options: str) -> None:
        self.board.problem(text, options)


def members(roles: Roles, text: str) -> list[str]:
    return list(dict.fromkeys(roles.name(int(at)) for at in _MEMBER.findall(text)))


def only_number(roles: Roles) -> list[str]:
    """The file's one number where none was named; else a problem."""
    others = [name for name in roles.names if not roles.info(name).is_number]
    numbers = [column.name for column in roles.board.table.measures if not column.is_flag]
    if others:
        roles.problem(f"This needs a numeric column, and {others[0]} is none.")
    elif len(numbers) == 1:
        roles.board.note(f"{numbers[0]} is the only number here, so I used it.")
        return numbers
    else:
        roles.problem("I can't tell which column this is about.")
    return []


def one_number(roles: Roles) -> None:
    names = roles.names
    numbers = [name for name in names if roles.info(name).is_number]
    if names and not numbers:
        roles.problem(f"This needs a numeric column, and {names[0]} is none.")
        return
    chosen = numbers or only_number(roles)
    if len(chosen) > 1:
        roles.problem(f"I can do this for one column at a time: {', '.join(chosen)}?")
    elif chosen:
        roles.filled = {"target_column": (chosen[0],)}


def group_column(roles: Roles, candidates: list[str]) -> str | None:
    """The column whose values are the groups: told by its words, else by its kind."""
    line = roles.line()
    for rule in _GROUPERS:
        for match in rule.finditer(line):
            name = roles.name(int(match[1]))
            if roles.info(name).role is not Role.DATE:
                return name
    return candidates[0] if len(candidates) == 1 else None
