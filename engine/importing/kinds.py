"""The kinds of values a column of text may turn out to hold, guessed from a sample of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.importing.booleans import BOOLEAN, word_kinds_of
from engine.importing.date_kinds import DATE_KINDS
from engine.importing.kind import Kind
from engine.importing.null_markers import USUAL_MARKERS, NullMarkers
from engine.importing.numbers import (
    BIG_INTEGER,
    COMMA,
    GROUPED,
    INTEGER,
    MARKS,
    NUMBER,
    STYLED,
    Marks,
    number_kind,
    styled_kinds,
    styles_of,
)

KINDS: tuple[Kind, ...] = (
    BOOLEAN,
    INTEGER,
    BIG_INTEGER,
    NUMBER,
    number_kind(COMMA),
    number_kind(GROUPED),
    *DATE_KINDS,
)
"""In the order of preference: the first one that fits every value of a column is its kind."""

_WITH_DIGITS = "|".join(f"(?:{pattern})" for pattern in (*(kind.pattern for kind in KINDS[1:]), STYLED))
_ANY = re.compile(rf"{BOOLEAN.pattern}|(?=[^0-9]*[0-9])(?:{_WITH_DIGITS})")
"""All values but true and false have a digit: looking for it first spares most text the rest."""


def is_typed(value: str) -> bool:
    """Whether the trimmed text looks like a value of any kind but text or yes and no."""
    return _ANY.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class KindChoice:
    """The kinds to choose from, the marks that numbers may have, and the texts for "missing"."""

    kinds: tuple[Kind, ...] = KINDS
    marks: tuple[Marks, ...] = MARKS
    markers: NullMarkers = USUAL_MARKERS


ALL_KINDS = KindChoice()


def kinds_of(values: Iterable[str], choice: KindChoice = ALL_KINDS) -> tuple[Kind, ...]:
    """The kinds whose pattern matches every one of the trimmed, non-empty `values`.

    Rarer styles of numbers come into question when nothing plainer fits.
    """
    different = dict.fromkeys(values)
    left: Sequence[Kind] = choice.kinds
    for value in different:
        left = [kind for kind in left if kind.matches(value)]
        if not left:
            return styled_kinds(different, choice.marks)
    return tuple(left)


def kinds_of_column(values: Iterable[str], choice: KindChoice = ALL_KINDS) -> tuple[Kind, ...]:
    """`kinds_of` raw cells and yes or no, of which some may be blank or mark a missing value by a text.

    All kinds when nothing else is left: the values decide that are not in the sample.
    """
    filled = {value.strip(" \t"): None for value in values}
    meant = [text for text in filled if not choice.markers.mean_missing(text)]
    return kinds_of(meant, choice) or word_kinds_of(meant)


def frequent_kinds(values: Iterable[str], choice: KindChoice = ALL_KINDS) -> tuple[Kind, ...]:
    """The kinds that most, and at least half, of the cells are of, in a column where not all are.

    None in a column of digits, which are identifiers when they don't fit as numbers.
    """
    filled = {value.strip(" \t"): None for value in values}
    meant = [text for text in filled if not choice.markers.mean_missing(text)]
    if 2 * sum(map(is_typed, meant)) < len(meant) or all(map(_DIGITS.fullmatch, meant)):
        return ()
    typed = next(text for text in meant if is_typed(text))
    kinds = dict.fromkeys((*choice.kinds, *styles_of(typed, choice.marks)))
    counts = {kind: sum(map(kind.matches, meant)) for kind in kinds}
    most = max(counts.values())
    return tuple(kind for kind in kinds if counts[kind] == most) if 2 * most >= len(meant) else ()


_DIGITS = re.compile(r"[+-]?[0-9]+")


def text_reason(values: Iterable[str]) -> str:
    """Why a column of these cells (a sample) is text."""
    filled = [text for value in values if (text := value.strip())]
    if not filled:
        return "Holds no values."
    if all(_DIGITS.fullmatch(text) for text in filled):
        return "Holds identifiers: digits with leading zeros, or too many for a number, stay text."
    return "Holds text."
