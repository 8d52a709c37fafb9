"""Every word of a question gets all the meanings it may have, longest phrase first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chat.analysts.builtin.columns import Role, Table
from chat.analysts.builtin.lexicon import KNOWN_WORDS, LONGEST_PHRASE, PHRASES, Tag
from chat.analysts.builtin.parsing.board import Item
from chat.analysts.builtin.parsing.names import How, NameIndex, NameMatch, closest
from chat.analysts.builtin.parsing.periods import Found, period_at
from chat.analysts.builtin.values import ValueHit, ValueIndex
from chat.analysts.builtin.wordlists import NUMBER_WORDS, ROW_VERBS, ROW_WORDS, STOP_WORDS, VALUE_SYNONYMS
from chat.analysts.builtin.words import Token, joined, name_parts, word_set

_NEVER_NAMES = word_set("""
    the a an of in is by and or to for with on at from what which how many are was were i me all no not
    as
    """)
_LONGEST = 8
_SHORTEST_ADJECTIVE = 4
_ROOT = 5
"""So many letters of a verb are also those of its noun."""
_LONG_ROOT = 6
"""So many letters in common tell the same root even in a longer word."""
_THINGS = word_set("item thing article good piece one")
_TYPO_WORDS = tuple(
    word
    for word in KNOWN_WORDS
    if len(word) > 4 and all(tag is not Tag.UNABLE for tag, _ in PHRASES.get(word, ()))
)


@dataclass(frozen=True, slots=True)
class Tagger:
    """What a question is held against: names, values, and the newest date for "last month"."""

    table: Table
    names: NameIndex
    values: ValueIndex
    latest: date | None = None
    fillers: frozenset[str] = frozenset()
    """Further words that carry nothing in this kind of question."""

    def tag(self, tokens: Sequence[Token]) -> list[Item]:
        items: list[Item] = []
        position = 0
        while position < len(tokens):
            length, item = self._at(tokens, position, items)
            items.append(item)
            position += length
        return items

    def _at(self, tokens: Sequence[Token], at: int, before: Sequence[Item]) -> tuple[int, Item]:
        token = tokens[at]
        if token.kind == "quoted":
            return 1, self._quoted(token)
        column, name = self._exact(tokens, at)
        value, hits = self._value(tokens, at, before)
        phrase, meanings = _phrase(tokens, at, after_number=bool(before) and before[-1].number is not None)
        if before and before[-1].has(Tag.BY) and any(tag is Tag.SORT for tag, _ in meanings):
            phrase, meanings = 0, ()
        found = period_at(tokens, at, self.latest)
        if found and found.weekdays and (value or column or not self.table.dates):
            found = None
        longest = max(column, value, phrase, found.length if found else 0)
        if longest == 0:
            return self._single(tokens, at)
        text = " ".join(item.text for item in tokens[at : at + longest])
        if found and found.length == longest and not (column == longest and not _dated(before)):
            return longest, _period(text, found, token)
        if name and column == longest:
            return longest, self._named(text, name, meanings if phrase == longest else (), token)
        if hits and value == longest:
            return longest, _valued(text, hits, meanings if phrase == longest else ())
        return longest, self._worded(text, meanings, token)

    def _exact(self, tokens: Sequence[Token], at: int) -> tuple[int, NameMatch | None]:
        for key, length in _spans(tokens, at):
            match = self.names.exact(key)
            if match and not (length == 1 and tokens[at].norm in _NEVER_NAMES):
                return length, match
        return 0, None

    def _value(
        self, tokens: Sequence[Token], at: int, before: Sequence[Item]
    ) -> tuple[int, tuple[ValueHit, ...]]:
        for key, length in _spans(tokens, at):
            hits = self.values.get(key)
            figure = length == 1 and self._means_figure(key, before)
            if hits and not figure and (length > 1 or _means_value(tokens[at], hits, before)):
                return length, hits
        return 0, ()

    def _means_figure(self, key: str, before: Sequence[Item]) -> bool:
        """“most rain” and "total rain" are about the number, even where "rain" is a value, too."""
        led = bool(before) and before[-1].has(Tag.SUPERLATIVE, Tag.AGGREGATE)
        if not led or before[-1].meaning(Tag.AGGREGATE) in {"count", "distinct"}:
            return False
        match = self.names.loose(key)
        return match is not None and all(self.table[name].is_number for name in match.columns)

    def _worded(self, text: str, meanings: tuple[tuple[Tag, str], ...], token: Token) -> Item:
        """A phrase of the lexicon, which may be part of a column's name, too (`total` in `total_amount`)."""
        return Item(text, meanings, number=_number(token))

    def _named(self, text: str, name: NameMatch, meanings: tuple[tuple[Tag, str], ...], token: Token) -> Item:
        """A whole name; the plural of an id ("respondents" for respondent) is the thing it numbers."""
        columns = (
            tuple(column for column in name.columns if column.casefold() == text.casefold()) or name.columns
        )
        numbered = self.table[columns[0]].role is Role.ID and text.casefold() != columns[0].casefold()
        if numbered:
            return Item(text, ((Tag.COLUMN, ""), (Tag.ROWS, "thing")), columns, How.ENTITY)
        return Item(text, ((Tag.COLUMN, ""), *meanings), columns, name.how, number=token.number)

    def _single(self, tokens: Sequence[Token], at: int) -> tuple[int, Item]:
        """No whole match: a stop word, a number, part of a name, a typo, or unknown."""
        token = tokens[at]
        if token.norm in STOP_WORDS and token.norm not in NUMBER_WORDS:
            return 1, Item(token.text, ((Tag.STOP, ""),))
        if token.norm in self.fillers:
            return 1, Item(token.text, ((Tag.STOP, ""),))
        if _number(token) is not None:
            return 1, Item(token.text, ((Tag.NUMBER, ""),), number=_number(token))
        for key, length in _spans(tokens, at):
            match = self.names.loose(key)
            if match:
                text = " ".join(item.text for item in tokens[at : at + length])
                return length, Item(text, _loose_meanings(match, token), match.columns, match.how)
        if token.norm in ROW_VERBS and not self._tells(token):
            return 1, Item(token.text, ((Tag.STOP, ""),))
        known = self._other_word(token) or self._entity(token) or self._adjective(token)
        known = (
            known
            or self._part_of_value(token)
            or _ranked_thing(token, tokens[at - 1] if at else None)
            or self._typo(token)
            or self._kin(token)
        )
        return 1, known or Item(token.text, ((Tag.UNKNOWN, ""),))

    def _entity(self, token: Token) -> Item | None:
        """“orders” for the rows of orders.csv."""
        if token.stem in name_parts(self.table.filename.rsplit(".", 1)[0]):
            return Item(token.text, ((Tag.ROWS, "thing"),))
        return Item(token.text, ((Tag.ROWS, "thing"),), how=How.SYNONYM) if token.stem in ROW_WORDS else None

    def _tells(self, token: Token) -> bool:
        """Whether a column is called after the verb: "responded" beside a column `response`."""
        root = token.norm[:_ROOT]
        return any(part.startswith(root) for column in self.table.columns for part in name_parts(column.name))

    def _other_word(self, token: Token) -> Item | None:
        """“women” where the data say "female"."""
        hits = self.values.get(VALUE_SYNONYMS.get(token.stem, ""))
        return Item(token.text, ((Tag.VALUE, ""),), how=How.SYNONYM, values=hits) if hits else None

    def _adjective(self, token: Token) -> Item | None:
        """“rainy” where the data say "rain", "sunny" for "sun"; of a number's name it says too little."""
        if not token.norm.endswith("y") or len(token.norm) < _SHORTEST_ADJECTIVE:
            return None
        root = token.norm[:-1]
        roots = [root, root + "e", *([root[:-1]] if root[-1] == root[-2] else [])]
        hits = next((found for item in roots if (found := self.values.get(item))), ())
        if hits:
            return Item(token.text, ((Tag.VALUE, ""),), how=How.TYPO, values=hits)
        named = any(self.names.exact(item) for item in roots)
        return Item(token.text, ((Tag.UNKNOWN, ""),)) if named else None

    def _part_of_value(self, token: Token) -> Item | None:
        hits = self.values.with_word(token.stem)
        return Item(token.text, ((Tag.VALUE, ""),), how=How.TYPO, values=hits) if hits else None

    def _quoted(self, token: Token) -> Item:
        name = next((c.name for c in self.table.columns if c.name.casefold() == token.text.casefold()), None)
        if name is not None:
            return Item(token.text, ((Tag.COLUMN, ""),), (name,))
        hits = self.values.get(joined(tuple(name_parts(token.text))))
        tags = ((Tag.VALUE, ""), (Tag.QUOTED, "")) if hits else ((Tag.QUOTED, ""),)
        return Item(token.text, tags, values=hits)

    def _kin(self, token: Token) -> Item | None:
        """“satisfied” beside a column `Satisfaction (1-5)`: a long root in common."""
        root = token.norm[:_LONG_ROOT]
        if len(token.norm) <= _LONG_ROOT or not root.isalpha():
            return None
        kin = [c.name for c in self.table.columns if any(p.startswith(root) for p in name_parts(c.name))]
        return Item(token.text, ((Tag.COLUMN, ""),), tuple(kin), How.SYNONYM) if kin else None

    def _typo(self, token: Token) -> Item | None:
        """The nearest name, value or known word, in this order when equally near."""
        column = self.names.typo(token.stem)
        value = closest(token.stem, self.values.keys())
        word = closest(token.norm, _TYPO_WORDS) if len(token.norm) > 4 else None
        nearest = min((found[0] for found in (column, value, word) if found), default=None)
        if column and column[0] == nearest:
            return Item(token.text, ((Tag.COLUMN, ""),), column[1].columns, How.TYPO)
        if value and value[0] == nearest:
            hits = tuple(hit for key in value[1] for hit in self.values.get(key))
            return Item(token.text, ((Tag.VALUE, ""),), how=How.TYPO, values=hits)
        return _typo_word(token, word[1][0]) if word else None


