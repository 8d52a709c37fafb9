"""The whole reading of one question: intent, what had to be assumed, what was not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.intent import Aggregate, Intent, Kept, Kind, Measure
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing import (
    comparisons,
    dates,
    filters,
    groups,
    having,
    limits,
    measures,
    predicates,
    units,
)
from chat.analysts.builtin.parsing.beyond import joined_by_sign
from chat.analysts.builtin.parsing.board import Board, Item, Problem
from chat.analysts.builtin.parsing.decide import decide
from chat.analysts.builtin.parsing.draft import Draft
from chat.analysts.builtin.parsing.followups import earlier_figure, kept, merge
from chat.analysts.builtin.parsing.names import NameIndex
from chat.analysts.builtin.parsing.tagging import Tagger
from chat.analysts.builtin.values import ValueIndex
from chat.analysts.builtin.wordlists import FOREIGN
from chat.analysts.builtin.words import Token, tokenise

MAX_QUESTION = 1_000
_SMALL_TALK = (Tag.HELP, Tag.THANKS, Tag.GREETING)
_TOPICS = (
    Tag.MISSING, Tag.DUPLICATES, Tag.OUTLIERS, Tag.CORRELATION, Tag.DISTRIBUTION, Tag.SHARE, Tag.COLUMNS,
    Tag.DESCRIBE, Tag.SHOW, Tag.CHART, Tag.WHICH,
)  # fmt: skip
_COMPLETE = (Tag.AGGREGATE, Tag.SHOW, Tag.WHICH, Tag.COLUMN, Tag.SHARE, Tag.ROWS)
"""Words of a question that stands alone: what it leaves out is not taken from the one before."""
_LEADS = (Tag.WHERE, Tag.NOT, Tag.COMPARE_OP, Tag.DATE_OP, Tag.OPENER)
_CORE = {
    Tag.MISSING,
    Tag.DUPLICATES,
    Tag.OUTLIERS,
    Tag.CORRELATION,
    Tag.DISTRIBUTION,
    Tag.COLUMNS,
    Tag.DESCRIBE,
}
_SQL = re.compile(
    r"\s*(select\b.+\bfrom\b|select\s+[\d'(*]|with\b.+\bas\s*\(|from\s+\"?data\"?\b)", re.I | re.S
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`intent` is None when the question can't be answered; then `problems` or `small_talk` say more."""

    intent: Intent | None = None
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    small_talk: Tag | None = None
    kept: Kept | None = None
    """What was taken over from the question before."""
    foreign: bool = False
    also: tuple[Intent, ...] = ()
    """Further intents of the same question: "Pearson and Spearman" asks twice."""


@dataclass(slots=True)
class Reader:
    """Reads questions over one table; holds no state between them."""

    table: Table
    values: ValueIndex
    _names: NameIndex = field(init=False)

    def __post_init__(self) -> None:
        self._names = NameIndex(column.name for column in self.table.columns)

    def read(self, question: str, previous: Intent | None = None) -> Reading:
        tokens = tokenise(question)
        if len(question) > MAX_QUESTION:
            return Reading(problems=(Problem("That is longer than I can read as one question."),))
        board = self.board(question, previous)
        if talk := _small_talk(board):
            return Reading(small_talk=talk)
        _refuse_unable(board)
        if joined_by_sign(question, [column.name for column in self.table.columns]):
            board.problem("I can't compute with columns inside a question. Say “make a column A - B” first.")
        intent = None if board.problems else _understood(board, previous)
        return _reading(board, intent, tokens)

    def unread_words(self, question: str) -> list[str]:
        """Words to look up in the larger text columns: unknown ones, alone and in runs."""
        board = self.board(question, None)
        words: list[str] = []
        run: list[str] = []
        for item in board.items:
            spelled = item.has(Tag.STOP) and item.text[:1].isupper() and item is not board.items[0]
            run = [*run, item.text] if spelled or item.has(Tag.UNKNOWN, Tag.QUOTED, Tag.ROWS) else []
            words += [" ".join(run[start:]) for start in range(len(run))]
        return words

    def board(self, question: str, previous: Intent | None, fillers: frozenset[str] = frozenset()) -> Board:
        """The question's words with all they may mean; `fillers` are further words without meaning."""
        tagger = Tagger(self.table, self._names, self.values, _latest(self.table), fillers)
        context = next((m.column for m in previous.measures if m.column), None) if previous else None
        known = self.table.index.get(context or "")
        number = context if known is not None and known.is_number else None
        items = _equations(tagger.tag(tokenise(question)))
        return Board(items, self.table, self._names, question, number, earlier_figure(previous, self.table))


