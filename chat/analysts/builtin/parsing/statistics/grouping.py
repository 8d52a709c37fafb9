"""Two values of one column as the groups of a comparison: "between men and women", "class 1 vs 3"."""

from __future__ import annotations

from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board, Item
from engine.results import JsonValue

_LINKS = (Tag.AND, Tag.COMPARE, Tag.STOP, Tag.ROWS, Tag.OF, Tag.THAT, Tag.IS)
MAX_GAP = 4


def read_groups(board: Board, parameters: dict[str, JsonValue]) -> None:
    """Takes values that stand side by side; they become `groups`, their column `group_column`."""
    values = _side_by_side(board, list(board.find(Tag.VALUE)))
    column = _shared(board, values)
    if column is not None:
        hits = [hit for at in values for hit in board.items[at].values if hit.column == column]
        _set(board, parameters, column, [hit.value for hit in hits], values)
        return
    numbers = _side_by_side(board, list(board.find(Tag.NUMBER)))
    if len(numbers) > 1 and (at := _column_before(board, numbers[0])) is not None:
        name = board.column(at)
        if board.table[name].groupable or board.table[name].is_cycle:
            texts = [f"{board.items[number].number:g}" for number in numbers]
            _set(board, parameters, name, texts, [*numbers, at])


def _set(
    board: Board, parameters: dict[str, JsonValue], column: str, values: list[str], taken: list[int]
) -> None:
    parameters["groups"] = list(dict.fromkeys(values))
    parameters["group_column"] = column
    board.take(*taken)
    for at in list(board.find(Tag.COLUMN)):
        if board.items[at].columns == (column,):
            board.take(at)


def _side_by_side(board: Board, positions: list[int]) -> list[int]:
    """The first run of two or more positions with nothing but links between them."""
    run: list[int] = []
    for at in positions:
        if run and not _linked(board, run[-1], at):
            if len(run) > 1:
                break
            run = []
        run.append(at)
    return run if len(run) > 1 else []


def _linked(board: Board, first: int, second: int) -> bool:
    between = board.items[first + 1 : second]
    linked = any(item.has(Tag.AND, Tag.COMPARE) or _apart(item) for item in between)
    plain = all(item.has(*_LINKS) or item.has(Tag.COLUMN) or _apart(item) for item in between)
    return plain and linked and second - first <= MAX_GAP


def _apart(item: Item) -> bool:
    """“Alpha is different from Ridge”, "higher in North than in South"."""
    return item.text.casefold() in {"from", "than", "to", "in", "at", "different", "differ", "differs"}


def _shared(board: Board, positions: list[int]) -> str | None:
    """The only column in which all of the values occur."""
    sets = [{hit.column for hit in board.items[at].values} for at in positions]
    shared = set.intersection(*sets) if sets else set()
    return shared.pop() if len(shared) == 1 else None


def _column_before(board: Board, position: int) -> int | None:
    at = board.after(position, -1)
    return at if at >= 0 and board.items[at].has(Tag.COLUMN) else None
