"""A message as requests in order: what stands alone is one, what can't be read alone completes its neighbour.

"Is A related to B? Report r and p." is one request, "mean of A? And how many B?" are two. A piece
that belongs to none of its neighbours stays a part of its own, so that it is said not to have been
understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from chat.analysts.builtin.intent import Aggregate, Filter, Intent, Kind
from chat.analysts.builtin.parsing.board import Problem
from chat.analysts.builtin.parsing.reader import Reader, Reading
from chat.analysts.builtin.parsing.statistics.fillers import STATISTICS
from chat.analysts.builtin.parsing.statistics.reader import Request, read_request
from chat.analysts.builtin.requests.form import MAX_MESSAGE
from chat.analysts.builtin.requests.pieces import pieces
from chat.analysts.builtin.wordlists import STOP_WORDS
from chat.analysts.builtin.words import tokenise

MAX_PIECES = 16
"""Clauses of one message that are read; what follows them is said to be left out."""
_PRONOUN = re.compile(
    r"\b(its|their|it|they|them|this\s+column|that\s+column|the\s+column|both|the\s+two)\b", re.I
)
_LINKED = re.compile(r"^\s*(?:and|also|then|but|additionally|furthermore|what\s+about)\b", re.I)
_LINK = re.compile(r"^\s*(?:and|also|then|but)\s+", re.I)
_VAGUE = re.compile(r"\b(?:best|worst)\b(?![\s-]+selling)", re.I)
"""Ranks by a figure that it does not name: by the one asked for just before."""
_OUTPUT = re.compile(
    r"^\s*(?:and\s+|also\s+|please\s+|then\s+)*(?:report|give|state|return|provide|include|round|use|using|"
    r"consider|assume|ignore|"
    r"express|set|split|output|print|present|evaluate|assess|interpret|conclude|measure|specify|keep|if\s+"
    r"the\s+p)\b|"
    r"^\s*(?:and\s+)?(?:tell\s+me\s+)?how\s+many\s+(?:there\s+are|are\s+there|they\s+are|of\s+them\s+there\s+"
    r"are)\s*[.?]*$",
    re.I,
)
_SAME_ROWS = re.compile(r"\b(?:those|these|them|they|their|of\s+them|same)\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One request: its words and how it was read."""

    text: str
    request: Request

    @property
    def intent(self) -> Intent | None:
        return self.request.reading.intent


Read = Callable[[str, Intent | None], Request]


def read_parts(reader: Reader, message: str, previous: Intent | None = None) -> tuple[Part, ...]:
    """The requests of a message; `previous` is the intent of the question before it."""
    found = pieces(message) if len(message) <= MAX_MESSAGE else []
    if len(found) < 2:
        text = found[0] if found else message
        return (Part(text, read_request(reader, text, previous)),)

    def read(text: str, before: Intent | None) -> Request:
        return read_request(reader, text, before)

    joiner = _Joiner(read, previous)
    for piece in found[:MAX_PIECES]:
        joiner.add(piece)
    left_out = (_left_out(reader, found[MAX_PIECES:]),) if len(found) > MAX_PIECES else ()
    return (*joiner.finished(), *left_out)


def _left_out(reader: Reader, rest: list[str]) -> Part:
    problem = Problem("That is more than I can read at once; please ask the rest in a message of its own.")
    return Part(" ".join(rest), Request(Reading(problems=(problem,)), reader.table))


@dataclass(slots=True)
class _Joiner:
    """Goes through the pieces; `setup` are feature steps that hold for all that follows them."""

    read: Read
    previous: Intent | None
    parts: list[Part] = field(default_factory=list)
    setup: str = ""
    setup_used: bool = True
    waiting: str = ""

    def add(self, piece: str) -> None:
        before = self._last_read()
        if before is not None and _OUTPUT.match(piece) and self._completes(before, piece):
            return
        text = _for_each(f"{self.waiting} {piece}".strip(), before)
        part = self._placed(text, before)
        if (
            part.request.prepares
            and before
            and before.intent
            and before.intent.statistic
            and self._completes(before, piece)
        ):
            return
        if part.request.prepares:
            self.setup, self.setup_used = f"{self.setup} {text}".strip(), False
        elif (
            before is not None
            and (part.intent is None or _repeats(before, part))
            and self._completes(before, piece)
        ) or (part.intent is None and self._completes_unread(piece)):
            return
        elif part.intent is None and before is None and not self.waiting and not piece.rstrip().endswith("?"):
            self.waiting = piece
            return
        elif before is None or not _repeats(before, part):
            self.parts.append(part)
            self.setup_used = True
        self.waiting = ""

    def finished(self) -> list[Part]:
        for left in (self.waiting, "" if self.setup_used else self.setup):
            if left:
                self.parts.append(Part(left, self._read(left, self.previous)))
        return self.parts

    def _last_read(self) -> Part | None:
        return next((part for part in reversed(self.parts) if part.intent is not None), None)

    def _read(self, text: str, previous: Intent | None) -> Request:
        return self.read(f"{self.setup} . {text}" if self.setup else text, previous)

    def _placed(self, text: str, before: Part | None) -> Part:
        """The piece read alone, else with what its pronouns stand for, else as a follow-up."""
        alone = Part(text, self._read(text, self.previous if before is None else None))
        if before is None or before.intent is None:
            return alone
        if alone.intent is not None and _VAGUE.search(text) and before.intent.measures:
            return Part(text, self._read(_LINK.sub("", text), before.intent))
        if alone.intent is not None:
            return _sharing(alone, before.intent) if _SAME_ROWS.search(text) else alone
        for named in _named(text, before.intent):
            found = Part(text, self._read(named, None))
            if found.intent is not None and not found.request.reading.unread:
                return _sharing(found, before.intent)
        if _LINKED.match(text) and not self.setup:
            follow_up = Part(text, self.read(text, before.intent))
            return follow_up if follow_up.intent is not None else alone
        return alone

    def _completes(self, before: Part, piece: str) -> bool:
        """The request before with this piece added, if it then reads without another word left over."""
        stop = "" if before.text.endswith("?") else "."
        text = f"{before.text.rstrip('.;')}{stop} {piece}"
        grown = Part(text, self._read(text, self.previous))
        reading, old = grown.request.reading, before.request.reading
        if reading.intent is None or len(reading.unread) > len(old.unread) or _changed(before, grown):
            return False
        if (
            reading.intent.statistic is None
            and reading.intent == before.intent
            and not _restates(before, piece)
        ):
            return False
        self.parts[self.parts.index(before)] = grown
        return True

    def _completes_unread(self, piece: str) -> bool:
        """“What will revenue be next month? Forecast it.": two pieces that can only be read together."""
        if not self.parts or self.parts[-1].intent is not None:
            return False
        text = f"{self.parts[-1].text} {piece}"
        grown = Part(text, self._read(text, self.previous))
        if grown.intent is None or grown.request.reading.unread:
            return False
        self.parts[-1] = grown
        return True


