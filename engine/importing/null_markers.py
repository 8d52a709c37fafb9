"""Texts that stand for a missing value: the usual ones, or exactly those that a person named."""

from __future__ import annotations

from dataclasses import dataclass

from engine.importing.sql_text import literal

MISSING_MARKERS = frozenset(
    (
        "na",
        "n/a",
        "n.a.",
        "#n/a",
        "#na",
        "null",
        "(null)",
        "none",
        "nan",
        "nil",
        "-",
        "--",
        "---",
        ".",
        "?",
        "\\n",
    )
)
"""Texts, in lower case, that mean "missing" in a column that otherwise holds values of one kind."""


@dataclass(frozen=True, slots=True)
class NullMarkers:
    """Which texts mean "missing". `everywhere`: in columns of text as well, and in this case only."""

    texts: frozenset[str]
    everywhere: bool

    def mean_missing(self, trimmed: str) -> bool:
        """Whether the text is empty or one of the markers."""
        return not trimmed or (trimmed if self.everywhere else trimmed.lower()) in self.texts

    def sql(self, trimmed: str) -> str:
        """SQL that is true where a trimmed, non-empty text is a marker, never NULL."""
        if not self.texts:
            return "false"
        longest = max(len(marker.encode()) for marker in self.texts)
        listed = ", ".join(literal(marker) for marker in sorted(self.texts))
        text = trimmed if self.everywhere else f"lower({trimmed})"
        return f"coalesce(strlen({trimmed}) <= {longest} AND {text} IN ({listed}), false)"


USUAL_MARKERS = NullMarkers(MISSING_MARKERS, everywhere=False)


def markers_given(texts: tuple[str, ...] | None) -> NullMarkers:
    """What a person decided on, or the usual markers."""
    if texts is None:
        return USUAL_MARKERS
    trimmed = frozenset(text.strip(" \t") for text in texts)
    return NullMarkers(trimmed - {""}, everywhere=True)
