"""New columns out of old ones: ratios, sums, differences, products, bins."""

from __future__ import annotations

import re

from chat.analysts.builtin.columns import Table
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
from chat.analysts.builtin.wordlists import NUMBER_WORDS

_MAKE = (
    r"(?:(?:create|add|make|compute|calculate|define|derive|engineer|generate|introduce|build|construct|"
    r"creating|adding|"
    r"making|defining|with)\s+(?:an?\s+|the\s+)?(?:new\s+)?(?:numeric\s+)?(?:column|feature|variable|field|"
    r"attribute)\s*)"
)
_NAMED = (
    r"(?:(?:called|named|as|,)?\s*[\"'“`](?P<name>[^\"'”`]{1,60})[\"'”`]\s*|(?:called|named)\s+"
    r"(?P<word>\w+)\s*|(?P<bare>[A-Za-z]\w*)\s*(?==|\s(?:as|by|which|that|defined|equal|representing|"
    r"being)\b))?"
)
_LINK = (
    r"(?:,?\s*(?:=|:=|:|as|by|which\s+is|that\s+is|equal\s+to|defined\s+as|that\s+equals|is|being|"
    r"representing|"
    r"calculated\s+(?:as|by)|computed\s+(?:as|by)|where\s+it\s+is)\s*)*(?:the\s+)?"
)
_INFIX = {
    "ratio": r"(?:/|÷|divided\s+by|over)",
    "product": r"(?:\*|×|times|multiplied\s+by)",
    "sum": r"(?:\+|plus|added\s+to)",
    "difference": r"(?:-|–|−|minus)",
}
_PREFIX = {
    "ratio": (r"ratio\s+(?:of|between)\s+", r"\s+(?:to|and|over)\s+", r"dividing\s+", r"\s+by\s+"),
    "product": (r"product\s+of\s+", r"\s+and\s+", r"multiplying\s+", r"\s+(?:by|and|with)\s+"),
    "sum": (r"sum\s+of\s+", r"\s+and\s+", r"(?:adding|summing)\s+(?:up\s+)?", r"\s+(?:and|to|plus)\s+"),
    "difference": (r"difference\s+(?:between|of)\s+", r"\s+and\s+", r"subtracting\s+", r"\s+from\s+"),
}
_COUNTED = r"(?P<count>\d+|" + "|".join(NUMBER_WORDS) + ")"
_EQUAL = r"(?P<how>equal[\s-]*(?:width|sized?|frequency|interval)d?|quantile(?:-based)?)"
_BINNED = pattern(
    rf"(?:\b(?:bin|bucket|discreti[sz]e|cut|divide|split|group|categori[sz]e)(?:ning|ing)?\s+(?:the\s+"
    rf")?(?P<column>{COL})\s+"
    rf"(?:values\s+)?in(?:to)?\s+(?:{_COUNTED}\s+)?(?:{_EQUAL}\s+)?(?:(?P<quart>quartiles|deciles|quintiles|"
    rf"tertiles)|"
    r"(?:bins?|buckets?|intervals?|groups?|categories|ranges?)))(?:\s+of\s+equal\s+(?P<of>width|size|"
    r"frequency))?"
    r"(?:\s*[,:(]*\s*(?P<edges>\d+(?:\.\d+)?(?:\s*(?:,|-|–|and|to)\s*\d+(?:\.\d+)?)+)\s*\)?)?"
)


_MISSING_TOO = pattern(
    r"(?:(?:and|also|including|include|plus|counting|count|with)\s+)*(?:those|the\s+ones|(?:the\s+)?(?:rows|"
    r"people|respondents))\s+(?:without|with\s+no|missing)\s+[^.?!;]{1,60}?\s(?:too|also|as\s+well)\b|"
    r"(?:include|including|keep|keeping)\s+(?:the\s+|those\s+|rows\s+)*(?:missing|nulls?|without)\b[^.?!;]{0,40}"
)
"""Rows without the binned value are a group of their own anyway."""


