"""The words around one figure, by how close they are to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from chat.grounding.index import canonical
from chat.grounding.lexicon import word_set

_WORD = re.compile(r"[^\W_]+")
_PREPOSITIONS = word_set("for in of among at on bei im für von")


@dataclass(frozen=True)
class Scope:
    """The words around one figure, nearest first: `right` is the noun after it, `left` what leads up to it.

    `beside` is the last part of `left`, up to a comma or bracket; `far` is what comes after `right`.
    """

    left: tuple[str, ...]
    beside: tuple[str, ...]
    right: tuple[str, ...]
    far: tuple[str, ...]

    @cached_property
    def near(self) -> frozenset[str]:
        return frozenset(self.left) | frozenset(self.right)

    @property
    def _left_out(self) -> bool:
        """ "Rows without a value were left out (13 in all)"."""
        return self.left[-2:] == ("left", "out") and self.right[:2] in ((), ("in", "all"))

    @cached_property
    def tiers(self) -> tuple[frozenset[str], ...]:
        """Sets of words that may name the column, the most telling first."""
        if {"no", "value"} <= {*self.right, *self.far} or "without" in self.right or self._left_out:
            return (frozenset(("missing",)), *(frozenset[str]() for _ in range(3)))
        if self.left[-1:] in (("between",), ("zwischen",)):
            return (
                frozenset(("interval",)),
                *(frozenset(map(canonical, side)) for side in (self.right, self.left, ())),
            )
        if self.right[:1] and self.right[0] in _PREPOSITIONS:
            return tuple(frozenset(map(canonical, side)) for side in (self.beside, self.right, self.left, ()))
        sides = (self.right, self.beside, self.left, () if self.right else self.far)
        return tuple(frozenset(map(canonical, side)) for side in sides)


def words_in(text: str, start: int, end: int) -> tuple[str, ...]:
    """The words between two places, in small letters; R² is read as its name in results."""
    return tuple(
        word for match in _WORD.finditer(text, start, end) for word in _expanded(match[0].casefold())
    )


def _expanded(word: str) -> tuple[str, ...]:
    return ("r", "squared") if word in ("r²", "r2") else (word,)
