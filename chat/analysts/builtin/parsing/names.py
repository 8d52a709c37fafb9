"""Column names in a question: exact, in part, by synonym, or with a typo – and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from chat.analysts.builtin.wordlists import SYNONYMS
from chat.analysts.builtin.words import joined, name_parts

MAX_PARTS = 6
_SHORTEST_TYPO = 4
_TWO_TYPOS_FROM = 8


class How(StrEnum):
    """How a name was recognised, surest first."""

    EXACT = "exact"
    PART = "part"
    ENTITY = "entity"
    """`orders` for a column `order_id`: the thing, not the number."""
    SYNONYM = "synonym"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """More than one column means that the words fit several equally well."""

    columns: tuple[str, ...]
    how: How


class NameIndex:
    """All column names by their words."""

    def __init__(self, names: Iterable[str]) -> None:
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._heads: dict[str, list[str]] = defaultdict(list)
        self._parts: dict[str, list[str]] = defaultdict(list)
        self._things: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self._add(name)

    def _add(self, name: str) -> None:
        parts = name_parts(name)[:MAX_PARTS]
        self._exact[joined(parts)].append(name)
        if len(parts) > 1 and parts[-1] in {"id", "key", "code", "no", "number"}:
            self._things[joined(parts[:-1])].append(name)
        for start in range(len(parts)):
            for end in range(start + 1, len(parts) + 1):
                target = self._heads if end == len(parts) else self._parts
                target[joined(parts[start:end])].append(name)

    def exact(self, key: str) -> NameMatch | None:
        return _match(self._exact.get(key), How.EXACT)

    def loose(self, key: str) -> NameMatch | None:
        """Part of a name, or the thing that an id column numbers."""
        head = _match(self._heads.get(key), How.PART)
        thing = _match(self._things.get(key), How.ENTITY)
        return head or thing or self._synonym(key) or _match(self._parts.get(key), How.SYNONYM)

    def _synonym(self, key: str) -> NameMatch | None:
        for group in SYNONYMS:
            if key in group:
                found = [name for other in sorted(group - {key}) for name in self._heads.get(other, ())]
                return _match(found, How.SYNONYM)
        return None

    def typo(self, key: str) -> tuple[int, NameMatch] | None:
        """The names at the smallest edit distance, if that is small for the word's length."""
        found = closest(key, [*self._exact, *self._heads])
        if found is None:
            return None
        distance, keys = found
        names = dict.fromkeys(name for item in keys for name in self._exact.get(item) or self._heads[item])
        return distance, NameMatch(tuple(names), How.TYPO)


def _match(names: list[str] | None, how: How) -> NameMatch | None:
    return NameMatch(tuple(dict.fromkeys(names)), how) if names else None


def _inflected(key: str, candidate: str) -> bool:
    """`return` for `returned`: the same beginning and a short ending."""
    return len(key) >= 5 and candidate.startswith(key) and 0 < len(candidate) - len(key) <= 3


def closest(key: str, candidates: Iterable[str]) -> tuple[int, tuple[str, ...]] | None:
    """The candidates within one or two edits of `key`, the nearest only."""
    if len(key) < _SHORTEST_TYPO or not key.isalpha():
        return None
    limit = 2 if len(key) >= _TWO_TYPOS_FROM else 1
    candidates = tuple(dict.fromkeys(candidates))
    longer = tuple(item for item in candidates if _inflected(key, item))
    if longer:
        return 1, longer
    scored: dict[int, list[str]] = defaultdict(list)
    for candidate in dict.fromkeys(candidates):
        if len(candidate) >= _SHORTEST_TYPO and candidate[0] == key[0]:
            scored[OSA.distance(key, candidate, score_cutoff=limit)].append(candidate)
    best = min((distance for distance in scored if distance <= limit), default=None)
    return None if best is None else (best, tuple(scored[best]))