def _understood(board: Board, previous: Intent | None) -> Intent | None:
    if not _opener(board) and any(item.has(*_COMPLETE) for item in board.items):
        board.context = None
    draft = _recognise(board)
    intent = None if board.problems else _settled(board, draft, previous)
    _refuse_unread(board, draft, intent)
    return intent


def _latest(table: Table) -> date | None:
    """The newest day of the first date column, as far as the profile knows it."""
    for column in table.dates:
        try:
            return date.fromisoformat((column.high or "")[:10])
        except ValueError:
            continue
    return None


_PLAIN_COMPARISONS = {
    "is": (Tag.IS, ""),
    "is not": (Tag.NOT, ""),
    "maximum of": (Tag.AGGREGATE, "max"),
    "minimum of": (Tag.AGGREGATE, "min"),
}
"""What words of comparison mean where no number follows them."""


def _equations(items: list[Item]) -> list[Item]:
    """`region = north` reads like "region is north", `!=` like "is not"; beside a number they compare."""
    read = []
    for item, following in zip_longest(items, items[1:]):
        meaning = item.meaning(Tag.COMPARE_OP)
        plain = following is None or following.number is None
        told = (
            _PLAIN_COMPARISONS.get(meaning) or _PLAIN_COMPARISONS.get(item.text.casefold()) if plain else None
        )
        read.append(replace(item, meanings=(told,)) if told else item)
    return read


def _small_talk(board: Board) -> Tag | None:
    content = [item for item in board.items if not item.is_filler]
    chat = [tag for tag in _SMALL_TALK if any(item.has(tag) for item in content)]
    return chat[0] if chat and all(item.has(*_SMALL_TALK) for item in content) else None


def _recognise(board: Board) -> Draft:
    draft = Draft(opener=_opener(board))
    units.read_units(board)
    draft.tags = {tag for tag in _TOPICS if tag is not Tag.MISSING and board.first(tag) is not None}
    draft.random = any(board.items[at].meaning(Tag.SHOW) == "random" for at in board.find(Tag.SHOW))
    draft.asks_who = any(
        board.items[at].text.casefold() in {"who", "when", "where"} for at in board.find(Tag.WHICH)
    )
    draft.asks_which = any(board.free(board.after(at), Tag.COLUMN) for at in board.find(Tag.WHICH))
    draft.that_at = board.first(Tag.THAT)
    draft.compared = board.first(Tag.COMPARE) is not None
    filters.read_excluded(board, draft)
    limits.read_limits(board, draft)
    comparisons.read_between(board, draft)
    having.read_having(board, draft)
    comparisons.read_comparisons(board, draft)
    dates.read_dates(board, draft)
    filters.read_contains(board, draft)
    filters.read_missing(board, draft)
    filters.read_values(board, draft)
    filters.read_equalities(board, draft)
    filters.read_ordinals(board, draft)
    limits.read_chart(board, draft)
    limits.read_ranking(board, draft)
    limits.read_sort(board, draft)
    groups.read_groups(board, draft)
    predicates.read_predicates(board, draft)
    groups.read_comparison(board, draft)
    filters.refuse_or(board, draft)
    groups.read_subject(board, draft)
    measures.read_measures(board, draft)
    return draft


def _opener(board: Board) -> str:
    """How a follow-up begins or what it refers back to; empty for a question that stands alone."""
    if board.items and board.items[0].has(Tag.OPENER) and not board.items[0].has(Tag.COLUMN):
        return board.items[0].meaning(Tag.OPENER)
    closing = bool(board.items) and board.items[-1].meaning(Tag.OPENER) == "add"
    back = board.first(Tag.BACK) is not None or any(item.text.casefold() == "instead" for item in board.items)
    return "add" if closing else "replace" if back else ""


