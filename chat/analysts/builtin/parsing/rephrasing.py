"""Turns of speech put into words that the parsers read: ordinals, contrasts, names in brackets.

What a turn of speech means beyond its plain words is kept beside the text: a note to say with the
answer, or that the difference of two groups is the figure asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chat.analysts.builtin.parsing.statistics.phrases import pattern

_ORDINALS = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_RANKED = pattern(
    rf"(?P<nth>{'|'.join(_ORDINALS)})[\s-]+(?P<end>(?:most|least)\s+\w+|highest|lowest|largest|biggest|smallest|"
    r"greatest|best|worst|oldest|youngest|cheapest|most|least|fewest|longest|shortest)\b"
)
_EXTRA = r"(?:more|fewer|less|higher|lower|larger|smaller|bigger|greater)"
_COUNTED = pattern(rf"how\s+many\s+{_EXTRA}\b(?=.+?\b(?:than|compared)\b)")
_AMOUNT = pattern(
    rf"(?:by\s+)?(?:how\s+much|(?:by\s+)?(?:what|how\s+many|which)\s+percent(?:age)?|what\s+%)\s+{_EXTRA}\b"
    rf"(?:\s+(?:is|was|are|were|did|does|do|has|have)\b)?(?=.+?\b(?:than|compared)\b)"
)
_THAN = re.compile(
    r"\b(?:did\s+|do\s+|does\s+)?(?:than(?:\s+(?:in|for|on|of|from|that\s+of))?|compared\s+(?:to|with))\b",
    re.I,
)
_CHANGED = pattern(
    r"(?:(?:percent(?:age)?|relative|absolute|%)\s+)?(?:growth|change|increase|decrease|rise|fall)\s+(?:of|in)\s+"
    r"(?P<what>[^?.!]+?)\s+(?:from|between)\s+(?P<first>(?:19|20)\d\d)\s+(?:to|and|until)\s+"
    r"(?P<second>(?:19|20)\d\d)(?:\s+(?:in|as\s+a)\s+percent(?:age)?)?"
)
_DIFFERENCE = pattern(r"(?:the\s+)?differences?\s+(?:in|between)\b")
_BRACKETS = re.compile(r"(?P<said>[^\W\d_][\w-]*)\s*\(\s*(?P<name>[^()]{1,80}?)\s*\)")


@dataclass(frozen=True, slots=True)
class Rephrased:
    """The question in plainer words; `contrast` when it asks for the difference of two groups."""

    text: str
    notes: tuple[str, ...] = ()
    contrast: bool = False


def rephrased(question: str, names: tuple[str, ...]) -> Rephrased:
    """The question in words that are read; unchanged where no turn of speech is known."""
    text, notes = _ordinals(_named_in_brackets(question, names))
    contrasted = _contrasts(text)
    contrast = contrasted != text or _DIFFERENCE.search(text) is not None
    return Rephrased(contrasted, notes, contrast)


def _named_in_brackets(text: str, names: tuple[str, ...]) -> str:
    """“city (Stadt)”: the column's own name stands for the word before it."""
    known = {name.casefold(): name for name in names}

    def named(match: re.Match[str]) -> str:
        name = known.get(match["name"].strip("\"'“”`").casefold())
        own = match["said"].casefold() in known or match.group().casefold() in known
        return match.group() if name is None or own else f'"{name}"'

    return _BRACKETS.sub(named, text)


def _ordinals(text: str) -> tuple[str, tuple[str, ...]]:
    """“second highest” is the last of the 2 highest."""
    match = _RANKED.search(text)
    if match is None:
        return text, ()
    count = _ORDINALS[match["nth"].casefold()]
    nth = match["nth"].casefold()
    note = f"I show the first {count}; the last of them is the {nth} one, unless there are ties."
    return f"{text[: match.start()]}{count} {match['end']}{text[match.end() :]}", (note,)


def _contrasts(text: str) -> str:
    """“how many more A than B", “growth of X from 2023 to 2024" as the comparison of two groups."""
    if change := _CHANGED.search(text):
        said = f"compare {change['what']} in {change['first']} and {change['second']}"
        return f"{text[: change.start()]}{said}{text[change.end() :]}"
    for rule, said in ((_COUNTED, "difference in number of"), (_AMOUNT, "difference in")):
        if match := rule.search(text):
            rest = _THAN.sub(" and ", text[match.end() :], count=1)
            return f"{text[: match.start()]}{said}{rest}"
    return text