_EACH = re.compile(r"\b(?:for|of|in|per)\s+each(?:\s+(?:one|group|of\s+(?:them|these)))?\s*[.?!]*$", re.I)


def _for_each(text: str, before: Part | None) -> str:
    """“… for each." means the groups of the request before."""
    groups = before.intent.groups if before and before.intent else ()
    return _EACH.sub(" ".join(f'by "{group.column}"' for group in groups), text) if groups else text


def _changed(before: Part, grown: Part) -> bool:
    """True when the added piece made another question of it instead of completing it."""
    old, new = before.intent, grown.intent
    assert old is not None
    assert new is not None
    if new.statistic is None:
        grown_only = replace(new, measures=old.measures, filters=old.filters, features=old.features) == old
        return not grown_only or old.measures != new.measures[: len(old.measures)]
    if old.statistic is None:
        about = {*_columns(old), *(group.column for group in old.groups)}
        return old.kind not in _TESTABLE or not about <= set(_columns(new))
    return _subject(old) != _subject(new)


_TESTABLE = {Kind.CORRELATION, Kind.AGGREGATE, Kind.OUTLIERS, Kind.DISTRIBUTION}
"""Plain questions that a word like "p-value" in the next sentence turns into a statistic."""


def _repeats(before: Part, part: Part) -> bool:
    """A constraint that says the question again: "Calculate the Pearson correlation of A and B"."""
    old, new = before.intent, part.intent
    if old is None or new is None or part.request.reading.unread:
        return False
    if old.statistic is None or new.statistic is None:
        return old == new
    return _subject(old) == _subject(new) and (old.filters, old.features) == (new.filters, new.features)


def _restates(before: Part, piece: str) -> bool:
    """True for a sentence without a word of its own: "Use the mean." after "What is the average fare?"."""
    intent = before.intent
    said = {token.stem for token in tokenise(before.text)}
    if intent and any(measure.aggregate is Aggregate.MEAN for measure in intent.measures):
        said |= {"mean", "average"}
    own = {token.stem for token in tokenise(piece) if token.norm not in STOP_WORDS | STATISTICS}
    return own <= said


def _subject(intent: Intent) -> tuple[str, frozenset[str]]:
    assert intent.statistic is not None
    return _FAMILY.get(intent.statistic.operation, intent.statistic.operation), frozenset(_columns(intent))


_FAMILY = {"linear_regression": "model", "logistic_regression": "model", "predict": "model"}


def _named(text: str, before: Intent) -> list[str]:
    """The text with the columns of the request before in place of "it", "its", "both" …, or added to it."""
    columns = _columns(before)
    if not columns or len(columns) > 4:
        return []
    names = " and ".join(f'"{name}"' for name in columns)
    match = _PRONOUN.search(text)
    if match is None:
        return [f"{text.rstrip(' .?!')} of {names}"] if _STATISTICAL.search(text) else []
    before_it, after_it = text[: match.start()], text[match.end() :]
    if match[1].casefold() not in {"its", "their"}:
        return [f"{before_it}{names}{after_it}"]
    owned = re.match(r"\s+((?:\w+\s+)?\w+)", after_it)
    return [f"{before_it}{owned[1]} of {names}{after_it[owned.end() :]}"] if owned else []


_STATISTICAL = re.compile(
    r"forecast|normal|outlier|skew|kurtosis|variance|quantile|percentile|trend|season|test\b|correlat|"
    r"regress",
    re.I,
)


def _columns(intent: Intent) -> list[str]:
    if intent.statistic is not None:
        return list(dict.fromkeys(name for names in intent.statistic.roles.values() for name in names))
    named = [measure.column for measure in intent.measures if measure.column]
    return list(dict.fromkeys([*named, *intent.columns]))


def _sharing(part: Part, before: Intent) -> Part:
    """“… and how many of them": the conditions of the request before hold on."""
    intent = part.intent
    if intent is None or not before.filters:
        return part
    own = {item.column for item in intent.filters}
    kept = tuple(item for item in before.filters if item.column not in own)
    return replace(part, request=_with_filters(part.request, intent, (*kept, *intent.filters)))


def _with_filters(request: Request, intent: Intent, filters: tuple[Filter, ...]) -> Request:
    reading = replace(request.reading, intent=replace(intent, filters=filters))
    return replace(request, reading=reading)