def _ranked_thing(token: Token, before: Token | None) -> Item | None:
    """“cheapest item”: after a superlative such a word can only mean the rows."""
    ranks = before is not None and any(
        tag in {Tag.ADJECTIVE, Tag.SUPERLATIVE} for tag, _ in PHRASES.get(before.norm, ())
    )
    ranks = ranks or (before is not None and before.norm == "expensive")
    if not ranks or token.stem not in _THINGS:
        return None
    return Item(token.text, ((Tag.ROWS, "thing"),), how=How.SYNONYM)


def _typo_word(token: Token, word: str) -> Item | None:
    meanings = PHRASES.get(word)
    return Item(token.text, meanings, how=How.TYPO) if meanings else None


def _spans(tokens: Sequence[Token], at: int) -> Iterable[tuple[str, int]]:
    """Joined stems of the words from here on, longest first."""
    words = []
    for token in tokens[at : at + _LONGEST]:
        if token.kind in {"quoted", "symbol"}:
            break
        words.append(token.stem)
    return [(joined(tuple(words[:length])), length) for length in range(len(words), 0, -1)]


def _phrase(
    tokens: Sequence[Token], at: int, *, after_number: bool
) -> tuple[int, tuple[tuple[Tag, str], ...]]:
    """The longest phrase that begins here; "and over" counts only behind a number ("18 and over")."""
    words = [token.norm for token in tokens[at : at + LONGEST_PHRASE] if token.kind != "quoted"]
    for length in range(len(words), 0, -1):
        meanings = PHRASES.get("".join(words[:length]), ())
        if meanings and (after_number or any(tag is not Tag.SUFFIX_OP for tag, _ in meanings)):
            return length, meanings
    return 0, ()


