"""Which rows a sentence speaks of: the categories and dates of the results that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from chat.grounding import dates
from chat.grounding.index import MAX_LABEL_WORDS, Key, Table, canonical
from chat.grounding.lexicon import COMMON
from chat.grounding.sentences import Piece

_WORD = re.compile(r"[^\W_]+")
# "N: 12": what heads a line stands apart, too.
_HEADS = re.compile(r"[*_]{0,2}:[*_]{0,2}\s")
_APART = frozenset("\"“„'‘*`«|")


@dataclass(frozen=True, eq=False)
class Mention:
    """A category, group number or date named between `start` and `end`.

    `rows` holds, for each table and column, the rows it stands for; `level` keeps years, quarters,
    months and days apart; `literal` lists the tables whose query was filtered by it.
    """

    start: int
    end: int
    text: str
    key: Key
    rows: dict[tuple[int, int], set[int]]
    literal: frozenset[int]
    level: str = ""
    figure: bool = False

    @cached_property
    def places(self) -> frozenset[tuple[int, int, str]]:
        return frozenset((table, column, self.level) for table, column in self.rows)

    @cached_property
    def _by_table(self) -> dict[int, frozenset[int]]:
        found: dict[int, frozenset[int]] = {}
        for (table, _), rows in self.rows.items():
            found[table] = found.get(table, frozenset()) | rows
        return found

    def rows_in(self, table: int) -> frozenset[int] | None:
        """The rows of this table, or None where it doesn't know the name."""
        return self._by_table.get(table)


class Names:
    """Everything that the results can be asked for by name, over all tables."""

    def __init__(self) -> None:
        self._places: dict[Key, dict[tuple[int, int], set[int]]] = {}
        self._literals: dict[Key, set[int]] = {}
        self._numbered: dict[str, set[Key]] = {}
        self._longest = 1

    def add(self, table: Table) -> None:
        for key, columns in table.labels.items():
            place = self._places.setdefault(key, {})
            place.update({(table.number, column): rows for column, rows in columns.items()})
            if key[0] == "#":
                for word in key[1:-1]:
                    self._numbered.setdefault(word, set()).add(key)
            self._longest = max(self._longest, len(key))
        for literal in table.literals:
            self._literals.setdefault(literal, set()).add(table.number)

    def mentions(self, text: str, piece: Piece) -> list[Mention]:
        """The names in a piece, the longest where they overlap, in order."""
        found = [*self._dates(text, piece), *self._numbers(text, piece), *self._words(text, piece)]
        chosen: list[Mention] = []
        for mention in sorted(found, key=lambda m: m.start - m.end):
            if all(mention.end <= other.start or other.end <= mention.start for other in chosen):
                chosen.append(mention)
        return sorted(chosen, key=lambda mention: mention.start)

    def _words(self, text: str, piece: Piece) -> list[Mention]:
        found: list[Mention] = []
        words = list(_WORD.finditer(text, piece.start, piece.end))
        at = 0
        while at < len(words):
            mention = self._longest_at(text, piece, words, at)
            at += 1
            if mention is not None:
                found.append(mention)
                while at < len(words) and words[at].start() < mention.end:
                    at += 1
        return found

    def _longest_at(self, text: str, piece: Piece, words: list[re.Match[str]], at: int) -> Mention | None:
        limit = min(self._longest, MAX_LABEL_WORDS, len(words) - at)
        folded = [word[0].casefold() for word in words[at : at + limit]]
        for length in range(limit, 0, -1):
            for key in _forms(tuple(folded[:length])):
                if (key in self._places or key in self._literals) and _named(text, piece, words, at, length):
                    return self._mention(text, words[at].start(), words[at + length - 1].end(), key)
        return None

    def _mention(self, text: str, start: int, end: int, key: Key, *, figure: bool = False) -> Mention:
        level = dates.level(key[1]) if key[0] == "@" else ""
        literal = frozenset(self._literals.get(key, ()))
        return Mention(start, end, text[start:end], key, self._places.get(key, {}), literal, level, figure)

    def _dates(self, text: str, piece: Piece) -> list[Mention]:
        found = []
        for date in dates.written(text, piece.start, piece.end):
            key = ("@", date.key)
            if piece.hides(date.start) or not (key in self._places or key in self._literals):
                continue
            found.append(self._mention(text, date.start, date.end, key, figure=date.figure))
        return found

    def _numbers(self, text: str, piece: Piece) -> list[Mention]:
        """Groups by number: "Pclass 3" names the rows whose Pclass is 3."""
        found = []
        for match in re.finditer(
            r"([^\W\d_]+) #?([0-9]{1,9})(?![\w%]|[.,][0-9])", text[piece.start : piece.end]
        ):
            for key in self._numbered.get(canonical(match[1]), ()):
                if key[-1] == match[2]:
                    start = piece.start + match.start(2)
                    found.append(self._mention(text, start, start + len(match[2]), key, figure=True))
                    break
        return found


def _forms(key: Key) -> tuple[Key, ...]:
    """The name as it stands, and without the ending of a genitive or plural."""
    last = key[-1]
    if len(last) > 4 and last.endswith("ies"):
        return (key, (*key[:-1], f"{last[:-3]}y"))
    return (key, (*key[:-1], last[:-1])) if len(last) > 3 and last.endswith("s") else (key,)


def _named(text: str, piece: Piece, words: list[re.Match[str]], at: int, length: int) -> bool:
    """Whether the words are meant as a name: a common word or a letter has to be set apart."""
    word = words[at][0]
    if length > 1 or (len(word) > 1 and word.casefold() not in COMMON):
        return True
    if text[max(words[at].start() - 1, 0)] in _APART:
        return True
    heads = at == 0 and _HEADS.match(text, words[at].end()) is not None
    return len(word) == 1 and word.isupper() and (at > 0 or heads)
