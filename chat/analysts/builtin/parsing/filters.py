"""Conditions on rows by what the cells hold: values of the data, texts, missing cells."""

from __future__ import annotations

from chat.analysts.builtin.columns import FEW_VALUES, ColumnInfo, Role
from chat.analysts.builtin.intent import Filter, Op, Operand
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board, Item
from chat.analysts.builtin.parsing.draft import Draft, PlacedFilter
from chat.analysts.builtin.parsing.names import How
from chat.analysts.builtin.parsing.nearby import column_after, column_before, fits, negated, whole_number
from chat.analysts.builtin.values import ValueHit
from chat.analysts.builtin.wordlists import ORDINALS

_LEAVING_OUT = frozenset(
    ["excluding", "exclude", "ignoring", "without", "except", "leave out", "leaving out", "not counting",
     "not including", "leaving aside", "other than", "apart from", "aside from"]
)  # fmt: skip
"""What leads a number that is to be left out; a plain "not" belongs to the column before it."""


def read_contains(board: Board, draft: Draft) -> None:
    """`name contains smith`, `product starting with "A"`."""
    for position in list(board.find(Tag.CONTAINS)):
        at, target = column_before(board, position), position + 1
        if board.items[position].text.casefold() == "like" and not _compares_text(board, position):
            draft.what_like = board.first(Tag.WHICH) is not None or board.items[0].text.casefold() == "how"
            board.take(*([position] if draft.what_like else []))
            continue
        if at is None or not 0 <= target < len(board.items):
            continue
        while target + 1 < len(board.items) and board.items[target].has(Tag.STOP):
            target += 1
        op = Op(board.items[position].meaning(Tag.CONTAINS))
        board.take(at, position, target)
        draft.filters.append(PlacedFilter(at, Filter(board.column(at), op, (board.items[target].text,))))


def _compares_text(board: Board, position: int) -> bool:
    """“like” searches only before a quoted text or right after a column of texts."""
    if board.free(position + 1, Tag.QUOTED):
        return True
    before = board.items[position - 1] if position else None
    named = before is not None and before.has(Tag.COLUMN) and board.table[before.columns[0]].is_text
    return named and position + 1 < len(board.items) and not board.free(position + 1, Tag.WHERE, Tag.PERIOD)


def read_missing(board: Board, draft: Draft) -> None:
    """`where age is missing` beside another task; without one, missing cells are the question."""
    busy = any(
        board.items[at].meaning(Tag.AGGREGATE) not in {"", "count"} for at in board.find(Tag.AGGREGATE)
    )
    content = [item for item in board.items if not item.is_filler]
    busy = busy or bool(content and content[0].has(Tag.ROWS))
    for position in list(board.find(Tag.MISSING)):
        draft.tags.add(Tag.MISSING)
        board.take(position)
        at = column_before(board, position)
        stated = at is not None and at > 0 and board.items[at - 1].has(Tag.WHERE, Tag.THAT)
        at = column_after(board, position) if at is None else at
        if at is None or not (stated or busy or board.first(Tag.SHOW) is not None):
            continue
        op = Op.NOT_NULL if negated(board, position) else Op.NULL
        draft.tags.discard(Tag.MISSING)
        board.take(at)
        draft.filters.append(PlacedFilter(position, Filter(board.column(at), op)))
    _read_without(board, draft)


def _read_without(board: Board, draft: Draft) -> None:
    """`without email`: the cell is missing; `not returned` is left to the yes/no columns."""
    for position in list(board.find(Tag.NOT)):
        target = board.after(position)
        if board.items[position].text.casefold() in {"without", "no"} and board.free(target, Tag.COLUMN):
            info = board.table[board.items[target].columns[0]]
            if not info.is_flag and not board.free(
                board.after(target), Tag.VALUE, Tag.NUMBER, Tag.COMPARE_OP
            ):
                board.take(position, target)
                _refuse_zero(board, info, board.items[position].text)
                draft.filters.append(PlacedFilter(position, Filter(board.column(target), Op.NULL)))


def _refuse_zero(board: Board, info: ColumnInfo, word: str) -> None:
    """“without a discount”, where discounts may be 0 or missing, could mean either."""
    if info.is_number and info.low is not None and float(info.low) == 0 and info.missing:
        said = f"“{word} {info.name}” could mean that {info.name} is 0 or that it is missing. Say which."
        board.problem(said, (f'how many rows with "{info.name}" = 0', f'rows where "{info.name}" is missing'))