def _means_value(token: Token, hits: Sequence[ValueHit], before: Sequence[Item]) -> bool:
    """Everyday words are values only after "of", "is" … or their column, or in a value's capitals."""
    if token.norm not in KNOWN_WORDS and token.stem not in KNOWN_WORDS:
        return True
    led = bool(before) and before[-1].has(Tag.OF, Tag.IS, Tag.WHERE, Tag.COMPARE_OP, Tag.NOT)
    beside = bool(before) and bool({hit.column for hit in hits} & set(before[-1].columns))
    if (led or beside) and (token.norm == "no" or token.norm not in _NEVER_NAMES):
        return True
    return any(hit.value == token.text and not token.text.islower() for hit in hits)


def _number(token: Token) -> float | None:
    return token.number if token.number is not None else NUMBER_WORDS.get(token.norm)


def _dated(before: Sequence[Item]) -> bool:
    """True after "in", "since" …: there 2023 is a year even if a column is called so."""
    return bool(before) and before[-1].has(Tag.WHERE, Tag.DATE_OP)


def _period(text: str, found: Found, token: Token) -> Item:
    number = token.number if found.length == 1 else None
    tags = ((Tag.PERIOD, ""), (Tag.NUMBER, "")) if number is not None else ((Tag.PERIOD, ""),)
    return Item(
        text, tags, number=number, period=found.period, months=found.months, weekdays=found.weekdays,
        relative=found.relative,
    )  # fmt: skip


def _valued(text: str, hits: tuple[ValueHit, ...], meanings: tuple[tuple[Tag, str], ...]) -> Item:
    exact = tuple(hit for hit in hits if hit.value == text)
    same_column = exact if len({hit.column for hit in hits}) == 1 and exact else hits
    return Item(text, ((Tag.VALUE, ""), *(m for m in meanings if m[0] is not Tag.STOP)), values=same_column)


def _loose_meanings(match: NameMatch, token: Token) -> tuple[tuple[Tag, str], ...]:
    thing = match.how is How.ENTITY or token.stem in ROW_WORDS
    return ((Tag.COLUMN, ""), (Tag.ROWS, "thing")) if thing else ((Tag.COLUMN, ""),)
