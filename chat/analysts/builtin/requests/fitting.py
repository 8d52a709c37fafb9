"""The asked form filled in: each label gets the one figure its words point at, or is said to have none."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.analysts.builtin.figures import escape
from chat.analysts.builtin.requests.facts import Fact
from chat.analysts.builtin.requests.form import Form, Label, Style
from chat.analysts.builtin.requests.numbers import bare, shown
from chat.analysts.builtin.requests.rules import decided
from chat.analysts.builtin.words import name_parts, word_set

_SAME = {
    "average": "mean", "avg": "mean", "stddev": "std", "sd": "std", "deviation": "std", "standard": "std",
    "pval": "p", "pvalue": "p", "coef": "coefficient", "corr": "correlation", "pearson": "correlation",
    "spearman": "correlation", "rho": "coefficient", "tau": "coefficient", "r": "coefficient",
    "maximum": "max", "highest": "max", "minimum": "min", "lowest": "min", "total": "sum",
    "number": "count", "num": "count", "size": "count", "skew": "skewness", "kurt": "kurtosis",
    "var": "variance", "rsquared": "r2", "squared": "r2", "outlier": "outliers",
    "correlation": "coefficient", "lower": "low", "upper": "high", "stat": "statistic", "percentile": "q",
    "accuracyscore": "accuracy", "q1": "q25", "q3": "q75", "q2": "median",
}  # fmt: skip
_EMPTY = word_set("""
    value answer result score the of a final test figure in for and is rows row with by n
    """)
_KINDS = word_set("""
    mean median mode std variance min max sum count skewness kurtosis coefficient p statistic r2 mse
    rmse mae accuracy precision recall f1 iqr q25 q50 q75 slope intercept outliers low high
    silhouette q df auc range
    """)
_VERDICT = word_set("""
    is normal normality normally distributed significant significance significantly relationship
    conclusion hypothesis reject rejected different difference has related dependent independent
    correlated association type distribution
    """)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one request brought: its figures, and its yes or no where it was such a question.

    `about` are the words of the request that tell it from the others, `main` the figures it asked for.
    """

    facts: tuple[Fact, ...]
    about: frozenset[str] = frozenset()
    main: tuple[str, ...] = ()
    verdict: bool | None = None


def fitted(form: Form, answers: Sequence[Answered]) -> list[str]:
    """The last message of the answer; nothing for prose."""
    if form.style is Style.LABELS:
        return _labels(form, answers)
    if form.style is Style.JSON:
        return _json(form, answers)
    if form.style is Style.NUMBER:
        return _number(form, answers)
    if form.style is Style.YES_NO:
        return _yes_no(answers)
    return []


def _labels(form: Form, answers: Sequence[Answered]) -> list[str]:
    lines, missing = [], []
    for label in form.labels:
        value = _filled(label, answers, form, alone=len(form.labels) == 1)
        if value is None:
            missing.append(label.name)
        else:
            lines.append(f"@{label.name}[{value}]")
    return ["\n".join(lines), *_unfilled(missing)]


def _unfilled(missing: list[str]) -> list[str]:
    if not missing:
        return []
    named = ", ".join(f"“{escape(name)}”" for name in missing)
    return [f"I can't tell which figure of the result belongs to {named}, so I left it open."]


def _json(form: Form, answers: Sequence[Answered]) -> list[str]:
    missing: list[str] = []
    found: dict[str, object] = {}
    for label in form.labels or _own_labels(answers):
        value = _filled(label, answers, form, alone=len(form.labels) == 1)
        if value is None:
            missing.append(label.name)
        else:
            found[label.name] = _typed(value)
    return ["```json\n" + json.dumps(found, ensure_ascii=False) + "\n```", *_unfilled(missing)]


def _own_labels(answers: Sequence[Answered]) -> tuple[Label, ...]:
    names = [name for answer in answers for name in (answer.main or [f.figure for f in answer.facts[:8]])]
    return tuple(Label(name) for name in dict.fromkeys(names))


