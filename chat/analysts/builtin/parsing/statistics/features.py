"""Feature steps that a question names: a ratio of two columns, bins, z-scores, logs, date parts, filling.

Each is read from the text with the columns it works on; a step that makes a column leaves that
column's name in its place, so that the rest of the question is read over a file that has it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.parsing.statistics.feature_columns import arithmetic, bins
from chat.analysts.builtin.parsing.statistics.feature_rows import droppings, fillings
from chat.analysts.builtin.parsing.statistics.feature_steps import Features, Resolve
from chat.analysts.builtin.parsing.statistics.feature_transforms import date_parts, logs, scalings
from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern


def with_features(table: Table, features: Features) -> Table:
    """The file as it is after the steps."""
    known = tuple(column for column in table.columns if column.name not in features.made)
    columns = (*known, *features.made.values())
    return replace(table, columns=columns, index={column.name: column for column in columns})


def read_features(phrases: Phrases, table: Table, resolve: Resolve) -> Features:
    """Every feature step of the text; their phrases are taken or replaced by the column they make."""
    found = Features()
    for read in (fillings, droppings, arithmetic, bins, scalings, logs, date_parts):
        read(phrases, table, resolve, found)
    if found.made:
        _point_at(phrases, list(found.made)[-1])
    return found


def _point_at(phrases: Phrases, name: str) -> None:
    """“its mean", "the mean of this new column": the words for the column just made."""
    its = re.compile(
        r"\b(?:its|their)\s+((?:\w+\s+)?(?:mean|average|median|std|sum|total|maximum|minimum|max|min|"
        r"variance|skewness|"
        r"kurtosis|mode|range|distribution|standard\s+deviation))\b",
        re.I,
    )
    while match := phrases.find(its):
        phrases.put(match.span(), f'{match[1]} of "{name}"')
    it = pattern(
        r"\b(?:of|for|in|on)\s+(?:(?:the|this|that)\s+(?:new(?:ly\s+created)?\s+|resulting\s+|derived\s+)?"
        r"(?:column|feature|variable|field|ratio|difference|attribute|one)|it|"
        r"(?:the\s+|these\s+|those\s+)?(?:log(?:ged|[\s-]*transformed)?|transformed|standardi[sz]ed|normali[sz]ed|scaled|"
        r"resulting|new)\s+(?:values?|data|numbers?|scores?|figures?)|the\s+(?:logs|logarithms|z[\s-]*scores))\b"
    )
    while match := phrases.find(it):
        phrases.put(match.span(), f' of "{name}" ')
    verb = re.compile(r"\b(test|check|describe|summari[sz]e|assess|analy[sz]e)\s+it\b", re.I)
    while match := phrases.find(verb):
        phrases.put(match.span(), f'{match[1]} "{name}"')
    for match in reversed(
        list(re.finditer(r"\b(?:this|the)\s+new\s+(?:column|feature|variable|field)\b", phrases.text, re.I))
    ):
        phrases.put(match.span(), f' "{name}" ')
