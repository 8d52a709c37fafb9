"""The form in which an answer is asked for: labels to fill in, rounding, JSON, a number alone, yes or no."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chat.analysts.builtin.requests.rules import Rule, take_rules
from chat.analysts.builtin.wordlists import NUMBER_WORDS

MAX_MESSAGE = 4_000
"""Characters of a question with its constraints and the form asked for."""


class Style(StrEnum):
    """What the last message of the answer is made of."""

    PROSE = "prose"
    NUMBER = "number"
    YES_NO = "yes or no"
    JSON = "json"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Label:
    """A place to fill in: `@mean_fare[…]`, or a key of the JSON. `choices` are the words it may hold."""

    name: str
    decimals: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """`decimals` and `significant` round what is said; `percent` says fractions as percentages."""

    style: Style = Style.PROSE
    labels: tuple[Label, ...] = ()
    decimals: int | None = None
    significant: int | None = None
    percent: bool = False
    rules: tuple[Rule, ...] = ()
    """What the question says that a word of its answer takes."""


@dataclass(slots=True)
class _Text:
    """The message while phrases are taken off it."""

    text: str
    form: Form = field(default_factory=Form)

    def take(self, rule: re.Pattern[str]) -> re.Match[str] | None:
        match = rule.search(self.text)
        if match:
            self.text = f"{self.text[: match.start()]} {self.text[match.end() :]}"
        return match


_LABEL = re.compile(r"@(\w{1,60})\s*\[([^\]\n]{0,80})\]")
_FORMAT = re.compile(
    r"(?:^|[\n.?!;]\s*)(?:the\s+)?(?:answer\s+|output\s+|response\s+)?format\s*(?:\([^)]*\)\s*)?(?::|is\b)",
    re.I,
)
_LEAD_IN = re.compile(
    r"(?:please\s+)?(?:give|return|report|answer|respond|provide|output|print|write|present|format|state|"
    r"use)\b[^.?!\n;]*$",
    re.I,
)
_COUNT = r"(\d{1,2}|" + "|".join(NUMBER_WORDS) + r"|no|zero)"
_DECIMALS = re.compile(
    r"[,;(]?\s*(?:(?:and|please|also)\s+)*(?:round(?:ed|ing)?(?:\s+off)?\s+)?(?:(?:the|your|all|both|each|"
    r"final|every)\s+)*"
    r"(?:(?:answers?|results?|values?|it|them|figures?|numbers?)\s+)?(?:rounded\s+(?:off\s+)?)?"
    rf"(?:to|with|at|using|up\s+to)\s+(?:exactly\s+|at\s+most\s+)?{_COUNT}\s*(?:decimal(?:\s*-?\s*(?:place|"
    rf"digit|point)s?)?s?|d\.?p\b\.?|digits?\s+after\s+the\s+(?:decimal\s+)?point)\)?",
    re.I,
)  # fmt: skip
_NAMED_PLACE = re.compile(
    r"[,;(]?\s*(?:(?:and|please)\s+)*round(?:ed|ing)?(?:\s+off)?\s+(?:(?:the|your|all|final)\s+"
    r")*(?:(?:answers?|results?|values?|it|them)\s+)?"
    r"(?:up\s+|down\s+)?to\s+(?:the\s+)?(?:nearest\s+)?(integer|whole\s+number|tenth|hundredth|"
    r"thousandth)s?\)?",
    re.I,
)
_NEAREST = re.compile(
    r"[,;(]?\s*(?:to|as)\s+(?:the\s+|an?\s+)?(?:nearest\s+)(integer|whole\s+number|tenth|hundredth|"
    r"thousandth)\)?",
    re.I,
)
_PLACES = {"integer": 0, "tenth": 1, "hundredth": 2, "thousandth": 3}
_SIGNIFICANT = re.compile(
    rf"[,;(]?\s*(?:and\s+)?(?:round(?:ed)?\s+)?(?:(?:the|your)\s+)?(?:(?:answer|result)s?\s+)?(?:to|with)\s+"
    rf"{_COUNT}\s+significant\s+(?:digits?|figures?)\)?",
    re.I,
)
_PERCENT = re.compile(
    r"[,;(]?\s*(?:(?:and|please)\s+)*(?:give|express|report|state|show|return|present)\s+(?:the\s+|your\s+"
    r")?(?:answer|result|it|value|figure)s?"
    r"\s+(?:as\s+an?\s+percentage|in\s+percent|in\s+%|as\s+percent)\)?",
    re.I,
)
_NUMBER = re.compile(
    r"[,;.(]?\s*(?:(?:and|please)\s+)*(?:(?:give|return|answer|report|reply|respond|output|print|i\s+"
    r"(?:want|need)|tell\s+me|show)\s+)?(?:me\s+)?(?:with\s+|in\s+)?"
    r"(?:just|only|nothing\s+but)\s+(?:give\s+|return\s+|answer\s+|say\s+)?(?:me\s+)?(?:with\s+)?(?:the|a|"
    r"one|single)\s+(?:single\s+|final\s+)?"
    r"(?:number|figure|value)s?(?:\s+(?:please|only|alone))?\)?|[,;.(]\s*(?:the\s+)?numbers?\s+only\)?|"
    r"[,;.(]?\s*(?:answer|reply|respond)\s+with\s+an?\s+(?:single\s+)?number(?:\s+only)?\)?|[,;.(]?\s*"
    r"(?:with\s+)?no\s+explanations?\)?",
    re.I,
)
_YES_NO = re.compile(
    r"[,;.(]?\s*(?:(?:and|please)\s+)*(?:(?:just|only|simply)\s+)?(?:(?:answer|reply|respond|say|return|"
    r"give)\s+)?(?:me\s+)?(?:just\s+|only\s+|simply\s+)?(?:with\s+|in\s+)?(?:an?\s+)?"
    r"[\"'“]?(?:yes[\"'”]?\s*(?:or|/)\s*[\"'“]?no|true[\"'”]?\s*(?:or|/)\s*[\"'“]?false)\b[\"'”]?(?:\s+"
    r"(?:answer|only))?\)?",
    re.I,
)
_JSON = re.compile(
    r"[,;.(]?\s*(?:(?:and|please)\s+)*(?:(?:give|return|answer|report|reply|respond|output|print|format|"
    r"present|provide)\s+)?(?:me\s+)?(?:the\s+|your\s+)?(?:(?:answer|result|output)s?\s+)?"
    r"(?:as|in|with)?\s*(?:an?\s+)?(?:valid\s+)?json(?:\s+(?:format|object|form))?(?:\s*,?\s*(?:with|having|"
    r"using|containing|and|whose)\s+(?:the\s+)?(?:keys?|fields?)(?:\s+are)?\s*:?\s*"
    r"(?P<keys>[\w\"'“”`, ]+?(?=[.;?!\n)]|$)))?\)?",
    re.I,
)
_TABLE = re.compile(
    r"[,;.(]?\s*(?:(?:and|please)\s+)*(?:show|give|return|present)?\s*(?:it\s+|them\s+|the\s+results?\s+|"
    r"the\s+answer\s+)?(?:as|in)\s+an?\s+(?:markdown\s+)?table\b\)?",
    re.I,
)
_HEADINGS = re.compile(
    r"(?:^|\n|(?<=[.?!]))\s*(?:question|constraints?|concepts?|task|notes?|hint|context|data)\s*:\s*", re.I
)
_LIBRARIES = re.compile(
    r"[,(]?\s*(?:\b(?:using|with|by|via|from|in|through)\s+|"
    r"(?:^|(?<=[.;:,(\n])|(?<=[.;:,] )|(?<=please )|(?<=and ))use\s+)(?:the\s+|an?\s+)?(?:appropriate\s+)?"
    r"(?:python|pandas|numpy|scipy|sklearn|scikit-learn|statsmodels|excel|"
    r"r's)\b[^.,;:\n@?()]*?(?=[.,;:\n?)]|$|\s+and\b|\s+to\b|\s+with\b|\s+for\b)\)?",
    re.I,
)
"""Programs named as the tool change nothing: the same figures come out here."""
_USERS = re.compile(
    r"\b(?:who|people|persons?|respondents?|developers?|users?|employees?|students?|that|they)\s+(?:\w+\s+)?"
    r"(?:use|used|uses|using|work|works|worked|working|code|codes|program|programs|write|writes|know|knows)\b",
    re.I,
)
"""Where somebody in the data uses a program, its name is a value to look for."""
_QUOTED = re.compile(r"[\"'“”‘’]([^\"'“”‘’\n]{1,30})[\"'“”‘’]")


def read_form(message: str) -> tuple[Form, str]:
    """The asked form, and the message without it; a message too long for a question stays as it is."""
    if len(message) > MAX_MESSAGE:
        return Form(), message
    flat = re.sub(r"[^\S\n]+", " ", re.sub(r"\s*\n\s*", "\n", message))
    work = _Text(_HEADINGS.sub("\n", flat))
    _read_labels(work)
    _read_rounding(work)
    if work.form.style is Style.PROSE:
        _read_style(work)
    if not _USERS.search(work.text):
        work.text = _LIBRARIES.sub(" ", work.text)
    return work.form, _tidy(work.text)


def _tidy(text: str) -> str:
    """Without the stops that phrases taken out have left behind."""
    closed = re.sub(r"\s+(?=[.?!])", "", text).strip()
    return re.sub(r"(?<=[.?!])\.+", "", closed).removesuffix(".")


def _read_labels(work: _Text) -> None:
    """Everything from the first label, or the heading before it, describes the form."""
    first = _LABEL.search(work.text)
    if first is None:
        return
    heading = next((m for m in _FORMAT.finditer(work.text) if m.start() <= first.start()), None)
    start = heading.start() + 1 if heading else first.start()
    asked, described = work.text[:start], work.text[start:]
    if heading is None:
        asked = _LEAD_IN.sub("", asked)
    names = list(dict.fromkeys(match.group(1, 2) for match in _LABEL.finditer(described)))
    hints = _LABEL.sub(" ", described)
    general = _decimals(hints)
    spoken = [re.escape(word.strip("\"' ")) for pair in names for word in pair if word.strip("\"' ")]
    ends = rf"(?:,?\s+and\s+|,\s*|\bwhere\s+)[\"'“]?(?:{'|'.join(spoken)})[\"'”]?\s+(?:is|are|has|should)\b"
    labels = tuple(_label(name, place, hints, general, ends) for name, place in names)
    work.text = asked.rstrip().rstrip(":") if not asked.rstrip().endswith("?") else asked
    rules, work.text = take_rules(work.text, [word for label in labels for word in label.choices])
    work.form = replace(work.form, style=Style.LABELS, labels=labels, rules=rules)


def _label(name: str, place: str, hints: str, general: int | None, ends: str) -> Label:
    """What the hints say of one label: the clause that speaks of it or of its placeholder."""
    words = [re.escape(word) for word in (place.strip().strip("\"'"), name) if word.strip()]
    clause = ""
    for word in words:
        match = re.search(rf"(?<!\w){word}[\"'”]?(?!\w)(.*?)(?=(?:[.;\n]\s)|$|{ends})", hints, re.I | re.S)
        if match:
            clause = match[1]
            break
    choices = tuple(dict.fromkeys(_QUOTED.findall(clause) + _QUOTED.findall(place)))
    if not choices and re.search(r"\bboolean\b|true\s*(?:/|or)\s*false", clause + place, re.I):
        choices = ("True", "False")
    if not choices and re.fullmatch(r"\s*\w+(?:\s*/\s*\w+)+\s*", place):
        choices = tuple(part.strip() for part in place.split("/"))
    stated = _decimals(clause)
    whole = 0 if re.search(r"\binteger\b|whole\s+number", clause, re.I) and stated is None else stated
    return Label(name, general if whole is None else whole, choices)


def _decimals(text: str) -> int | None:
    match = re.search(rf"\b{_COUNT}\s*(?:-\s*)?(?:decimal|d\.?p\b|digits?\s+after)", text, re.I)
    if match:
        return _count(match[1])
    named = re.search(r"nearest\s+(integer|whole\s+number|tenth|hundredth|thousandth)", text, re.I)
    return _PLACES.get(named[1].casefold(), 0) if named else None


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return int(NUMBER_WORDS.get(word.casefold(), 0))


def _read_rounding(work: _Text) -> None:
    while match := work.take(_DECIMALS):
        work.form = replace(work.form, decimals=_count(match[1]))
    for rule in (_NAMED_PLACE, _NEAREST):
        if match := work.take(rule):
            work.form = replace(work.form, decimals=_PLACES.get(match[1].casefold(), 0))
    if match := work.take(_SIGNIFICANT):
        work.form = replace(work.form, significant=max(_count(match[1]), 1))
    if work.take(_PERCENT):
        work.form = replace(work.form, percent=True)


def _read_style(work: _Text) -> None:
    work.take(_TABLE)
    if re.search(r"\bjson\b", work.text, re.I) and (match := work.take(_JSON)):
        keys = re.findall(r"\w+", (match["keys"] or "").replace(" and ", " "))
        work.form = replace(
            work.form, style=Style.JSON, labels=tuple(Label(key, work.form.decimals) for key in keys)
        )
    elif work.take(_NUMBER):
        work.form = replace(work.form, style=Style.NUMBER)
    elif work.take(_YES_NO):
        work.form = replace(work.form, style=Style.YES_NO)
