"""The tagged question and what has been taken from it so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.intent import Kept, Measure, Period
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.parsing.names import How, NameIndex
from chat.analysts.builtin.values import ValueHit

_TELLING = (
    Tag.UNKNOWN, Tag.VALUE, Tag.NUMBER, Tag.PERIOD, Tag.QUOTED, Tag.GRAIN, Tag.COMPARE_OP, Tag.SUFFIX_OP,
    Tag.DATE_OP, Tag.COLUMN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One word or phrase with everything it may mean; recognisers settle which."""

    text: str
    meanings: tuple[tuple[Tag, str], ...]
    columns: tuple[str, ...] = ()
    how: How = How.EXACT
    values: tuple[ValueHit, ...] = ()
    number: float | None = None
    period: Period | None = None
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    relative: bool = False

    def has(self, *tags: Tag) -> bool:
        return any(tag in tags for tag, _ in self.meanings)

    def meaning(self, tag: Tag) -> str:
        return next((meaning for own, meaning in self.meanings if own is tag), "")

    @property
    def is_filler(self) -> bool:
        """Words that carry nothing between two that do."""
        return self.has(Tag.STOP, Tag.IS, Tag.OF, Tag.THAT) and not self.has(Tag.COLUMN, Tag.VALUE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the question can't be answered as it stands; `options` are ways to ask it instead."""

    text: str
    options: tuple[str, ...] = ()


@dataclass(slots=True)
class Board:
    """Items in order, which of them are taken, and what has to be said about the reading."""

    items: list[Item]
    table: Table
    names: NameIndex
    question: str = ""
    context: str | None = None
    """The number the last question was about: what a bare "over 100" refers to."""
    earlier: Measure | None = None
    """The one figure that the last question asked for: what a bare "best" is about."""
    taken: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kept: Kept | None = None
    """What a follow-up took over from the question before."""

    def find(self, *tags: Tag) -> Iterator[int]:
        """Positions of free items with any of the tags."""
        for position, item in enumerate(self.items):
            if position not in self.taken and item.has(*tags):
                yield position

    def first(self, *tags: Tag) -> int | None:
        return next(self.find(*tags), None)

    def take(self, *positions: int) -> None:
        self.taken.update(positions)

    def free(self, position: int, *tags: Tag) -> bool:
        """True when there is a free item with one of the tags at this position."""
        inside = 0 <= position < len(self.items) and position not in self.taken
        return inside and self.items[position].has(*tags)

    def after(self, position: int, step: int = 1) -> int:
        """The next position (or the previous, with -1) that holds more than filler; may be outside."""
        position += step
        while 0 <= position < len(self.items) and self.items[position].is_filler:
            position += step
        return position

    def column(self, position: int) -> str:
        """The one column an item names; a problem is noted when it names several."""
        item = self.items[position]
        if len(item.columns) > 1:
            self.ambiguous(item.text, item.columns)
        if item.how in {How.SYNONYM, How.TYPO}:
            self.note(f"I took “{item.text}” to mean {item.columns[0]}.")
        return item.columns[0]

    def ambiguous(self, text: str, columns: tuple[str, ...]) -> None:
        named = ", ".join(columns[:-1]) + " or " + columns[-1]
        options = tuple(self.question.replace(text, f'"{column}"', 1) for column in columns[:3])
        self.problem(f"“{text}” could be {named}. Which one do you mean?", options)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def problem(self, text: str, options: tuple[str, ...] = ()) -> None:
        if all(known.text != text for known in self.problems):
            self.problems.append(Problem(text, options))

    def unread(self) -> list[str]:
        """Words that nobody took and that would have changed the answer."""
        free = (item for position, item in enumerate(self.items) if position not in self.taken)
        return [
            item.text
            for item in free
            if item.has(*_TELLING) and not item.has(Tag.OPENER, Tag.WHERE, Tag.BETWEEN)
        ]
