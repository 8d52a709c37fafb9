"""A question's text from which recognisers take the phrases they understand.

What is taken becomes blanks of the same length, so what is left is what nobody has read yet. A
column's name is never torn apart: "mean" in `mean_radius` is not a word of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_QUOTED = re.compile(r"\"[^\"]{1,200}\"|“[^”]{1,200}”|`[^`]{1,200}`|(?<!\w)'[^']{1,200}'(?!\w)")
_SHORTEST_NAME = 3
_MARKS = frozenset("\"'“`")
Span = tuple[int, int]


@dataclass(slots=True)
class Phrases:
    """The unread text of a question over columns called `names`."""

    text: str
    names: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    """Texts of the data that are not torn apart where they stand in the file's own capitals."""
    _names: tuple[Span, ...] = field(init=False)

    def __post_init__(self) -> None:
        found = [match.span() for match in _QUOTED.finditer(self.text)]
        for name in self.names:
            found += _written(name, self.text)
        for value in self.values:
            found += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", self.text)]
        self._names = tuple(found)

    def find(self, pattern: re.Pattern[str], *, over_names: bool = False) -> re.Match[str] | None:
        """The first match that tears no column's name apart; with `over_names` it may consist of names."""
        return next(self._matches(pattern, over_names=over_names), None)

    def take(self, pattern: re.Pattern[str], *, over_names: bool = False) -> re.Match[str] | None:
        """The first match, which is blanked out."""
        match = self.find(pattern, over_names=over_names)
        if match is not None:
            self.blank(match.span())
        return match

    def take_all(self, *patterns: re.Pattern[str]) -> bool:
        """Blank out every match of every pattern; True when there was one."""
        found = False
        for pattern in patterns:
            while self.take(pattern):
                found = True
        return found

    def quote_names(self) -> None:
        """Names with signs in them ("Humidity (%)") in quotation marks, so that they stay one word."""
        for name in self.names:
            if re.search(r"[^\w\s]", name) and '"' not in name:
                for span in reversed(list(_written(name, self.text))):
                    quoted = self.text[span[0] - 1 : span[0]] in _MARKS if span[0] else False
                    self.put(span, name if quoted else f'"{name}"')

    def blank(self, span: Span) -> None:
        start, end = span
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def put(self, span: Span, words: str) -> None:
        """Other words in place of a phrase."""
        start, end = span
        self.text = self.text[:start] + words + self.text[end:]
        grown = len(words) - (end - start)
        before = [span for span in self._names if span[1] <= start]
        after = [(a + grown, b + grown) for a, b in self._names if a >= end]
        self._names = (*before, *after)

    def _matches(self, pattern: re.Pattern[str], *, over_names: bool) -> Iterator[re.Match[str]]:
        for match in pattern.finditer(self.text):
            if match.group().strip() and (over_names or not self._tears(match.span())):
                yield match

    def _tears(self, span: Span) -> bool:
        start, end = span
        return any(
            a < end and start < b and not (start <= a and b <= end and (a, b) != span) for a, b in self._names
        )


def _written(name: str, text: str) -> Iterable[Span]:
    """Where a name stands in the text as it is written in the file, whatever its capitals."""
    # A wide file has thousands of names, of which a question holds a few: most need no pattern.
    if len(name.strip()) < _SHORTEST_NAME or name.lower() not in text.lower():
        return []
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)]


def pattern(text: str) -> re.Pattern[str]:
    """A phrase as people write it: any capitals, and never from the middle of a word."""
    return re.compile(rf"(?<!\w)(?:{text})", re.IGNORECASE | re.VERBOSE)
