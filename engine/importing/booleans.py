"""Words for yes and no, one pair per column."""

from __future__ import annotations

from collections.abc import Collection

from engine.importing.kind import Kind, Sql, cast_to
from engine.importing.sql_text import literal

BOOLEAN = Kind("boolean", "BOOLEAN", "true or false", "true|false|True|False|TRUE|FALSE", cast_to("BOOLEAN"))
WORD_PAIRS = (
    ("yes", "no"),
    ("y", "n"),
    ("true", "false"),
    ("t", "f"),
    ("on", "off"),
    ("ja", "nein"),
    ("j", "n"),
    ("oui", "non"),
    ("si", "no"),
    ("sí", "no"),
    ("sì", "no"),
)


def _one_of(pair: tuple[str, str]) -> Sql:
    true, false = map(literal, pair)
    return lambda text: f"CASE lower({text}) WHEN {true} THEN true WHEN {false} THEN false END"


def _any_case(word: str) -> str:
    return "".join(f"[{each}{each.upper()}]" for each in word)


_PAIR_KINDS = {
    pair: Kind(
        "_or_".join(pair),
        "BOOLEAN",
        f"“{pair[0]}” or “{pair[1]}”",
        "|".join(_any_case(word) for word in pair),
        _one_of(pair),
    )
    for pair in WORD_PAIRS
}
WORD_KINDS = tuple(_PAIR_KINDS.values())


def word_kinds_of(values: Collection[str]) -> tuple[Kind, ...]:
    """The pair whose words are all that the values hold. A single letter or word alone is no proof."""
    words = {value.lower() for value in values}
    return tuple(kind for pair, kind in _PAIR_KINDS.items() if set(pair) == words)


def any_word_sql(text: str) -> str:
    """BOOLEAN from any of the words, and from 1 and 0; NULL for other texts."""
    true = ", ".join(sorted({literal(pair[0]) for pair in WORD_PAIRS} | {"'1'"}))
    false = ", ".join(sorted({literal(pair[1]) for pair in WORD_PAIRS} | {"'0'"}))
    return f"CASE WHEN lower({text}) IN ({true}) THEN true WHEN lower({text}) IN ({false}) THEN false END"