def read_values(board: Board, draft: Draft) -> None:
    """Values of the data in the question; several of one column mean any of them."""
    found: dict[tuple[str, Op], list[Operand]] = {}
    places: dict[tuple[str, Op], int] = {}
    no = False
    for position in list(board.find(Tag.VALUE)):
        column, hits = _value_column(board, position)
        no = negated(board, position) or (no and _continues(board, position))
        board.take(position)
        if column is None:
            continue
        if any(hit.choice for hit in hits):
            _choose(board, draft, position, hits, no=no)
            continue
        key = (column, Op.NE if no else Op.EQ)
        _refuse_apart(board, places.get(key), position)
        places.setdefault(key, position)
        found.setdefault(key, []).extend(hit.value for hit in hits)
    _refuse_both(board, found)
    for (column, op), values in found.items():
        chosen = Filter(column, op, tuple(dict.fromkeys(values)))
        draft.filters.append(PlacedFilter(places[column, op], chosen))


def _choose(board: Board, draft: Draft, position: int, hits: tuple[ValueHit, ...], *, no: bool) -> None:
    """One choice of several in a cell: “Python and SQL” asks for both, “Python or SQL” for either."""
    column, values = hits[0].column, tuple(dict.fromkeys(hit.value for hit in hits))
    op = Op.LACKS if no else Op.HAS
    earlier = [placed for placed in draft.filters if placed.filter.column == column]
    if earlier and draft.compared:
        board.problem(
            f"One cell of {column} may hold both, so I can't compare them. Ask for each on its own."
        )
    before = board.items[board.after(position, -1)]
    if earlier and earlier[-1].filter.op is op and before.meaning(Tag.AND) == "or":
        draft.filters.remove(earlier[-1])
        values = tuple(dict.fromkeys([*map(str, earlier[-1].filter.values), *values]))
    draft.filters.append(PlacedFilter(position, Filter(column, op, values)))


def _refuse_both(board: Board, found: dict[tuple[str, Op], list[Operand]]) -> None:
    """“in Seattle but not Chicago” asks what goes with one and never with the other: no condition on rows."""
    for (column, op), values in found.items():
        without = found.get((column, Op.NE)) if op is Op.EQ else None
        if without:
            told = f"I can't find what goes with {column} “{values[0]}” but never with “{without[0]}” by rule"
            board.problem(f"{told}. Ask for each of the two on its own.")


def _refuse_apart(board: Board, first: int | None, second: int) -> None:
    """“total revenue for North and average discount for South”: each value belongs to its own figure."""
    between = board.items[(first or second) + 1 : second] if first is not None else []
    apart = any(item.has(Tag.AGGREGATE) and not item.has(Tag.COLUMN) for item in between)
    if apart and first is not None:
        named = f"“{board.items[first].text}” and “{board.items[second].text}”"
        board.problem(f"You named {named} for different figures. Ask for each in a sentence of its own.")


def _continues(board: Board, position: int) -> bool:
    """“not north or south”: the second value shares the first one's "not"."""
    before = board.after(position, -1)
    return 0 <= before < len(board.items) and board.items[before].has(Tag.AND)


def _value_column(board: Board, position: int) -> tuple[str | None, tuple[ValueHit, ...]]:
    """The column a value belongs to: the one named beside it, else the only one that has it."""
    item = board.items[position]
    columns = tuple(dict.fromkeys(hit.column for hit in item.values))
    for at in (column_before(board, position), column_after(board, position)):
        if at is not None and board.items[at].columns[0] in columns:
            if not board.free(board.after(at, -1), Tag.BY):
                board.take(at)
            columns = (board.items[at].columns[0],)
            break
    if len(columns) > 1:
        options = tuple(board.question.replace(item.text, f'"{c}" {item.text}', 1) for c in columns[:3])
        board.problem(f"“{item.text}” occurs in {', '.join(columns)}. Which one do you mean?", options)
        return None, ()
    if item.how in {How.TYPO, How.SYNONYM}:
        board.note(f"I read “{item.text}” as {columns[0]} = {item.values[0].value}.")
    return columns[0], tuple(hit for hit in item.values if hit.column == columns[0])


