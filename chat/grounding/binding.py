"""Which names of a sentence compete and which are listed together, before figures are bound to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from chat.grounding.lexer import Written
from chat.grounding.mentions import Mention

Span = Written | Mention

_JOINED = re.compile(
    r"[\s,*_`\"'“”/&]*(?:\b(?:and|und|or|oder|both)\b)?[\s*_`\"'“”]*(?:\b(?:the|in|der|die)\b\s*)?[*_`\"]*"
)
_HEAD = re.compile(r"(?:\s[\w ]{1,32})?:[*_]{0,2}\s[*_]{0,2}")


def name_after(text: str, span: Span, clusters: list[tuple[Mention, ...]]) -> tuple[Mention, ...] | None:
    """ "Lowest: Friday": what stands after the colon is what the word is about."""
    found = _HEAD.match(text, span.end) if isinstance(span, Written) and span.kind == "word" else None
    return next(
        (
            names
            for names in clusters
            if found and names[0].start <= found.end() + 6 and names[0].start >= found.end()
        ),
        None,
    )


def groups_of(mentions: Sequence[Mention]) -> list[list[Mention]]:
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


def clusters_of(text: str, group: list[Mention]) -> list[tuple[Mention, ...]]:
    """Names joined to a list by commas and "and" belong together."""
    clusters = [[group[0]]]
    for mention in group[1:]:
        between = text[clusters[-1][-1].end : mention.start]
        if len(between) < 40 and _JOINED.fullmatch(between):
            clusters[-1].append(mention)
        else:
            clusters.append([mention])
    return [tuple(cluster) for cluster in clusters]


def is_listed(text: str, figures: list[Written]) -> bool:
    return all(_JOINED.fullmatch(text[a.end : b.start][:40].strip(" %€$")) for a, b in pairwise(figures))
