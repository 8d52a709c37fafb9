"""What is wrong with a plan: a field, a sentence that says what to change, a stable code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

_LIKE_ENOUGH = 60
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` is the way to it in the plan (`filters[0].column`), empty for the plan as a whole."""

    field: str
    message: str
    code: str

    def as_document(self) -> dict[str, str]:
        return {"field": self.field, "message": self.message, "code": self.code}


class Invalid(Exception):
    """A part of the plan doesn't fit; raised while it is compiled, collected by a `Report`."""

    def __init__(self, field: str, message: str, code: str) -> None:
        super().__init__(message)
        self.problem = Problem(field, message, code)


class Report:
    """Collects what is wrong, part by part, so that one answer names everything to mend."""

    def __init__(self) -> None:
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """The first problem inside ends the block and becomes an error."""
        try:
            yield
        except Invalid as error:
            self.errors.append(error.problem)

    def warn(self, field: str, message: str, code: str) -> None:
        self.warnings.append(Problem(field, message, code))


def shown(text: object) -> str:
    """A stranger's text for a sentence: one printable line of at most 60 characters, in quotes."""
    line = "".join(char if char.isprintable() else " " for char in str(text))
    return f"'{line if len(line) <= _SHOWN_CHARS else line[: _SHOWN_CHARS - 1] + '…'}'"


def did_you_mean(name: str, options: Iterable[str], otherwise: str = "") -> str:
    """A sentence with the nearest names, with a space before it; `otherwise` when none is like it."""
    found = process.extract(
        name[:200], list(options), scorer=fuzz.WRatio, processor=utils.default_process, limit=3
    )
    names = [shown(option) for option, score, _ in found if score >= _LIKE_ENOUGH]
    if not names:
        return f" {otherwise}" if otherwise else ""
    return f" Did you mean {' or '.join(names)}?"
