"""What the words around a figure say of its column, and so of the results it may be from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.grounding.context import Sentence
from chat.grounding.index import Column, Table, canonical
from chat.grounding.lexer import Written
from chat.grounding.lexicon import word_set
from chat.grounding.lookup import rows_of
from chat.grounding.mentions import Mention

MAX_CANDIDATES = 5
NO_NOUN = word_set("of in the by at for on and all this month year per im am der die das den von")
_BOUNDS = word_set("bound fence limit")
_SIDES = word_set("above below over under")
_MEASURES = frozenset(("mean", "median", "std"))
_VERB = frozenset(("money",))
_EXTREMES = word_set("min max")
# "30 of 48": what follows is counted in another column.
_PART_OF = (("of",), ("for",), ("out", "of"), ("von",), ("of", "the"), ("von", "den"))


class Wording:
    """Which columns of a table the words around a figure allow."""

    def __init__(self, sentence: Sentence, figure: Written | Mention) -> None:
        scope = sentence.scope(figure)
        inherited: list[frozenset[str]] = []
        if scope.left[-2:] not in _PART_OF and not _alone(sentence, figure):
            inherited = list(_inherited(sentence, figure))
        right, beside, left = (tier - _sides(figure) for tier in scope.tiers[:3])
        self.tiers = (
            right,
            beside | (_BOUNDS if _sides(figure) & scope.near else frozenset()),
            left,
            *inherited,
        )
        # "an average of 42 per order" names the column on both sides.
        self._names = sentence.mentions
        self._everything = frozenset[str]().union(*self.tiers)
        self._said: dict[tuple[int, bool], frozenset[str]] = {}
        self._repeats = _repeats(sentence, figure)
        self._measures = frozenset().union(*scope.tiers[:3]) & _MEASURES
        if {*scope.right[:1], *scope.left} & {"per", "pro", "je"}:
            self._measures |= {"mean"}

    def said(self, table: Table, *, strict: bool = False) -> frozenset[str]:
        """The words that speak of this table's columns, from the most telling place that has any."""
        key = (table.number, strict)
        if key not in self._said:
            self._said[key] = self._spoken(table, strict=strict)
        return self._said[key]

    def _spoken(self, table: Table, *, strict: bool) -> frozenset[str]:
        if table.vocabulary.isdisjoint(self._everything):
            return frozenset()
        words = table.vocabulary - self.names(table)
        own = [found for tier in self.tiers[:3] if (found := tier & words)]
        # "made 829 in orders": a verb says less than a noun after it.
        best = next((found for found in own if found != _VERB), None)
        if best or (own and not self._repeats):
            return (best or own[0]) | (self._measures & words)
        rest = () if strict else self.tiers[3:]
        passed_on = [found for tier in rest if (found := tier & words)]
        inherited = next(
            (found for found in passed_on if found != _VERB), _VERB if passed_on else frozenset()
        )
        inherited = (inherited - _VERB if own else inherited) or next(iter(own), inherited)
        return inherited and inherited | (self._measures & words)

    def names(self, table: Table) -> frozenset[str]:
        """The words that name rows of this table, and so no columns."""
        return frozenset(
            canonical(word) for name in self._names if name.rows_in(table.number) for word in name.key
        )

    def unknown_noun(self, table: Table) -> bool:
        """Whether a noun follows that no column here goes by ("the highest basket value")."""
        noun = self.tiers[0] - NO_NOUN
        return bool(noun) and not (self.tiers[0] | self.tiers[1]) & table.vocabulary

    def columns(self, table: Table) -> list[int]:
        """The numeric columns that no other one suits better: "average revenue" rules out the sum."""
        return best_columns(table, self.said(table))


def _sides(figure: Written | Mention) -> frozenset[str]:
    """In "above 2,178" the word is no column's name, though a result may have one of that name."""
    return _SIDES if isinstance(figure, Written) and figure.hedge in ("over", "under") else frozenset()


def best_columns(table: Table, said: frozenset[str]) -> list[int]:
    """The numeric columns that these words name best; all of them for no words."""
    if not said:
        return table.numeric
    if said not in table.best:
        table.best[said] = [i for i in table.numeric if not _outdone(table, i, said)]
    return table.best[said]


def _outdone(table: Table, index: int, said: frozenset[str]) -> bool:
    """Whether the words say more of another column, or name another one fully."""
    column = table.columns[index]
    mine = column.words & said
    for other in (table.columns[i] for i in table.numeric if i != index):
        theirs = other.words & said
        if mine < theirs:
            return True
        if mine == theirs and _fully_named(other, said) and not _goes_by_it(column, said):
            return True
    return False


def _goes_by_it(column: Column, said: frozenset[str]) -> bool:
    """A share or a change goes by the name of what it is a share of."""
    return column.is_share or column.is_change or _fully_named(column, said)


def _alone(sentence: Sentence, figure: Written | Mention) -> bool:
    """A figure alone in brackets adds something to the one before: "43 % (70)"."""
    if sentence.scope(figure).left:
        return False
    around = sentence.text[figure.start - 1 : figure.start] + sentence.text[figure.end : figure.end + 1]
    return around == "()"


def _fully_named(column: Column, said: frozenset[str]) -> bool:
    return column.words - {"money", "interval"} <= said


def _repeats(sentence: Sentence, figure: Written | Mention) -> bool:
    """ "Turin made 829 in orders, Lyon made 616": the same verb again, so the same column."""
    verb = [word for word in sentence.scope(figure).left if canonical(word) == "money"]
    if not verb:
        return False
    if before := sentence.figures_before(figure)[:1]:
        return verb[-1] in sentence.scope(before[0]).left
    return sentence.refers_back and sentence.previous is not None and verb[-1] in sentence.previous.words


def _bracketed(sentence: Sentence, figure: Written | Mention) -> bool:
    before = sentence.text[sentence.piece.start : figure.start]
    return before.rfind("(") > before.rfind(")")


def _inherited(sentence: Sentence, figure: Written | Mention) -> Iterator[frozenset[str]]:
    """Where the column may be named if not beside the figure: at earlier figures, after it, above, before."""
    for earlier in sentence.figures_before(figure):
        if earlier in sentence.notations or (
            _bracketed(sentence, earlier) and not _bracketed(sentence, figure)
        ):
            continue  # what stands aside says nothing of the figures around it
        yield from sentence.scope(earlier).tiers[:3]
    yield sentence.scope(figure).tiers[3]
    if sentence.lead is not None:
        yield frozenset(map(canonical, sentence.lead.words))
    if sentence.refers_back and sentence.previous is not None:
        yield frozenset(map(canonical, sentence.previous.words))


def candidates(
    tables: Sequence[Table], wording: Wording, bound: Sequence[tuple[Mention, ...]]
) -> list[Table]:
    """The few results that a sentence can have computed from: those it names first, the newest first."""
    fitting = [table for table in tables if rows_of(table, bound) is not None]
    spoken = [table for table in fitting if wording.said(table) - _EXTREMES]
    chosen = spoken[:MAX_CANDIDATES]
    chosen += [table for table in fitting if table not in chosen][: MAX_CANDIDATES - len(chosen)]
    return chosen or list(tables[:MAX_CANDIDATES])
