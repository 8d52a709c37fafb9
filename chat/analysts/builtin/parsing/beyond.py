"""Figures and conditions that nothing here can compute, known by their words before anything is read.

Each of them would otherwise leave a figure of another kind behind: “geometric mean of revenue” the
mean, “second highest” the highest. They are refused by name instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern

_CENTRE = r"(?:average|mean|median)"
_BEYOND: Mapping[str, str] = {
    "weighted, geometric, harmonic or trimmed averages":
        r"(?:weighted|geometric|harmonic|trimmed|winsori[sz]ed)\b(?!\s+f1)",
    "roots": r"(?:square|cube)[\s-]+roots?\b",
    "standard errors of a mean": r"standard\s+errors?\s+of\s+(?:the\s+)?mean\b",
    "coefficients of variation": r"coefficients?\s+of\s+variation\b",
    "a part of a figure or of the rows":
        r"(?<!top\s)(?<!bottom\s)\d+(?:\.\d+)?\s?(?:%|percent)\s+of\b|(?:top|bottom)\s+\d+\s?(?:%|percent)|"
        r"(?<!first\s)(?<!second\s)(?:half|a\s+third|a\s+quarter)\s+of\b(?!\s+(?:19|20)\d\d)",
    "a figure held against a number":
        rf"(?<!.)(?:is|was|are|were)\s+(?:the\s+)?(?:{_CENTRE}|total|sum|number)\b(?!.*(?:signific|\btest|differ))"
        r"[^?]*\b(?:over|above|below|under|than|at\s+least|at\s+most)\s+-?\d",
    "how often something repeats": r"(?:twice|thrice|repeatedly|(?:only|exactly|more\s+than)\s+once)\b",
    "that kind of test":
        r"two[\s-]*way\s+anova|manova|ancova|(?:repeated|bootstrap|permutation)\w*\s+(?:measures|tests?|"
        r"confidence|anova)|mcnemar|friedman|granger|dickey|unit\s+root|tukey(?:['’]s)?\s+hsd|"
        r"f[\s-]*tests?\s+(?:of|for)\s+(?:the\s+)?(?:equality\s+of\s+)?variances?",
    "rows beside the rows before them":
        r"than\s+(?:the|on\s+the)\s+(?:hour|day|week|month|quarter|year|row)\s+before|consecutive|streaks?\b|"
        r"in\s+a\s+row\b|(?:biggest|largest|greatest|sharpest|steepest|smallest)\s+(?:drop|rise|increase|"
        r"decrease|jump|fall|change|decline|growth)\b",
    "the time between rows":
        r"(?:how\s+long|(?:days|hours|minutes|weeks|months|years|time))\s+(?:since|between|passed|elapsed)\b"
        r"(?!\s+\d)",
    "a condition that depends on an average":
        r"(?:above|below|over|under|(?:\w+er\s+|more\s+|less\s+)?than|exceed(?:s|ing)?)\s+(?:the\s+|its\s+|their\s+)?(?:overall\s+|group\s+)?"
        rf"{_CENTRE}\b(?!\s+(?:of\s+)?-?\d)",
    "leaving out outliers":
        r"(?:without|excluding|exclude|ignoring|remov(?:e|ing)|dropping|not\s+counting)\s+(?:the\s+|any\s+|"
        r"all\s+)?(?:outliers?|extreme\s+values?)\b",
    "the data before and after a change at once": r"before\s+and\s+after\b(?!\s+\d)",
}  # fmt: skip
_RULES = {what: pattern(words) for what, words in _BEYOND.items()}


def beyond(text: str, names: tuple[str, ...]) -> str | None:
    """The sentence that refuses, where a word outside the columns called `names` asks for such a thing."""
    phrases = Phrases(text, names)
    for what, rule in _RULES.items():
        match = phrases.find(rule)
        if match is not None:
            return f"I can't do this by rule: {what} (“{' '.join(match.group().split())}”)."
    return None


def joined_by_sign(text: str, names: Iterable[str]) -> bool:
    """“temp_max - temp_min”: a sign between two names of columns, which is no word."""
    spoken = text.casefold()
    known = [re.escape(name.casefold()) for name in names if name.casefold() in spoken]
    either = f"[\"“']?(?:{'|'.join(known)})[\"”']?"
    return len(known) > 1 and re.search(rf"(?<!\w){either}\s+[-–−÷]\s+{either}(?!\w)", spoken) is not None
