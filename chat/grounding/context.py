"""What a figure in a sentence is about: the rows it is bound to and the words that describe it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from chat.grounding.index import canonical
from chat.grounding.lexer import Written
from chat.grounding.lexicon import PRONOUNS, word_set
from chat.grounding.mentions import Mention
from chat.grounding.sentences import Piece

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(
    r"[\s,*_`\"'“”/&]*(?:\b(?:and|und|or|oder|both)\b)?[\s*_`\"'“”]*(?:\b(?:the|in|der|die)\b\s*)?[*_`\"]*"
)
_CUT = re.compile(
    r"[,;:()|\n]|\.(?=\s)|\b(?:and|but|while|whereas|from|than|compared|versus|vs|to|with|are|is|was|were|und|aber|während"
    r"|als|von"
    r"|auf|mit|sind|ist|war|waren)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[,;:|\n]|\b(?:and|but|while|whereas|than|compared|versus|vs|against|und|aber|während|als)\b",
    re.IGNORECASE,
)
# The noun of the figure before ("1,310 orders worth …") doesn't describe the next one.
_NOUN = re.compile(r"\s(?!(?:of|out|von|and|und|to|in|auf)\b)[^\W\d_]+(?=\s)", re.IGNORECASE)
_VERSUS = re.compile(
    r"\s*(?:vs\.?|versus|against|compared (?:with|to)|gegen|gegenüber)\s*[$€£]?\s*", re.IGNORECASE
)
_BRACKET = re.compile(r"[ \u00a0]?[*_]{0,2}[ ]?\(([^()0-9|\n]{1,60})\)")
_LINK = re.compile(
    r"(?:\b(?:in|for|of|from|at|to|on|among|is|was|belongs|im|in|für|bei|aus|von|am|auf|hat|hatte|erzielt)"
    r"(?: the| der| die| den| dem)?[\s*_`\"'“(]*|\([*_`\"'“]*)$",
    re.IGNORECASE,
)

_PREPOSITIONS = word_set("for in of among at on bei im für von")
_REFERENCE = (
    "than", "that of", "exceeds", "exceed", "exceeded", "beats", "beat", "übertrifft", "compared with",
    "compared to", "versus", "vs", "vs.", "against", "als", "gegenüber", "below", "above", "behind", "from",
    "outsold", "than in", "than the", "relative to", "ahead of",
    "vergleich zu", "to", "dem von", "der von", "over",
)  # fmt: skip

Span = Written | Mention


@dataclass(frozen=True)
class Scope:
    """The words around one figure, nearest first: `right` is the noun after it, `left` what leads up to it.

    `beside` is the last part of `left`, up to a comma or bracket; `far` is what comes after `right`.
    """

    left: tuple[str, ...]
    beside: tuple[str, ...]
    right: tuple[str, ...]
    far: tuple[str, ...]

    @cached_property
    def near(self) -> frozenset[str]:
        return frozenset(self.left) | frozenset(self.right)

    @cached_property
    def tiers(self) -> tuple[frozenset[str], ...]:
        """Sets of words that may name the column, the most telling first."""
        if {"no", "value"} <= {*self.right, *self.far} or "without" in self.right:
            return (frozenset(("missing",)), *(frozenset[str]() for _ in range(3)))
        if self.left[-1:] in (("between",), ("zwischen",)):
            return (
                frozenset(("interval",)),
                *(frozenset(map(canonical, side)) for side in (self.right, self.left, ())),
            )
        if self.right[:1] and self.right[0] in _PREPOSITIONS:
            return tuple(frozenset(map(canonical, side)) for side in (self.beside, self.right, self.left, ()))
        sides = (self.right, self.beside, self.left, () if self.right else self.far)
        return tuple(frozenset(map(canonical, side)) for side in sides)


@dataclass
class Sentence:
    """A piece of the text with its figures and names; `groups` holds names that compete, such as regions."""

    text: str
    piece: Piece
    figures: list[Written]
    mentions: list[Mention]
    previous: Sentence | None = None
    lead: Sentence | None = None
    _scopes: dict[tuple[int, int], Scope] = field(default_factory=dict)
    _bounds: dict[tuple[int, int], list[tuple[Mention, ...]]] = field(default_factory=dict)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words_in(self.text, self.piece.start, self.piece.end)

    @cached_property
    def groups(self) -> list[list[Mention]]:
        return [self._with_subject(group) for group in _groups(self.mentions)]

    def _with_subject(self, group: list[Mention]) -> list[Mention]:
        """ "It made 10 more than South": the subject stands in the sentence before."""
        if not (self.refers_back and self.previous and all(self.is_reference(name) for name in group)):
            return group
        places = {place for name in group for place in name.places}
        before = [name for name in self.previous.mentions if name.places & places]
        return [before[-1], *group] if len({name.key for name in before}) == 1 else group

    def is_reference(self, name: Mention) -> bool:
        """Whether something is compared with this name: "more than South"."""
        before = self.text[max(name.start - 22, self.piece.start) : name.start].casefold()
        return before.rstrip(" *_`\"'").endswith(_REFERENCE)

    @cached_property
    def refers_back(self) -> bool:
        """Whether the subject stands in the sentence before ("It made …")."""
        return bool(PRONOUNS & set(self.words[:4]))

    def scope(self, span: Span) -> Scope:
        """The words around a figure or a comparing word, up to the figures next to it."""
        key = (span.start, span.end)
        if key not in self._scopes:
            self._scopes[key] = self._scope(span)
        return self._scopes[key]

    def _scope(self, span: Span) -> Scope:
        if self.piece.kind == "row":
            return Scope((), (), self._head(span), ())
        begin = max([f.end for f in self.figures if f.end <= span.start], default=self.piece.start)
        stop = min([f.start for f in self.figures if f.start >= span.end], default=self.piece.end)
        after = self.text[span.end : stop]
        if (named := _BRACKET.match(after)) is not None:
            # "4,210 (revenue)": the brackets name the column.
            inside = words_in(self.text, span.end + named.start(1), span.end + named.end(1))
            return Scope(*self._left(begin, span), inside, ())
        cut = _CUT.search(after)
        near = span.end + (cut.start() if cut else len(after))
        beyond = near if not re.match(r"\s*\(", after) else stop
        return Scope(
            *self._left(begin, span), words_in(self.text, span.end, near), words_in(self.text, beyond, stop)
        )

    def _left(self, begin: int, span: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words since the figure before, and the last part of them from a comma or bracket on."""
        if begin > self.piece.start:
            noun = _BRACKET.match(self.text, begin, span.start) or _NOUN.match(self.text, begin, span.start)
            begin = noun.end() if noun else begin
            # "888 in orders and 50 in revenue": what follows the figure before is its own.
            cut = _CUT.search(self.text, begin, span.start)
            begin = cut.start() if cut else begin
        part = max(self.text.rfind(mark, begin, span.start) for mark in ",;(")
        return words_in(self.text, begin, span.start), words_in(self.text, max(part, begin), span.start)

    def clause(self, span: Span) -> frozenset[str]:
        """The words around a figure from the last colon or semicolon on."""
        begin = max([f.end for f in self.figures if f.end <= span.start], default=self.piece.start)
        begin = max(begin, *(self.text.rfind(mark, begin, span.start) for mark in ":;"))
        return frozenset(words_in(self.text, begin, span.start)) | frozenset(self.scope(span).right)

    def _head(self, span: Span) -> tuple[str, ...]:
        """A table's cell is described by the head of its column."""
        piece = self.piece
        for (start, end), head in zip(piece.cells, piece.header, strict=False):
            if start <= span.start < end:
                return words_in(self.text, *head)
        return ()

    def figures_before(self, span: Span) -> list[Written]:
        """The figures before this one, the nearest first."""
        return [figure for figure in reversed(self.figures) if figure.end <= span.start]

    def bound(self, span: Span) -> list[tuple[Mention, ...]]:
        """For each group of competing names the one (or the listed ones) that the figure belongs to."""
        key = (span.start, span.end)
        if key not in self._bounds:
            self._bounds[key] = self._bind(span)
        return self._bounds[key]

    def _bind(self, span: Span) -> list[tuple[Mention, ...]]:
        if self.piece.kind == "row":
            return [tuple(group) for group in self.groups]
        own = [self._bound_in(group, span) for group in self.groups]
        return own + self._inherited()

    def _bound_in(self, group: list[Mention], span: Span) -> tuple[Mention, ...]:
        clusters = _clusters(self.text, group)
        if len(clusters) == 1 and len(clusters[0]) == 1:
            return clusters[0]
        if (paired := self._paired(clusters, span) or self._versus(clusters, span)) is not None:
            return paired
        before = [cluster for cluster in clusters if cluster[-1].end <= span.start]
        after = [cluster for cluster in clusters if cluster[0].start >= span.end]
        if after and self._attached(span, after[0][0]):
            return after[0]
        return before[-1] if before else after[0] if after else clusters[0]

    def _attached(self, span: Span, name: Mention) -> bool:
        """Whether the name follows the figure as its own: "4,210 in North"."""
        between = self.text[span.end : name.start]
        if not between.strip(" *_`"):
            return True
        if (
            len(between) > 60
            or between[0] == ")"
            or any(span.end <= f.start < name.start for f in self.figures)
        ):
            return False
        return not _BREAK.search(between) and _LINK.search(between) is not None

    def _paired(self, clusters: list[tuple[Mention, ...]], span: Span) -> tuple[Mention, ...] | None:
        """ "North and South made 4 and 3": the names and the figures pair up in order."""
        for index, cluster in enumerate(clusters):
            if len(cluster) < 2:
                continue
            stop = clusters[index + 1][0].start if index + 1 < len(clusters) else self.piece.end
            listed = [f for f in self.figures if cluster[-1].end <= f.start < stop]
            if len(listed) == len(cluster) and span in listed and _listed(self.text, listed):
                return (cluster[listed.index(span)],) if isinstance(span, Written) else None
        return None

    def _versus(self, clusters: list[tuple[Mention, ...]], span: Span) -> tuple[Mention, ...] | None:
        """ "West had fewer than South (655 vs. 987)": two names, then their two figures."""
        after = [f for f in self.figures if f.start >= clusters[-1][-1].end]
        if len(clusters) != 2 or len(self.figures) != 2 or len(after) != 2 or span not in after:
            return None
        between = self.text[after[0].end : after[1].start]
        return (
            clusters[after.index(span)] if isinstance(span, Written) and _VERSUS.fullmatch(between) else None
        )

    def _inherited(self) -> list[tuple[Mention, ...]]:
        """Names over a list item or in the sentence before, where this one has none of their kind."""
        sources = [self.lead if self.piece.kind in ("item", "prose") else None]
        sources.append(self.previous if self.refers_back or self.piece.kind == "item" else None)
        own = {place for mention in self.mentions for place in mention.places}
        found: list[tuple[Mention, ...]] = []
        for source in sources:
            for group in source.groups if source else ():
                names = {mention.key for mention in group}
                if len(names) == 1 and not any(mention.places & own for mention in group):
                    found.append((group[0],))
        return found

    @cached_property
    def names(self) -> list[Mention]:
        """The names of the sentence, or those of the one before where it has none."""
        if self.mentions or not (self.refers_back and self.previous):
            return self.mentions
        return self.previous.mentions