def arithmetic(phrases: Phrases, table: Table, resolve: Resolve, found: Features) -> None:
    for step, infix in _INFIX.items():
        rule = pattern(rf"{_MAKE}{_NAMED}{_LINK}(?P<left>{COL})\s*{infix}\s*(?P<right>{COL}){END}")
        _pairs(phrases, rule, step, table, resolve, found)
    for step, (lead, link, verb, by) in _PREFIX.items():
        for head, middle in ((lead, link), (verb, by)):
            rule = pattern(rf"{_MAKE}{_NAMED}{_LINK}{head}(?P<left>{COL}){middle}(?P<right>{COL}){END}")
            _pairs(phrases, rule, step, table, resolve, found, swapped=head.startswith("subtracting"))


def _pairs(
    phrases: Phrases, rule: re.Pattern[str], step: str, table: Table, resolve: Resolve, found: Features,
    *, swapped: bool = False,
) -> None:  # fmt: skip
    while match := phrases.find(rule, over_names=True):
        left, right = (resolve(match[side]) for side in ("left", "right"))
        missing = [match[side] for side, name in (("left", left), ("right", right)) if name is None]
        if missing or left is None or right is None:
            found.problems.append(f"I found no column like “{missing[0].strip()}” in this file.")
            phrases.blank(match.span())
            continue
        if swapped:
            left, right = right, left
        sign = {"ratio": "/", "product": "×", "sum": "+", "difference": "−"}[step]
        name = _name(match, f"{left} {sign} {right}", table)
        for column in (left, right):
            if not table[column].is_number:
                found.problems.append(f"{column} is not a number, so I can't compute with it.")
        found.make({"step": step, "name": name, "left": left, "right": right}, number_column(name))
        phrases.put(match.span(), " ")


def _name(match: re.Match[str], default: str, table: Table) -> str:
    given = next((match[group] for group in ("name", "word", "bare") if match.groupdict().get(group)), None)
    name = (given or default).strip()
    return name if name not in table.index else f"{name} (new)"


def bins(phrases: Phrases, table: Table, resolve: Resolve, found: Features) -> None:
    while match := phrases.find(_BINNED, over_names=True):
        column = resolve(match["column"])
        if column is None or not table[column].is_number:
            found.problems.append(f"I can't tell which numeric column to bin: “{match['column'].strip()}”.")
            phrases.blank(match.span())
            continue
        name = f"{column} (bin)"
        step: Feature = {"step": "bins", "name": name, "column": column, **_bin_shape(match)}
        if "count" not in step and "edges" not in step:
            found.problems.append(f"Into how many bins should {column} go?")
        found.make(step, category_column(name))
        phrases.put(match.span(), " ")
        phrases.take_all(_MISSING_TOO)
        _by_bin(phrases, name)


def _bin_shape(match: re.Match[str]) -> Feature:
    if match["edges"]:
        edges = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", match["edges"])]
        return {"edges": sorted(dict.fromkeys(edges)), "method": "equal_width"}
    parts = {"quartiles": 4, "deciles": 10, "quintiles": 5, "tertiles": 3}
    if match["quart"]:
        return {"count": parts[match["quart"].casefold()], "method": "equal_frequency"}
    how = f"{match['how'] or ''} {match['of'] or ''}".casefold()
    frequent = any(word in how for word in ("freq", "quantile", "size"))
    shape: Feature = {"method": "equal_frequency" if frequent else "equal_width"}
    count = match["count"]
    if count:
        shape["count"] = int(count) if count.isdigit() else NUMBER_WORDS[count.casefold()]
    return shape


def _by_bin(phrases: Phrases, name: str) -> None:
    """“and count", "in each bin": what follows is by bin, unless it says so itself."""
    each = pattern(
        r"(?:how\s+many\s+(?:rows\s+)?(?:are\s+)?|(?:and\s+)?count(?:\s+(?:the\s+)?(?:rows|values|"
        r"passengers|people|records|entries))?\s*)?"
        r"(?:in|per|by|for|of|within|fall\s+into|are\s+in)\s+(?:each|every|the)?\s*(?:age\s+)?(?:bins?|"
        r"buckets?|groups?|intervals?|categor(?:y|ies))\b"
    )
    match = phrases.find(each)
    if match is None:
        phrases.text += f' by "{name}"' if re.search(r"\w", phrases.text) else ""
        return
    counted = re.search(r"count|how\s+many", match.group(), re.I)
    phrases.put(match.span(), f'{"number of rows" if counted else ""} by "{name}"')