def _refuse_unable(board: Board) -> None:
    for position in board.find(Tag.UNABLE):
        item = board.items[position]
        if not item.has(Tag.COLUMN, Tag.VALUE):
            board.problem(f"“{item.text}” asks for {item.meaning(Tag.UNABLE)}, which I can't do by rule.")
            return


def _settled(board: Board, draft: Draft, previous: Intent | None) -> Intent | None:
    """A follow-up changes the previous intent; anything else stands alone."""
    if previous is not None and (draft.opener or not _has_core(draft)):
        merged = merge(previous, board, draft)
        if merged is not None or board.problems:
            board.kept = kept(previous, merged, draft) if merged else None
            return merged
    return decide(board, draft)


def _has_core(draft: Draft) -> bool:
    """A measure or an operation of its own: such a question stands alone, whatever was asked before."""
    ranked = draft.superlative and (draft.groups or draft.columns or draft.order_by or draft.rows_named)
    shown = draft.has(Tag.SHOW, Tag.WHICH) and draft.rows_named
    share = draft.has(Tag.SHARE) and (draft.groups or draft.filters)
    listed = draft.has(Tag.SHOW, Tag.WHICH) and (draft.filters or draft.groups)
    own = (
        draft.having
        or draft.measures
        or draft.columns
        or ranked
        or shown
        or share
        or listed
        or draft.compared
    )
    return bool(own or draft.tags & _CORE)


def _refuse_unread(board: Board, draft: Draft, intent: Intent | None) -> None:
    """An unread word where a condition, a column or a thing to count should be changes the figure: refuse."""
    refuse_unread_conditions(board)
    unread = board.unread()
    if intent is not None and unread and _changes_the_figure(board, draft, intent, unread):
        board.problem(f"I don't know what “{' '.join(unread[:6])}” means in this file.")


def refuse_unread_conditions(board: Board) -> None:
    """What reads like a condition, a comparison or a figure and was not understood."""
    for position in list(board.find(Tag.UNKNOWN, Tag.QUOTED, Tag.PERIOD)):
        before = board.after(position, -1)
        if before >= 0 and board.items[before].has(*_LEADS):
            board.problem(f"I found no column and no value like “{board.items[position].text}” in this file.")
    units.refuse_units(board)
    for position in board.find(Tag.NOT, Tag.COMPARE_OP, Tag.SUFFIX_OP):
        board.problem(f"I can't tell what “{board.items[position].text}” is meant to compare or leave out.")
    for position in board.find(Tag.NUMBER):
        if board.items[position].text[-1:].isdigit():
            board.problem(f"I can't tell what “{board.items[position].text}” is meant to say here.")


def _changes_the_figure(board: Board, draft: Draft, intent: Intent, unread: list[str]) -> bool:
    """True when the unread words may well have been what the question was about."""
    read = sum(1 for at in board.taken if not board.items[at].is_filler)
    if len(unread) > read or draft.superlative:
        return True
    counted = Measure(Aggregate.COUNT) in intent.measures and not draft.opener
    named = draft.measures or draft.columns
    return intent.kind is Kind.AGGREGATE and (counted or intent.share or not named)


def _reading(board: Board, intent: Intent | None, tokens: tuple[Token, ...]) -> Reading:
    return Reading(
        intent=None if board.problems else intent,
        notes=tuple(board.notes),
        unread=tuple(board.unread()),
        problems=tuple(board.problems),
        kept=board.kept,
        foreign=_looks_foreign(tokens),
    )


def _looks_foreign(tokens: tuple[Token, ...]) -> bool:
    words = [token.norm for token in tokens if token.kind == "word"]
    letters = [letter for word in words for letter in word if letter.isalpha()]
    foreign = sum(word in FOREIGN for word in words)
    return foreign * 4 > len(words) or sum(not letter.isascii() for letter in letters) * 2 > len(letters)


def is_sql(question: str) -> bool:
    """True for a query that the person wrote themselves."""
    return _SQL.match(question) is not None