def words_in(text: str, start: int, end: int) -> tuple[str, ...]:
    """The words between two places, in small letters; R² is read as its name in results."""
    return tuple(
        word for match in _WORD.finditer(text, start, end) for word in _expanded(match[0].casefold())
    )


def _expanded(word: str) -> tuple[str, ...]:
    return ("r", "squared") if word in ("r²", "r2") else (word,)


def _groups(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Names that share a column compete; those of different columns narrow each other."""
    groups: list[tuple[set[tuple[int, int, str]], list[Mention]]] = []
    for mention in mentions:
        places = set(mention.places) or {(-1, -1, mention.level)}
        for known, members in groups:
            if known & places:
                known |= places
                members.append(mention)
                break
        else:
            groups.append((places, [mention]))
    return [members for _, members in groups]


def _clusters(text: str, group: list[Mention]) -> list[tuple[Mention, ...]]:
    """Names joined to a list by commas and "and" belong together."""
    clusters = [[group[0]]]
    for mention in group[1:]:
        between = text[clusters[-1][-1].end : mention.start]
        if len(between) < 40 and _JOINED.fullmatch(between):
            clusters[-1].append(mention)
        else:
            clusters.append([mention])
    return [tuple(cluster) for cluster in clusters]


def _listed(text: str, figures: list[Written]) -> bool:
    return all(_JOINED.fullmatch(text[a.end : b.start][:40].strip(" %€$")) for a, b in pairwise(figures))
