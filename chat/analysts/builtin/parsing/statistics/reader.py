"""A request as a statistic, or as a plain question over columns that feature steps make.

Anything else goes to the plain reader unchanged. Words that nobody took are reported with the
answer; a number or a condition that nobody took is refused, for it would have changed the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.intent import Aggregate, Feature, Group, Intent, Kind, Measure, Statistic
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.beyond import beyond
from chat.analysts.builtin.parsing.board import Board, Problem
from chat.analysts.builtin.parsing.reader import MAX_QUESTION, Reader, Reading, refuse_unread_conditions
from chat.analysts.builtin.parsing.rephrasing import Rephrased, rephrased
from chat.analysts.builtin.parsing.statistics import fillers, grouping
from chat.analysts.builtin.parsing.statistics.asking import Ask, understand
from chat.analysts.builtin.parsing.statistics.conditions import read_conditions
from chat.analysts.builtin.parsing.statistics.feature_steps import Features, fill_step
from chat.analysts.builtin.parsing.statistics.features import read_features, with_features
from chat.analysts.builtin.parsing.statistics.filling import fill
from chat.analysts.builtin.parsing.statistics.phrases import Phrases

_LEANING = re.compile(
    r"\s*(?:and|also|but|now|only|just|same|instead|what\s+about|how\s+about|then|for)\b", re.I
)
_BARE = ((), (Measure(Aggregate.COUNT),))
_ENDS = " .,;:?!\n"
_COMPARING = {"compare_groups", "compare_variances"}
_HARMLESS = (
    Tag.STOP, Tag.IS, Tag.OF, Tag.THAT, Tag.WHERE, Tag.BY, Tag.AND, Tag.WHICH, Tag.SHOW, Tag.ROWS,
    Tag.COLUMNS, Tag.COMPARE, Tag.BETWEEN, Tag.OPENER, Tag.BACK, Tag.DATE_OP, Tag.CORRELATION, Tag.GREETING,
    Tag.THANKS,
    Tag.DESCRIBE, Tag.CONTAINS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A reading, and the file as it is after the feature steps that the request names."""

    reading: Reading
    table: Table
    prepares: bool = False
    """It only makes or changes columns and asks for nothing of them yet."""


def read_request(reader: Reader, question: str, previous: Intent | None = None) -> Request:
    """Read one request; `previous` is the intent that a follow-up changes."""
    if len(question) > MAX_QUESTION:
        return Request(reader.read(question, previous), reader.table)
    names = tuple(column.name for column in reader.table.columns)
    if refusal := beyond(question, names):
        return Request(_declined([refusal]), reader.table)
    turned = rephrased(question, names)
    request = _read(reader, turned.text, previous)
    return replace(request, reading=_contrasted(request.reading, turned, request.table))


def _contrasted(reading: Reading, turned: Rephrased, table: Table) -> Reading:
    """The reading with what the turns of speech meant; a difference that can't be computed is said."""
    intent = reading.intent
    notes = (*reading.notes, *turned.notes)
    if intent is None or not turned.contrast or intent.kind is not Kind.AGGREGATE:
        return replace(reading, notes=notes if intent else reading.notes)
    if intent.pair is not None:
        return replace(reading, intent=replace(intent, difference=True), notes=notes)
    flags = any(item.column and table[item.column].is_flag for item in intent.measures)
    if not intent.groups and (flags or len(intent.measures) < 2):
        return _declined(
            ["I can't tell which two figures to compare. Name both, or the column that splits them."]
        )
    return replace(reading, notes=(*notes, "I show the figures side by side; I did not subtract them."))


def _read(reader: Reader, question: str, previous: Intent | None) -> Request:
    names = tuple(column.name for column in reader.table.columns)
    phrases = Phrases(question, names, reader.values.spelled(question))
    features = read_features(phrases, reader.table, lambda words: _resolve(reader, words))
    ask = understand(phrases)
    if features.problems:
        return Request(_declined(features.problems), reader.table)
    table = with_features(reader.table, features) if features.made else reader.table
    over = Reader(table, reader.values) if features.made else reader
    if ask is not None:
        return Request(_statistic(over, phrases, ask, features, previous), table)
    if features.steps or features.fill_all or features.drop_all:
        rest = phrases.text.strip(_ENDS)
        rest = re.sub(r"(?:\b(?:and|then|first|please|next|now)\b|[\s.,;:])+", "", rest)
        prepares = not rest
        return Request(_plain(over, phrases, features, rest), table, prepares)
    if previous is not None and (previous.statistic is not None or previous.features):
        return Request(_after_statistic(reader, question, previous), table)
    return Request(reader.read(question, previous), table)


def _after_statistic(reader: Reader, question: str, previous: Intent) -> Reading:
    """A plain question after a statistic stands alone; one that leans on it changes its conditions."""
    alone = reader.read(question)
    guessed = any("named no aggregate" in note for note in alone.notes)
    whole = alone.intent is not None and alone.intent.measures not in _BARE and not guessed
    if whole or _LEANING.match(question) is None:
        return alone
    changed = _changed(reader, question, previous)
    return changed or _declined(["Please ask that in full: of a statistic I can only change the conditions."])


def _changed(reader: Reader, question: str, previous: Intent) -> Reading | None:
    """“and for women?": the same statistic under another condition."""
    board = reader.board(question, None, fillers.STATISTICS)
    conditions = read_conditions(board, on_flags=True)
    left = [item for at, item in enumerate(board.items) if at not in board.taken and not item.has(*_HARMLESS)]
    if board.problems or left or not conditions:
        return None
    columns = {item.column for item in conditions}
    kept = tuple(item for item in previous.filters if item.column not in columns)
    return Reading(replace(previous, filters=(*kept, *conditions)), notes=tuple(board.notes))


