"""Figures that no result needs to prove: the file's own facts, the person's numbers, a query's conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.grounding.context import Sentence
from chat.grounding.index import Table, canonical
from chat.grounding.lexer import Written, numbers, words
from chat.grounding.lexicon import COLUMN_WORDS, FILE_WORDS, PLANS, POINTERS, ROW_WORDS, SUPPOSED, word_set
from chat.grounding.lookup import fits
from chat.grounding.records import FileFacts
from chat.grounding.scope import words_in

_CONDITION = word_set(
    "above over below under than least most between since before after until top first last bottom "
    "next from at where alpha α threshold level score limit über unter mehr weniger seit ersten "
    "letzten mindestens höchstens ab größer kleiner exceed exceeds exceeding outside within beyond"
)
_READING = word_set("where among read only filtered wo nur")
_LEVEL = word_set("level significance niveau signifikanzniveau")
_ENDS_OF_LIST = frozenset(("top", "bottom"))
_LISTED = word_set("top first last bottom ersten letzten these following")
_VALUES_OF = (("values", "of"), ("groups", "of"), ("werte", "von"))
_RESULT = frozenset(("result", "group", "row"))
_LEVELS = frozenset((90.0, 95.0, 99.0))
_INTERVAL = word_set("confidence ci interval intervals level prediction konfidenzintervall intervall")
_ALPHA = re.compile(r"(?:alpha|α|level)\s*(?:of|=|:)?\s*$", re.IGNORECASE)


_SCALE = re.compile(r"\b(?:scale|skala) (?:of|from|von) (?:[0-9]{1,3} ?(?:to|bis|–|-) ?)?$", re.IGNORECASE)
_PARTS = word_set("part parts teil teile")
_ASKED = word_set("question questions request frage fragen")


class Known:
    """What is true without a result. One per turn."""

    def __init__(self, facts: FileFacts, persons_words: Sequence[str]) -> None:
        self._facts = facts
        self._said = [(f, _around(text, f)) for text in persons_words for f in _figures(text)]
        self._years = frozenset(
            re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", " ".join((*persons_words, facts.filename)))
        )
        self._notes = [f.value for note in facts.import_notes for f in _figures(note)]
        self._names = frozenset(
            words_in(n, 0, len(n)) for n in facts.column_names if re.search("[0-9]", n[:200])
        )

    def fact(self, figure: Written, sentence: Sentence) -> str | None:
        """The fact of the file that this is: its rows, its columns, or what the import noted."""
        scope = sentence.scope(figure)
        noun = set(scope.right[:2])
        if noun & ROW_WORDS and fits(figure, self._facts.row_count):
            return "rows of the file"
        if noun & COLUMN_WORDS and fits(figure, self._facts.column_count):
            return "columns of the file"
        if not figure.whole or not set(sentence.words) & (ROW_WORDS | COLUMN_WORDS | FILE_WORDS | {"import"}):
            return None
        if figure.value > 12 and figure.value == self._facts.row_count:
            return "rows of the file"
        return "a note of the import" if figure.value in self._notes and not noun & COLUMN_WORDS else None

    def contradicts(self, figure: Written, sentence: Sentence) -> str | None:
        """What the file really has, where the sentence says how many rows or columns it has."""
        noun = set(sentence.scope(figure).right[:1])
        if not figure.whole or not set(sentence.words) & FILE_WORDS or sentence.mentions:
            return None
        if noun & ROW_WORDS and not set(sentence.scope(figure).right[1:]) - FILE_WORDS - {
            "in",
            "of",
            "this",
            "the",
        }:
            return f"the file has {self._facts.row_count:,} rows"
        if noun & COLUMN_WORDS:
            return f"the file has {self._facts.column_count:,} columns"
        return None

    def said(self, figure: Written, sentence: Sentence) -> str | None:
        """The person's own number: as a condition, or with the words it was asked with."""
        near = sentence.scope(figure)
        for own, around in self._said:
            if own.value == figure.value and own.kind == figure.kind:
                quoted = sentence.text[figure.start - 1 : figure.start] in ("“", "„", '"')
                if (
                    quoted
                    or set(near.left[-3:]) & _CONDITION
                    or around & {near.left[-1:], near.right[:1]} - {()}
                ):
                    return "a number from the question"
        return "a year from the question" if figure.text in self._years else None

    def convention(self, figure: Written, sentence: Sentence) -> str | None:
        """The level of an interval or a test, which is a choice and not a finding."""
        near = sentence.scope(figure)
        if (
            figure.kind == "percent"
            and figure.value in _LEVELS
            and set(near.right[:3] + near.left[-3:]) & _INTERVAL
        ):
            return "the level of an interval"
        if (
            figure.kind == "percent"
            and figure.value in (10.0, 5.0, 1.0, 0.1)
            and set(near.right[:2]) & _LEVEL
        ):
            return "the level of a test"
        before = sentence.text[max(figure.start - 24, sentence.piece.start) : figure.start]
        if figure.value in (0.05, 0.01, 0.1, 0.001) and _ALPHA.search(before):
            return "the level of a test"
        return None

    def date(self, key: str) -> str | None:
        """A date that the question or the file's name brought in."""
        return "a date from the question" if key[:4] in self._years else None


