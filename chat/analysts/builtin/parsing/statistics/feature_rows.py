"""Steps that change or drop rows: filled cells, rows without values, repeated rows."""

from __future__ import annotations

import re

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.parsing.statistics.feature_steps import COL, Features, Resolve, fill_step
from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern

_AND_THEN = r"(?:\s*[,;.:]?\s*(?:and|then)?\s*(?:then\s+)?)"
_WITH = (
    r"(?:with|by|using)\s+(?:the\s+|its\s+|their\s+|column\s+|respective\s+)*(?P<with>mean|average|"
    r"median|mode|most\s+frequent\s+value|zeros?|-?\d+(?:\.\d+)?)(?:\s+(?:values?))?(?:\s+of\s+(?:the\s+"
    r"|each\s+)?(?:column|rest))?"
)
_MISSING = r"(?:missing|null|nan|empty|na)(?:\s+(?:values?|cells?|entries|data))?"
_FILL = pattern(
    rf"(?:(?:after|when|once|first|,)\s+)*(?:fill(?:ing)?(?:\s+in)?|imput(?:e|ing|ed)|replac(?:e|ing))\s+"
    rf"(?:all\s+|any\s+|the\s+)*"
    rf"(?:{_MISSING}(?:\s+(?:in|of|for)\s+(?:the\s+)?(?P<column>{COL})(?:\s+column)?)?|(?P<other>{COL}))\s+"
    rf"{_WITH}{_AND_THEN}"
)
_FILL_BACK = pattern(
    rf"(?:the\s+)?{_MISSING}\s+(?:in|of|for)\s+(?:the\s+)?(?P<column>{COL})(?:\s+column)?\s+(?:are\s+|is\s+|"
    rf"have\s+been\s+)?(?:filled|imputed|replaced)\s+{_WITH}"
)
_DROP = pattern(
    rf"(?:(?:after|when|once|first|,|and|but)\s+)*(?:drop(?:ping)?|ignor(?:e|ing)|exclud(?:e|ing)|remov(?:e|"
    rf"ing)|discard(?:ing)?|omit(?:ting)?|leav(?:e|ing)\s+out|delet(?:e|ing))"
    rf"\s+(?:all\s+|any\s+|the\s+)*(?:(?:rows?|records?|entries|observations|cases|passengers|data\s+"
    rf"points)\s+(?:where|with|that\s+have|having|whose|containing)\s+(?:an?\s+|any\s+)?)?"
    rf"(?:{_MISSING}(?:\s+(?:in|of|for)\s+(?:the\s+)?(?P<column>{COL}(?:\s+(?:and|or)\s+{COL})?)(?:\s+"
    rf"columns?)?(?=\s*(?:$|[,;.?!:]|\bbefore\b|\bwhat\b|\bthen\b|\bfor\b|\bin\b))|"
    rf"(?:\s+(?P<bare>(?!and\b|in\b|before\b|when\b|then\b|from\b)[A-Za-z]\w*))?)|(?P<is>{COL})\s+is\s+"
    rf"(?:missing|null|nan|empty))"
    r"(?:\s+(?:in|from)\s+(?:either|any|both|these|those|the)\s+(?:of\s+the\s+)?(?:two\s+|these\s+"
    r")?(?:columns?|variables?|dataset|data|of\s+them))?"
    rf"{_AND_THEN}"
)
_REPEATS = pattern(
    rf"(?:(?:after|when|once|first|,)\s+)*(?:drop(?:ping)?|remov(?:e|ing)|exclud(?:e|ing)|ignor(?:e|ing)|"
    rf"discard(?:ing)?)\s+(?:all\s+|any\s+|the\s+)*"
    rf"(?:duplicates?|duplicated?\s+(?:rows|records|entries)|repeated\s+rows){_AND_THEN}"
)


def fillings(phrases: Phrases, table: Table, resolve: Resolve, found: Features) -> None:
    for rule in (_FILL, _FILL_BACK):
        while match := phrases.find(rule, over_names=True):
            groups = match.groupdict()
            words = groups.get("column") or _after_missing(groups.get("other") or "")
            phrases.blank(match.span())
            how = {"average": "mean", "most frequent value": "mode"}.get(
                match["with"].casefold(), match["with"].casefold()
            )
            column = resolve(words) if words else None
            if words and column is None:
                found.problems.append(f"I found no column like “{words.strip()}” to fill.")
            elif column is None:
                found.fill_all = how
            else:
                found.steps.append(fill_step(column, how))


def _after_missing(words: str) -> str:
    """“missing ages": the column without the word before it."""
    return re.sub(r"^(?:missing|null|empty)\s+", "", words, flags=re.I)


def droppings(phrases: Phrases, table: Table, resolve: Resolve, found: Features) -> None:
    while match := phrases.find(_DROP, over_names=True):
        words = match["column"] or match["bare"] or match["is"]
        phrases.blank(match.span())
        names = [resolve(part) for part in re.split(r"\s+(?:and|or)\s+", words)] if words else []
        columns = [name for name in names if name is not None]
        if len(columns) < len(names):
            found.problems.append(f"I found no column like “{(words or '').strip()}” in this file.")
        elif columns:
            found.steps.append({"step": "drop_missing", "columns": columns})
        else:
            found.drop_all = True
    while match := phrases.take(_REPEATS):
        found.steps.append({"step": "drop_duplicates"})