def _declined(problems: list[str]) -> Reading:
    return Reading(problems=tuple(Problem(text) for text in dict.fromkeys(problems)))


def _resolve(reader: Reader, words: str) -> str | None:
    """The one column that a phrase names."""
    quoted = words.strip().strip("\"'“”`").strip()
    exact = [column.name for column in reader.table.columns if column.name.casefold() == quoted.casefold()]
    if exact:
        return exact[0]
    items = [item for item in reader.board(words, None).items if not item.is_filler]
    named = [item for item in items if item.has(Tag.COLUMN)]
    return named[0].columns[0] if len(named) == len(items) == 1 and len(named[0].columns) == 1 else None


def _statistic(
    reader: Reader, phrases: Phrases, ask: Ask, features: Features, previous: Intent | None
) -> Reading:
    phrases.quote_names()
    board = reader.board(phrases.text, previous, fillers.STATISTICS)
    if ask.problem:
        board.problem(ask.problem)
    if ask.asked.operation in _COMPARING:
        grouping.read_groups(board, ask.asked.parameters)
    conditions = read_conditions(board, on_flags=ask.conditions_on_flags)
    found = fill(board, ask.asked, ask.wanted, dict(ask.asked.parameters)) if not board.problems else None
    _drop_glue(board, ask)
    if found is not None:
        refuse_unread_conditions(board)
    unread = _unread(board)
    if found is None or board.problems:
        return Reading(problems=tuple(board.problems), unread=tuple(unread), notes=tuple(board.notes))
    made = tuple(ask.variants(found))
    steps = _steps(features, _used(made[0]))
    intents = [Intent(Kind.STATISTIC, filters=conditions, statistic=item, features=steps) for item in made]
    notes = (*board.notes, *ask.notes, *_step_notes(features))
    return Reading(intents[0], notes=notes, unread=tuple(unread), also=tuple(intents[1:]))


def _drop_glue(board: Board, ask: Ask) -> None:
    """Words that repeat what the operation says already: "difference in mean fare"."""
    glue = fillers.GLUE.get(ask.asked.operation, frozenset())
    for at in range(len(board.items)):
        item = board.items[at]
        if at not in board.taken and (item.has(Tag.ROWS) or set(item.text.casefold().split()) <= glue):
            board.take(at)


def _unread(board: Board) -> list[str]:
    """Words that nobody took, unless they only hold a sentence together."""
    free = (item for at, item in enumerate(board.items) if at not in board.taken)
    left = [item for item in free if not (item.has(*_HARMLESS) and item.number is None and not item.columns)]
    return [item.text for item in left]


def _used(statistic: Statistic) -> list[str]:
    return list(dict.fromkeys(name for names in statistic.roles.values() for name in names))


def _steps(features: Features, used: list[str]) -> tuple[Feature, ...]:
    """The steps, with those that were asked for "all columns" spelled out for the columns in use."""
    first: list[Feature] = (
        [{"step": "drop_missing", "columns": list(used)}] if features.drop_all and used else []
    )
    fills = [fill_step(name, features.fill_all) for name in used] if features.fill_all else []
    return (*fills, *features.steps, *(item for item in first if not features.made))


def _step_notes(features: Features) -> tuple[str, ...]:
    return ("Rows with a missing value in one of these columns are left out.",) if features.drop_all else ()


def _plain(reader: Reader, phrases: Phrases, features: Features, rest: str) -> Reading:
    """A plain question over the columns that the steps made; alone, a new column is described."""
    if not rest and features.made:
        name = list(features.made)[-1]
        return _described(reader, name, features)
    reading = reader.read(phrases.text)
    intent = reading.intent
    if intent is None:
        return reading
    used = [m.column for m in intent.measures if m.column]
    used += [*intent.columns, *(group.column for group in intent.groups)]
    kept = replace(intent, features=_steps(features, list(dict.fromkeys(used))))
    statistic = _as_statistic(intent)
    if statistic is not None:
        kept = replace(kept, kind=Kind.STATISTIC, statistic=statistic, columns=(), chart=None)
    elif intent.kind is not Kind.AGGREGATE or intent.share or intent.having or intent.condition:
        return _declined(
            [f"I can't combine {intent.kind.value} with changed columns yet; ask for a figure of them."]
        )
    return replace(reading, intent=kept, notes=(*reading.notes, *_step_notes(features)))


def _as_statistic(intent: Intent) -> Statistic | None:
    """What the plain reader answers with a query of its own, as the plan that says the same."""
    if intent.groups:
        return None
    if intent.kind in {Kind.DISTRIBUTION, Kind.DESCRIBE} and intent.columns:
        return Statistic("describe", {"columns": intent.columns})
    if intent.kind is Kind.CORRELATION and len(intent.columns) == 2:
        return Statistic("correlation", {"x_axis": intent.columns[:1], "y_axis": intent.columns[1:]})
    if intent.kind is Kind.OUTLIERS and len(intent.columns) == 1:
        return Statistic("outliers", {"target_column": intent.columns})
    return None


def _described(reader: Reader, name: str, features: Features) -> Reading:
    if not reader.table[name].is_number:
        group = Intent(Kind.AGGREGATE, features=tuple(features.steps))
        return replace(reader.read(f'number of rows by "{name}"'), intent=_counted(group, name))
    statistic = Statistic("describe", {"columns": (name,)})
    note = f"You asked for nothing of {name}, so these are its figures."
    return Reading(Intent(Kind.STATISTIC, statistic=statistic, features=tuple(features.steps)), notes=(note,))


def _counted(intent: Intent, name: str) -> Intent:
    return replace(intent, measures=(Measure(Aggregate.COUNT),), groups=(Group(name),))
