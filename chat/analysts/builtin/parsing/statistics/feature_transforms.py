"""A column transformed: scaled, logged, a date taken apart."""

from __future__ import annotations

import re

from chat.analysts.builtin.columns import Role, Table
from chat.analysts.builtin.intent import Feature
from chat.analysts.builtin.parsing.statistics.feature_steps import (
    COL,
    END,
    Features,
    Resolve,
    category_column,
    number_column,
)
from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern

_SCALED = {
    "zscore": pattern(
        rf"(?:the\s+)?(?:z[\s-]*score\s+(?:normali[sz](?:e|ing|ed)|standardi[sz](?:e|ing|ed)|of)|"
        rf"standardi[sz](?:e|ing)|z[\s-]*normali[sz](?:e|ing))"
        rf"\s+(?:the\s+)?(?:column\s+|values\s+of\s+)?(?P<column>{COL})(?:\s+(?:column|values))?"
        rf"(?:\s*(?:using|with|by|to)\s+(?:the\s+)?z[\s-]*scores?(?:\s+(?:normali[sz]ation|"
        rf"standardi[sz]ation|method))?)?{END}|"
        rf"normali[sz](?:e|ing)\s+(?:the\s+)?(?:column\s+)?(?P<other>{COL})(?:\s+column)?\s+(?:using|with|"
        rf"by|via|to)\s+(?:the\s+)?z[\s-]*scores?"
        rf"(?:\s+(?:normali[sz]ation|standardi[sz]ation|method))?"
    ),
    "min_max": pattern(
        rf"(?:min[\s-]*max\s+(?:scale|scaling|normali[sz](?:e|ing|ation)|scaled)(?:\s+(?:to|of|on))?)\s+"
        rf"(?:the\s+)?(?P<column>{COL})"
        rf"(?:\s+(?:column|values))?(?:\s*(?:to|between|into)\s+(?:the\s+range\s+)?\[?0\s*(?:,|-|to|and)\s*"
        rf"1\]?)?{END}|"
        rf"(?:normali[sz](?:e|ing)|scal(?:e|ing))\s+(?:the\s+)?(?:column\s+)?(?P<other>{COL})(?:\s+column)?\s+"
        rf""
        rf"(?:(?:using|with|by|via)\s+(?:the\s+)?min[\s-]*max(?:\s+(?:scal(?:ing|er)|normali[sz]ation))?|"
        rf"(?:to|between|into)\s+(?:the\s+range\s+)?\[?0\s*(?:,|-|to|and)\s*1\]?)"
    ),
}
_LOGGED = pattern(
    rf"(?P<verb>(?:take|taking|compute|calculate|apply|get|create|make|form)\s+)?(?:the\s+|an?\s+)?(?:(?P<base10>log[\s-]*10|common\s+log(?:arithm)?|base[\s-]*10\s+log(?:arithm)?)|"
    rf"(?P<base2>log[\s-]*2|base[\s-]*2\s+log(?:arithm)?)|"
    rf"(?P<plus>log1p|log\s*\(\s*1\s*\+\s*x\s*\)|log\s*\(\s*x\s*\+\s*1\s*\))|natural\s+log(?:arithm)?\b|"
    rf"log(?:arithm(?:ic)?)?\b)"
    rf"(?:[\s-]*transform(?:ed|ing|ation)?)?\s*(?:of|on|to)?\s*\(?(?:the\s+)?(?:column\s+"
    rf")?(?P<column>{COL})\)?(?:\s+column)?{END}"
)
_RESULT = re.compile(r"(?:values?|data|numbers?|scores?|figures?|results?|column|variable)", re.I)
"""Behind "log": the column that was made before, in other words."""
_PART = pattern(
    rf"(?:extract(?:ing)?|get|take|taking|pull)\s+(?:the\s+)?(?P<part>year|quarter|month|week|day|hour|"
    rf"weekday|day\s+of\s+(?:the\s+)?week)\s+"
    rf"(?:from|of|out\s+of)\s+(?:the\s+)?(?P<column>{COL})(?:\s+column)?(?:\s+as\s+an?\s+(?:new\s+"
    rf")?(?:column|feature))?{END}"
)
_PARTS = {"month": "month_of_year", "hour": "hour_of_day", "weekday": "weekday"}


def scalings(phrases: Phrases, table: Table, resolve: Resolve, found: Features) -> None:
    words = {"zscore": "z-score", "min_max": "0 to 1"}
    for step, rule in _SCALED.items():
        while match := phrases.find(rule, over_names=True):
            column = operand(phrases, match, match["column"] or match["other"], table, resolve, found)
            if column is not None:
                name = f"{column} ({words[step]})"
                found.make({"step": step, "name": name, "column": column}, number_column(name))
                _stands_for(phrases, match, name)


def logs(phrases: Phrases, table: Table, resolve: Resolve, found: Features) -> None:
    while match := phrases.find(_LOGGED, over_names=True):
        if found.made and _RESULT.fullmatch(match["column"].strip()):
            phrases.put(match.span(), f' "{list(found.made)[-1]}" ')
            continue
        column = operand(phrases, match, match["column"], table, resolve, found)
        if column is not None:
            base = "10" if match["base10"] else "2" if match["base2"] else "e"
            name = f"log of {column}"
            step: Feature = {
                "step": "log",
                "name": name,
                "column": column,
                "base": base,
                "add_one": bool(match["plus"]),
            }
            found.make(step, number_column(name))
            _stands_for(phrases, match, name)


def date_parts(phrases: Phrases, table: Table, resolve: Resolve, found: Features) -> None:
    while match := phrases.find(_PART, over_names=True):
        column = resolve(match["column"])
        if column is None and len(table.dates) == 1:
            column = table.dates[0].name
        phrases.blank(match.span())
        if column is None or table[column].role is not Role.DATE or table[column].date_formats:
            found.problems.append(f"“{match['column'].strip()}” is no date column that I can take apart.")
            continue
        said = re.sub(r"day\s+of.*", "weekday", match["part"].casefold())
        name = f"{said} of {column}"
        found.make(
            {"step": "date_part", "name": name, "column": column, "part": _PARTS.get(said, said)},
            category_column(name, "BIGINT"),
        )
        bare = pattern(rf"\b(?:by|per|for\s+each|in\s+each|each)\s+(?:extracted\s+)?{said}\b")
        if by := phrases.find(bare):
            phrases.put(by.span(), f'by "{name}"')


def operand(
    phrases: Phrases, match: re.Match[str], words: str, table: Table, resolve: Resolve, found: Features
) -> str | None:
    column = resolve(words)
    if column is not None and table[column].is_number:
        return column
    phrases.blank(match.span())
    found.problems.append(f"I can't tell which numeric column “{words.strip()}” is.")
    return None


def _stands_for(phrases: Phrases, match: re.Match[str], name: str) -> None:
    """A transformed column that is itself what is asked about stays in the sentence under its new name."""
    before = phrases.text[: match.start()].rstrip()
    standalone = not before or before[-1] in ".;:,?!" or re.search(r"\b(?:after|and|then)$", before, re.I)
    verb = re.match(
        r"\s*(?:standardi[sz]e|normali[sz]e|scale|z[\s-]*score\s+\w+e\b|log[\s-]*transform\b|min|take\b|taking\b|"
        r"compute|calculate|apply|get\b|create|make|form)",
        match.group(),
        re.I,
    )
    phrases.put(match.span(), " " if standalone and verb else f' "{name}" ')
