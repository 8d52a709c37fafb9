"""Rules that a question lays down for a word of its answer: "linear if p < 0.05, otherwise none"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chat.analysts.builtin.figures import as_number
from chat.analysts.builtin.requests.facts import Fact

_COMPARED: tuple[tuple[str, Callable[[float, float], bool]], ...] = (
    (r"greater\s+than\s+or\s+equal\s+to|at\s+least|>=|≥|no\s+less\s+than", operator.ge),
    (r"less\s+than\s+or\s+equal\s+to|at\s+most|<=|≤|no\s+more\s+than", operator.le),
    (r"greater\s+than|more\s+than|higher\s+than|above|over|exceeds|>", operator.gt),
    (r"less\s+than|smaller\s+than|lower\s+than|below|under|<", operator.lt),
)
_OPS = "|".join(words for words, _ in _COMPARED)
_CONDITION = re.compile(
    r"(?P<abs>absolute\s+(?:value\s+of\s+)?(?:the\s+)?|\|)?\s*(?:the\s+)?(?:pearson\s+)?"
    r"\b(?P<figure>p[\s-]*values?|p|correlation(?:\s+coefficient)?|coefficient|r)\b(?:\s+value)?\s*\|?\s*"
    r"(?:is\s+)?"
    rf"(?P<op>{_OPS})\s*(?P<bound>-?\d*\.?\d+)", re.I
)  # fmt: skip
_SENTENCE = re.compile(r"[^.;\n]*(?:\.\d[^.;\n]*)*[.;\n]?")
_CLAUSE = re.compile(
    r"[,;]\s*(?=(?:and\s+)?(?:otherwise|else)\b|(?:and\s+)?[\"'“]\w+[\"'”]\s+(?:if|when)\b|and\s+"
    r"(?:consider|if)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a figure of the result with a number of the question."""

    figure: str
    compare: Callable[[float, float], bool]
    bound: float
    absolute: bool = False

    def holds(self, facts: Sequence[Fact]) -> bool | None:
        """None when the result does not have the figure."""
        found = next((fact for fact in facts if fact.first and fact.answers(self.figure)), None)
        value = as_number(found.value) if found else None
        if value is None:
            return None
        return self.compare(abs(value) if self.absolute else value, self.bound)


@dataclass(frozen=True, slots=True)
class Rule:
    """A word of the answer and what it takes; without conditions it stands for everything else."""

    word: str
    conditions: tuple[Condition, ...]


def take_rules(text: str, words: Iterable[str]) -> tuple[tuple[Rule, ...], str]:
    """The rules for these words, and the text without the sentences that state them."""
    choices = sorted(words, key=len, reverse=True)
    rules: list[Rule] = []

    def read(match: re.Match[str]) -> str:
        found = [rule for clause in _CLAUSE.split(match.group()) if (rule := _rule(clause, choices))]
        if not any(rule.conditions for rule in found) and not (rules and found):
            return match.group()
        rules.extend(found)
        return " "

    rest = _SENTENCE.sub(read, text) if choices else text
    return tuple(rules), rest


def _rule(clause: str, choices: Sequence[str]) -> Rule | None:
    word = next((c for c in choices if re.search(rf"(?<![\w-]){re.escape(c)}(?![\w-])", clause, re.I)), None)
    conditions = tuple(_condition(match) for match in _CONDITION.finditer(clause))
    conditional = re.search(r"\b(?:if|when|where)\b", clause, re.I)
    if word is None or not (
        (conditional and conditions) or re.search(r"\b(?:otherwise|else)\b", clause, re.I)
    ):
        return None
    return Rule(word, conditions)


def _condition(match: re.Match[str]) -> Condition:
    figure = "p_value" if match["figure"].casefold().startswith("p") else "coefficient"
    compare = next(test for words, test in _COMPARED if re.fullmatch(words, match["op"], re.I))
    return Condition(figure, compare, float(match["bound"]), match["abs"] is not None)


def decided(rules: Sequence[Rule], choices: Sequence[str], facts: Sequence[Fact]) -> str | None:
    """The word whose rule holds; the one word without a rule when none does. None when it can't be told."""
    own = [rule for rule in rules if rule.word in choices]
    outcomes = [[condition.holds(facts) for condition in rule.conditions] for rule in own]
    if not own or any(held is None for outcome in outcomes for held in outcome):
        return None
    for rule, outcome in zip(own, outcomes, strict=True):
        if outcome and all(outcome):
            return rule.word
    left = [choice for choice in choices if all(rule.word != choice or not rule.conditions for rule in own)]
    return left[0] if len(left) == 1 else None
