"""What a figure in a sentence is about: the rows it is bound to and the words that describe it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from chat.grounding.binding import Span, clusters_of, groups_of, is_listed, name_after
from chat.grounding.lexer import Written
from chat.grounding.lexicon import PRONOUNS
from chat.grounding.mentions import Mention
from chat.grounding.notation import Notation, notation_of
from chat.grounding.scope import Scope, words_in
from chat.grounding.sentences import Piece

_CUT = re.compile(
    r"[,;:()|\n]|\.(?=\s)|\b(?:and|but|while|whereas|from|than|compared|versus|vs|to|with|are|is|was|were|und|aber"
    r"|während|als|von"
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
    r"\s*(?:vs\.?|versus|against|compared (?:with|to)|gegen|gegenüber|statt|instead of|rather than)"
    r"\s*[$€£]?\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|von)\s(?:only |about |rund |nur )?$", re.IGNORECASE)
_TO = re.compile(r"\s(?:to|auf|bis)\s(?:only |about |rund |nur )?[$€£]?")
_OF_WHOLE = re.compile(r"\s(?:out of|of|von)\s(?:the |all |den )?[$€£]?", re.IGNORECASE)
_BRACKET = re.compile(r"[ \u00a0]?[*_]{0,2}[ ]?\(([^()0-9|\n]{1,60})\)")
_LINK = re.compile(
    r"(?:\b(?:in|for|of|from|at|to|on|by|among|is|was|belongs|im|in|für|bei|aus|von|am|auf|hat|hatte|erzielt)"
    r"(?: the| der| die| den| dem)?[\s*_`\"'“(]*|\([*_`\"'“]*)$",
    re.IGNORECASE,
)

_EQUALS = re.compile(r"=\s?$")
_TERM = re.compile(r"\s?[+−-]\s?[-−]?[0-9.,]+\s?[×x*·]\s")
_REFERENCE = (
    "than", "that of", "exceeds", "exceed", "exceeded", "beats", "beat", "übertrifft", "compared with",
    "compared to", "versus", "vs", "vs.", "against", "als", "gegenüber", "below", "above", "behind", "from",
    "outsold", "than in", "than the", "relative to", "ahead of",
    "vergleich zu", "as in", "wie in", "wie", "to", "dem von", "der von", "over",
)  # fmt: skip


@dataclass
class Sentence:
    """A piece of the text with its figures and names; `groups` holds names that compete, such as regions."""

    text: str
    piece: Piece
    figures: list[Written]
    mentions: list[Mention]
    previous: Sentence | None = None
    lead: Sentence | None = None
    misdirected: bool = False  # its word of direction is marked, so its figures are held by size alone
    _scopes: dict[tuple[int, int], Scope] = field(default_factory=dict)
    _bounds: dict[tuple[int, int], list[tuple[Mention, ...]]] = field(default_factory=dict)

    @cached_property
    def notations(self) -> dict[Written, Notation]:
        """The figures that a symbol of statistics stands before ("p = 0.03")."""
        found = ((figure, notation_of(self.text, self.piece.start, figure)) for figure in self.figures)
        return {figure: notation for figure, notation in found if notation is not None}

    def _opening(self, figure: Written) -> int:
        """Where a figure begins, its symbol included."""
        notation = self.notations.get(figure)
        return notation.start if notation else figure.start

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words_in(self.text, self.piece.start, self.piece.end)

    @cached_property
    def groups(self) -> list[list[Mention]]:
        return [self._with_subject(group) for group in groups_of(self.mentions)]

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
        stop = min([self._opening(f) for f in self.figures if f.start >= span.end], default=self.piece.end)
        stop = max(stop, span.end)
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

    def whole_after(self, figure: Written) -> Written | None:
        """The whole that a figure is said to be a part of: "9,595 of the 12,293 orders"."""
        following = next((f for f in self.figures if f.start >= figure.end), None)
        said = following is not None and _OF_WHOLE.fullmatch(self.text, figure.end, following.start)
        return following if said else None

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
        if self._is_constant(span):
            return []
        own = [self._bound_in(group, span) for group in self.groups]
        return own + self._inherited()

    def _is_constant(self, span: Span) -> bool:
        """The intercept of an equation: "revenue = 15 + 90 × quantity"."""
        before = self.text[max(span.start - 3, self.piece.start) : span.start]
        return _EQUALS.search(before) is not None and _TERM.match(self.text, span.end) is not None

    def _bound_in(self, group: list[Mention], span: Span) -> tuple[Mention, ...]:
        clusters = clusters_of(self.text, group)
        if len(clusters) == 1 and len(clusters[0]) == 1:
            return clusters[0]
        if (paired := self._paired(clusters, span) or self._versus(clusters, span)) is not None:
            return paired
        if (led := name_after(self.text, span, clusters)) is not None:
            return led
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
            if len(listed) == len(cluster) and span in listed and is_listed(self.text, listed):
                return (cluster[listed.index(span)],) if isinstance(span, Written) else None
        return None

    def _versus(self, clusters: list[tuple[Mention, ...]], span: Span) -> tuple[Mention, ...] | None:
        """ "West had fewer than South (655 vs. 987)": two names, then their two figures."""
        after = [f for f in self.figures if f.start >= clusters[-1][-1].end][-2:]
        if len(clusters) != 2 or len(after) != 2 or span not in after:
            return None
        between = self.text[after[0].end : after[1].start]
        lead = self.text[clusters[-1][-1].end : after[0].start]
        versus = len(self.figures) == 2 and _VERSUS.fullmatch(between)
        paired = versus or (_TO.fullmatch(between) and _FROM.search(lead))
        return clusters[after.index(span)] if isinstance(span, Written) and paired else None

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
