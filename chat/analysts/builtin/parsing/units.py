"""“days”, “hours”, “months” as words for the rows of a file that has one row for each of them."""

from __future__ import annotations

from dataclasses import replace

from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.board import Board, Item
from chat.analysts.builtin.words import fold, stem

_RANKS = (Tag.ADJECTIVE, Tag.SUPERLATIVE, Tag.BEST_SELLING, Tag.SHOW, Tag.COMMON)


def read_units(board: Board) -> None:
    """Nouns of time that stand for rows become words for rows; those beside a period say nothing."""
    for position in list(board.find(Tag.GRAIN)):
        item = board.items[position]
        if item.has(Tag.COLUMN) or not _is_noun(item):
            continue
        if _beside_period(board, position):
            board.take(position)
        elif _means_rows(board, position):
            board.items[position] = replace(item, meanings=((Tag.ROWS, "thing"),))
            board.note(f"Every row is one {stem(fold(item.text))}, so I took “{item.text}” to mean rows.")


def _is_noun(item: Item) -> bool:
    return stem(fold(item.text)) == item.meaning(Tag.GRAIN) and item.meaning(Tag.GRAIN) != "weekday"


def _beside_period(board: Board, position: int) -> bool:
    """“the year 2014”, "the month of March"."""
    after = board.after(position)
    return after < len(board.items) and board.items[after].has(Tag.PERIOD)


def _means_rows(board: Board, position: int) -> bool:
    unit = board.table.row_unit
    if unit is None or board.items[position].meaning(Tag.GRAIN) != unit.value:
        return False
    before = board.after(position, -1)
    if before < 0 or not board.items[before].has(Tag.BY, Tag.NUMBER, Tag.OVER_TIME):
        return True
    ranked = before > 0 and board.items[before - 1].has(*_RANKS)
    return ranked and board.items[before].has(Tag.NUMBER)


def refuse_units(board: Board) -> None:
    """A unit that is not what a row stands for can't be counted or picked."""
    for position in board.find(Tag.GRAIN):
        item = board.items[position]
        if _is_noun(item) and not item.has(Tag.COLUMN):
            unit = stem(fold(item.text))
            board.problem(
                f"A row of this file is not one {unit}, so I can't tell what “{item.text}” is about."
            )