def _typed(value: str) -> object:
    """A number stays one in JSON."""
    return json.loads(value) if re.fullmatch(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", value) else value


def _number(form: Form, answers: Sequence[Answered]) -> list[str]:
    found = [fact for answer in answers for fact in _main(answer)[:1]]
    return [", ".join(shown(fact.value, form) for fact in found)] if found else []


def _yes_no(answers: Sequence[Answered]) -> list[str]:
    verdicts = [answer.verdict for answer in answers if answer.verdict is not None]
    if not verdicts:
        return ["I can't answer this with yes or no; the figures are above."]
    return [", ".join("**Yes.**" if verdict else "**No.**" for verdict in verdicts)]


def _main(answer: Answered) -> list[Fact]:
    """The figures asked for by name, else the first of the first table."""
    named = [fact for name in answer.main for fact in answer.facts if fact.first and fact.answers(name)]
    named = named or [fact for name in answer.main for fact in answer.facts if fact.answers(name)]
    return named or [fact for fact in answer.facts if fact.first]


def _filled(label: Label, answers: Sequence[Answered], form: Form, *, alone: bool) -> str | None:
    """What stands in a label: a verdict in its own words, or a figure."""
    words = _words(label.name)
    if any(rule.word in label.choices for rule in form.rules):
        return decided(form.rules, label.choices, [fact for answer in answers for fact in answer.facts])
    tested = [answer for answer in answers if answer.verdict is not None]
    if tested and (label.choices or (set(words) & _VERDICT and not set(words) & _KINDS)):
        chosen = _about(tested, words)
        return _chosen(label, chosen) if chosen else None
    fact = _pointed_at(words, answers, alone=alone)
    if fact is None:
        return None
    decimals = form.decimals if label.decimals is None else label.decimals
    return bare(fact.value, decimals)


def _chosen(label: Label, answer: Answered) -> str | None:
    """The verdict as one of the words allowed: yes or no, true or false, "normal" or "not normal" …"""
    if not label.choices:
        return "Yes" if answer.verdict else "No"
    plain = {choice.casefold(): choice for choice in label.choices}
    for yes, no in (("yes", "no"), ("true", "false")):
        if yes in plain and no in plain:
            return plain[yes if answer.verdict else no]
    negative = [
        choice for choice in label.choices if re.match(r"(?:not?\b|non|none|in|un|dis|fail)", choice, re.I)
    ]
    positive = [choice for choice in label.choices if choice not in negative]
    side = positive if answer.verdict else negative
    return side[0] if len(side) == 1 else None


def _pointed_at(words: list[str], answers: Sequence[Answered], *, alone: bool) -> Fact | None:
    """The fact whose column and row the label's words name best; None when two name it equally well."""
    scored: list[tuple[float, Fact]] = []
    for answer in answers:
        main = _main(answer)
        for fact in answer.facts:
            score = _score(words, fact, answer)
            if score > 0:
                scored.append((score + (0.5 if fact in main else 0) + (0.25 if fact.first else 0), fact))
    if not scored:
        mains = [fact for answer in answers for fact in _main(answer)[:1]]
        return mains[0] if alone and len(mains) == 1 and not set(words) & _KINDS else None
    best = max(score for score, _ in scored)
    values = {fact.value: fact for score, fact in scored if score == best}
    if len(values) == 1:
        return next(iter(values.values()))
    return _preferred(list(values.values()))


def _preferred(facts: list[Fact]) -> Fact | None:
    """Between a figure and its adjusted form, the one that statistics packages give by default."""
    return (
        facts[0]
        if len({fact.figure.removesuffix("_adjusted") for fact in facts}) == 1
        and len({f.owner for f in facts}) == 1
        else None
    )


def _score(words: list[str], fact: Fact, answer: Answered) -> float:
    """Words of the label found in the figure's name (which must be of its kind), its row, its request."""
    named = set(_words(fact.figure))
    kinds = set(words) & _KINDS
    if kinds and not kinds & named:
        return 0
    owner = set(_words(fact.owner))
    beside = 0.1 * len(named - set(words))
    return (
        2 * len(set(words) & named) + 1.5 * len(set(words) & owner) + len(set(words) & answer.about) - beside
    )


def _about(answers: Sequence[Answered], words: list[str]) -> Answered | None:
    ranked = sorted(answers, key=lambda answer: -len(set(words) & answer.about))
    return ranked[0] if ranked else None


def _words(text: str) -> list[str]:
    parts = [_SAME.get(part, part) for part in name_parts(text)]
    parts = [_SAME.get(part, part) for part in parts]
    return [part for part in parts if part not in _EMPTY]
