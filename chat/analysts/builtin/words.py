"""Text into tokens, the same way for questions, column names and cell values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["word", "number", "quoted", "date", "symbol"]

_TOKEN = re.compile(
    r"""
    (?P<quoted>"[^"]{1,200}"|“[^”]{1,200}”|`[^`]{1,200}`|(?<!\w)'[^']{1,200}'(?!\w))
  | (?P<date>\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b|\b\d{4}-\d{2}\b(?!-))
  | (?P<number>(?:(?<![\w)])-)?[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:%|(?:k|m|bn)\b)?(?![^\W_]))
  | (?P<symbol>>=|<=|!=|<>|==|[<>=*+/×%])
  | (?P<word>[^\W_]+(?:['’][^\W\d_]+)?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PART = re.compile(r"[^\W_]+")
_SCALE = {"k": 1e3, "m": 1e6, "bn": 1e9}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a question. `norm` is folded to lower case without accents."""

    text: str
    norm: str
    kind: TokenKind
    number: float | None = None

    @property
    def stem(self) -> str:
        return stem(self.norm)


def fold(text: str) -> str:
    """Lower case, without accents, straight apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


_PLURAL_RULES = (
    (re.compile(r"(?<=\w\w)ies$"), "y"),
    (re.compile(r"(?<=ss|sh|ch)es$"), ""),
    (re.compile(r"(?<=x)es$"), ""),
    (re.compile(r"(?<=\w[^siu])s$"), ""),
)


def stem(word: str) -> str:
    """The singular of an English noun, near enough to compare two spellings of it."""
    for rule, ending in _PLURAL_RULES:
        if rule.search(word):
            return rule.sub(ending, word)
    return word


def name_parts(name: str) -> tuple[str, ...]:
    """`unitPrice`, `unit_price` and `Unit prices` all become `("unit", "price")`."""
    return tuple(stem(fold(part)) for part in _PART.findall(_CAMEL.sub(" ", name)))


def _number(text: str) -> float:
    body = text.lower().lstrip("-$€£").rstrip("%")
    scale = next((factor for suffix, factor in _SCALE.items() if body.endswith(suffix)), 1.0)
    value = float(body.rstrip("kmbn").replace(",", "")) * scale
    return -value if text.startswith("-") else value


def tokenise(text: str) -> tuple[Token, ...]:
    """Words, numbers, dates, quoted phrases and comparison signs, in order; the rest is dropped."""
    found = []
    for match in _TOKEN.finditer(text):
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        raw = match.group()
        body = raw[1:-1] if kind == "quoted" else raw
        number = _number(raw) if kind == "number" else None
        found.append(Token(body, fold(body), kind, number))
    return tuple(found)


def word_set(text: str) -> frozenset[str]:
    """The words of a text: how the lexicon's word lists are written down."""
    return frozenset(text.split())


def joined(words: tuple[str, ...]) -> str:
    """The key two spellings share, however they are split into words."""
    return "".join(words)
