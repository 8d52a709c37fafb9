"""What people and companies are called for short."""

from __future__ import annotations

from collections.abc import Iterator

from chat.grounding.lexicon import word_set

# What people leave out of a company's name.
_LEGAL_FORMS = word_set("ltd inc llc corp co plc gmbh ag kg ohg se as sa bv ab oy")


def short_forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """ "Northgate" for "Northgate Ltd.", "Ito" for "S. Ito"."""
    if len(words) > 1 and words[-1] in _LEGAL_FORMS:
        yield words[:-1]
    if len(words) == 2 and len(words[0]) == 1 and words[0].isalpha() and len(words[1]) > 2:
        yield words[1:]