def share_of_file(
    figure: Written, facts_rows: int, table: Table, rows: frozenset[int]
) -> tuple[int, int] | None:
    """(row, column) of a count of rows that makes this percentage of the file's rows."""
    if figure.kind != "percent" or facts_rows <= 0 or len(rows) != 1:
        return None
    row = next(iter(rows))
    for column in table.numeric:
        value = table.value(row, column)
        if value is not None and table.columns[column].whole and fits(figure, value / facts_rows * 100):
            return row, column
    return None


def condition(figure: Written, sentence: Sentence, tables: Sequence[Table]) -> Table | None:
    """The result whose query was filtered or cut by this number."""
    reads = set(sentence.words) & _READING and sentence.scope(figure).left[-1:] in (
        ("is",),
        ("ist",),
        ("equals",),
    )
    if not reads and not set(sentence.scope(figure).left[-3:]) & _CONDITION and not figure.hedge:
        return None
    shown = f"{abs(figure.value):.10g}"
    return next((table for table in tables if ("#", shown) in table.literals), None)


def column_year(figure: Written, tables: Sequence[Table]) -> Table | None:
    """The result with a column named after this year ("revenue_2022")."""
    year = len(figure.text) == 4 and figure.whole
    return next((t for t in tables if year and figure.text in t.vocabulary), None)


def rows_named(
    figure: Written, sentence: Sentence, tables: Sequence[Table]
) -> tuple[Table, str, bool] | None:
    """The result whose groups or rows are counted here: (result, words, proven)."""
    if not figure.whole or figure.kind not in ("number", "word"):
        return None
    scope = sentence.scope(figure)
    said = scope.right[2:3] if scope.right[:2] in _VALUES_OF else scope.right[:2]
    noun, before = {canonical(word) for word in said}, set(scope.left[-1:])
    for table in tables:
        sizes = {table.evidence.total_rows} | ({len(table.rows)} if table.complete else set())
        if before & _ENDS_OF_LIST and listed(figure, sentence):
            return table, "names in the sentence", True
        if before & _LISTED and figure.value in sizes | {len(table.rows)}:
            return table, "rows of the result", True
        if (counted := _groups_counted(figure, noun, table, sizes)) is not None:
            return table, *counted
    return None


def _groups_counted(
    figure: Written, noun: set[str], table: Table, sizes: set[int | None]
) -> tuple[str, bool] | None:
    """What of this table the figure counts, and whether the table is whole enough to prove it."""
    for column in (table.columns[i] for i in sorted(table.label_columns) if table.columns[i].words & noun):
        if table.complete and figure.value == table.distinct(table.columns.index(column)):
            return f"different values of {column.name}", True
        if figure.value in sizes:
            return "rows of the result", True
        if figure.value == len(table.rows) and not table.complete:
            return "rows of the result", False
    return ("rows of the result", True) if noun & _RESULT and figure.value in sizes else None


def claims_nothing(figure: Written, sentence: Sentence) -> bool:
    """Whether the number points at the text or at a plan ("step 1", "3 things", "if you compare 2023")."""
    scope = sentence.scope(figure)
    if not figure.whole or figure.kind != "number" or figure.unit:
        return False
    if abs(figure.value) <= 20 and (set(scope.left[-1:]) & POINTERS or set(scope.right[:2]) & PLANS):
        return True
    if _SCALE.search(sentence.text, sentence.piece.start, figure.start):
        return True
    if abs(figure.value) <= 20 and set(scope.right[:1]) <= _PARTS and set(scope.right[:5]) & _ASKED:
        return True
    year = len(figure.text) == 4 and 1900 <= figure.value <= 2100
    return (year or figure.value <= 20) and bool(set(sentence.words) & SUPPOSED)


def listed(figure: Written, sentence: Sentence) -> bool:
    """ "two regions, North and East": the names of the sentence are counted."""
    return any(len({m.key for m in group}) == figure.value for group in sentence.groups)


def _figures(text: str) -> list[Written]:
    text = text[:5_000]
    return [*numbers(text, 0, len(text), german=False), *words(text, 0, len(text))]


def _around(text: str, figure: Written) -> frozenset[tuple[str, ...]]:
    text = text[:5_000]
    before, after = words_in(text, 0, figure.start)[-1:], words_in(text, figure.end, len(text))[:1]
    return frozenset({before, after})
