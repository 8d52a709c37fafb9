"""How many rows or groups, from which end, in which order, drawn as what."""

from __future__ import annotations

from chat.analysts.builtin.intent import ChartKind
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.wordlists import SYNONYMS
from chat.analysts.builtin.words import name_parts

_RANKING = (Tag.SUPERLATIVE, Tag.COMMON, Tag.BEST_SELLING, Tag.ADJECTIVE)
MAX_LIMIT = 500
DEFAULT_TOP = 10


def read_limits(board: Board, draft: Draft) -> None:
    """`top 5`, `5 highest`, `first 10 rows`, `20 random orders`."""
    for position in list(board.find(Tag.NUMBER)):
        number = board.items[position].number
        if number is None or number != int(number) or number < 1 or board.items[position].period is not None:
            continue
        if _ranked(board, position) or _counted_rows(board, position) or _ranked_groups(board, position):
            draft.limit = min(int(number), MAX_LIMIT)
            board.take(position)
            return


def _ranked(board: Board, position: int) -> bool:
    before, after = position - 1, position + 1
    return board.free(before, *_RANKING) or board.free(after, *_RANKING)


def _counted_rows(board: Board, position: int) -> bool:
    shown = board.first(Tag.SHOW) is not None
    following = position + 1
    if board.free(following, Tag.SHOW):
        following += 1
    return shown and board.free(following, Tag.ROWS)


def _ranked_groups(board: Board, position: int) -> bool:
    """“the 3 products with the least revenue”: a number of things, and further on what ranks them."""
    following = position + 1
    if not board.free(following, Tag.COLUMN) or board.table[board.items[following].columns[0]].is_number:
        return False
    return any(at > following for at in board.find(*_RANKING))


def read_chart(board: Board, draft: Draft) -> None:
    """A chart by name; "bar" alone counts only beside "as" or a word for charts."""
    for position in list(board.find(Tag.CHART)):
        meaning = board.items[position].meaning(Tag.CHART)
        board.take(position)
        draft.tags.add(Tag.CHART)
        if meaning:
            draft.chart = ChartKind(meaning)


def read_ranking(board: Board, draft: Draft) -> None:
    """Superlatives: which end is asked for, and by what where the word says so ("cheapest")."""
    for position in list(board.find(Tag.COMMON)):
        item = board.items[position]
        draft.common, draft.superlative = True, item.meaning(Tag.COMMON)
        if "values" in item.text.casefold().split() and draft.limit is None:
            draft.limit = DEFAULT_TOP
        board.take(position)
    for position in list(board.find(Tag.BEST_SELLING)):
        draft.best_selling, draft.superlative = True, board.items[position].meaning(Tag.BEST_SELLING)
        board.take(position)
    for position in list(board.find(Tag.ADJECTIVE)):
        _adjective(board, draft, position)
    for position in list(board.find(Tag.SUPERLATIVE)):
        _superlative(board, draft, position)


def _adjective(board: Board, draft: Draft, position: int) -> None:
    item = board.items[position]
    keyword, draft.superlative = item.meaning(Tag.ADJECTIVE).split()
    draft.adjective = True
    board.take(position)
    found = _described_by(board, keyword, draft.superlative)
    if not found and keyword == "age" and board.table.dates:
        draft.superlative = "earliest" if draft.superlative == "desc" else "latest"
        draft.order_by = board.table.dates[0].name
        board.note(f"I took “{item.text}” to be about {draft.order_by}.")
    elif not found:
        board.problem(f"“{item.text}” needs a column like {keyword}, and this file has none.")
    elif len(found) > 1:
        board.ambiguous(item.text, found)
    else:
        board.note(f"I took “{item.text}” to be about {found[0]}.")
        draft.order_by = found[0]


def _described_by(board: Board, keyword: str, end: str) -> tuple[str, ...]:
    """The numbers an adjective may be about; of "temp_max" and "temp_min" the one at its end."""
    words = {keyword}.union(*(group for group in SYNONYMS if keyword in group))
    match = board.names.exact(keyword) or board.names.loose(keyword)
    parts = [c.name for c in board.table.columns if words & set(name_parts(c.name))]
    named = dict.fromkeys([*(match.columns if match else ()), *(() if match else parts)])
    numbers = tuple(name for name in named if board.table[name].is_number)
    extreme = {"desc": {"max", "maximum", "high"}, "asc": {"min", "minimum", "low"}}[end]
    fitting = tuple(name for name in numbers if extreme & set(name_parts(name)))
    return fitting if len(numbers) > 1 and fitting else numbers


def _superlative(board: Board, draft: Draft, position: int) -> None:
    item = board.items[position]
    if item.has(Tag.AGGREGATE) and not _ranks(board):
        return
    board.take(position)
    if item.has(Tag.COLUMN):
        return
    draft.both_ends = draft.both_ends or draft.superlative not in {"", item.meaning(Tag.SUPERLATIVE)}
    draft.superlative = draft.superlative or item.meaning(Tag.SUPERLATIVE)
    draft.superlative_word = draft.superlative_word or item.text
    if item.text.casefold() in {"top", "bottom"} and draft.limit is None:
        draft.limit = DEFAULT_TOP


def _ranks(board: Board) -> bool:
    """“maximum” ranks only in "which region has the maximum …"; elsewhere it is an aggregate."""
    return any(board.items[at].text.casefold() in {"which", "who", "when"} for at in board.find(Tag.WHICH))


def read_sort(board: Board, draft: Draft) -> None:
    """`sorted by price descending`."""
    for position in list(board.find(Tag.SORT)):
        meaning = board.items[position].meaning(Tag.SORT)
        board.take(position)
        if meaning:
            draft.descending = meaning == "desc"
            continue
        target = board.after(position)
        if board.free(target, Tag.COLUMN):
            draft.order_by = board.column(target)
            board.take(target)
        draft.tags.add(Tag.SORT)
