"""What to beware of in a statistic, as sentences: rows left out, and what the method takes for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chat.analysts.base import AnalysisDetails
from chat.analysts.builtin.figures import figure

_BROKEN = re.compile(r"^(?P<name>.+?) \(does not hold\): (?P<detail>.*)$", re.S)
"""How a tool marks an assumption that the data contradict."""
_CONTRADICTED = {
    "Normal distribution": "the values are not normally distributed",
    "Normal distribution in each group": "the values are not normally distributed in each group",
    "Equal variances": "the variances of the groups differ",
    "linear relation": "the relation is not linear",
    "Residuals are normal": "the residuals are not normally distributed",
    "Residuals are independent": "the residuals depend on each other",
    "Residuals spread equally": "the residuals do not spread equally",
    "Predictors don't repeat each other": "some predictors repeat each other",
    "Values don't follow their predecessors": "each value depends on the one before it",
    "Enough cases of both values": "one of the two values has few cases",
}


def caveats(details: AnalysisDetails) -> Iterator[str]:
    """One sentence each, the rows left out first."""
    if details.missing:
        yield f"{details.missing_handling.rstrip('.')} ({figure(details.missing)} in all)."
    broken = [match for item in details.assumptions if (match := _BROKEN.match(item))]
    yield from (_warning(match) for match in broken[:2])
    yield from map(_sentence, details.warnings[:3])
    yield from map(_sentence, details.conventions[:2])


def _warning(match: re.Match[str]) -> str:
    """The figures behind it in brackets; what its detail says further stands behind."""
    evidence, _, further = match["detail"].partition(". ")
    said = f"Take care: {_contradiction(match['name'])} ({_inner(evidence)})."
    return f"{said} {_sentence(further)}" if further else said


def _contradiction(name: str) -> str:
    if name in _CONTRADICTED:
        return _CONTRADICTED[name]
    if normal := re.fullmatch(r"(.+) is normally distributed|[Nn]ormal distribution of (.+)", name):
        return f"{normal[1] or normal[2]} is not normally distributed"
    return f"“{name}” does not hold here"


def _inner(detail: str) -> str:
    """A sentence made fit to stand in brackets."""
    plain = detail.strip().rstrip(".")
    return (
        f"{plain[:1].lower()}{plain[1:]}" if re.match(r"[A-Z][a-z]+ (?:p-value|counts?)\b", plain) else plain
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