def read_equalities(board: Board, draft: Draft) -> None:
    """`pclass 3`, `age is 30`; a value after "is" that does not occur is a problem, not a guess."""
    for position in list(board.find(Tag.NUMBER)):
        at = column_before(board, position) if position not in board.taken else None
        if at is None or at in board.taken or board.table[board.items[at].columns[0]].role is Role.DATE:
            continue
        info = board.table[board.items[at].columns[0]]
        number, flip = board.items[position].number or 0, negated(board, position)
        value = whole_number(number) if info.is_number else board.items[position].text
        board.take(at, position)
        op = Op.NE if flip else Op.EQ
        values = (value, *_more_numbers(board, info, position))
        draft.filters.append(PlacedFilter(at, Filter(board.column(at), op, values)))
    for position in list(board.find(Tag.UNKNOWN, Tag.QUOTED)):
        _unknown_value(board, position)


def read_excluded(board: Board, draft: Draft) -> None:
    """“ignoring -999” names no column: the number is left out of every number that is asked for."""
    for position in list(board.find(Tag.NUMBER)):
        led = board.after(position, -1)
        if not board.free(led, Tag.NOT) or board.items[led].text.casefold() not in _LEAVING_OUT:
            continue
        following = board.after(position)
        if board.free(following, Tag.ROWS, Tag.GRAIN) or position in board.taken:
            continue
        named = [following + 1] if board.free(following, Tag.WHERE) else list(board.find(Tag.COLUMN))
        columns = [board.items[at].columns[0] for at in named if _measured(board, at)]
        if not columns:
            board.problem(f"Which column should I leave {board.items[position].text} out of?")
        board.take(led, position)
        number = whole_number(board.items[position].number or 0)
        values = (number, *(_more_numbers(board, board.table[columns[0]], position) if columns else ()))
        draft.filters += [
            PlacedFilter(position, Filter(name, Op.NE, values)) for name in dict.fromkeys(columns)
        ]


def _measured(board: Board, at: int) -> bool:
    """A number that is computed with, not one that splits."""
    before = board.after(at, -1)
    return fits(board, at, numeric=True) and not (before >= 0 and board.items[before].has(Tag.BY))


def read_ordinals(board: Board, draft: Draft) -> None:
    """`first class` for the class 1, where the column holds a handful of whole numbers."""
    for position, item in enumerate(board.items[:-1]):
        number = ORDINALS.get(item.text.casefold())
        if number is None or position in board.taken or not board.free(position + 1, Tag.COLUMN):
            continue
        info = board.table[board.items[position + 1].columns[0]]
        if info.is_integer and info.role is not Role.ID and (info.distinct or FEW_VALUES) < FEW_VALUES:
            board.take(position, position + 1)
            chosen = Filter(board.column(position + 1), Op.EQ, (number,))
            draft.filters.append(PlacedFilter(position, chosen))


def _more_numbers(board: Board, info: ColumnInfo, position: int) -> list[Operand]:
    """The rest of "3 or 4", "1, 2 and 3"."""
    found: list[Operand] = []
    while True:
        position += 1
        if board.free(position, Tag.AND) and board.free(position + 1, Tag.NUMBER):
            position += 1
        if not board.free(position, Tag.NUMBER):
            return found
        board.take(position)
        number = board.items[position].number or 0
        found.append(whole_number(number) if info.is_number else board.items[position].text)


def _unknown_value(board: Board, position: int) -> None:
    at = column_before(board, position)
    linked = any(board.items[i].has(Tag.IS, Tag.COMPARE_OP) for i in range((at or 0) + 1, position))
    if at is not None and (linked or at == position - 1) and at not in board.taken:
        board.take(position)
        board.problem(f"I found no “{board.items[position].text}” in {board.items[at].columns[0]}.")


def refuse_or(board: Board, draft: Draft) -> None:
    """Conditions on different columns are all required; an "or" between them would be read wrongly."""
    for position, item in enumerate(board.items):
        if item.meaning(Tag.AND) != "or":
            continue
        before, after = board.after(position, -1), board.after(position)
        if before < 0 or after >= len(board.items) or _same_kind(board.items[before], board.items[after]):
            continue
        sides = {placed.position < position for placed in draft.filters}
        if len(sides) > 1:
            board.problem("I can require conditions together, but not one “or” another of different columns.")


def _same_kind(left: Item, right: Item) -> bool:
    """Two values of one column, or two numbers: "tea or coffee", "3 or 4"."""
    shared = {hit.column for hit in left.values} & {hit.column for hit in right.values}
    return bool(shared) or (left.number is not None and right.number is not None)
