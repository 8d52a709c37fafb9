"""The result of an evaluation: by kind and in total, as text for people and JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: whether it was answered rightly, and what that cost."""

    id: str
    kind: str
    file: str
    question: str
    right: bool
    status: str
    answer: str
    seconds: float
    tool_calls: int
    input_tokens: int
    output_tokens: int
    unverified_figures: int


@dataclass(frozen=True, slots=True)
class Score:
    """Sums over some outcomes. `seconds` is the mean of a question."""

    kind: str
    right: int
    asked: int
    seconds: float
    tool_calls: int
    tokens: int

    @property
    def accuracy(self) -> float:
        return self.right / self.asked


def scores(outcomes: Sequence[Outcome]) -> list[Score]:
    """One score per kind in the order of the suite, the total last."""
    kinds = list(dict.fromkeys(outcome.kind for outcome in outcomes))
    parts = [_score(kind, [one for one in outcomes if one.kind == kind]) for kind in kinds]
    return [*parts, _score("total", outcomes)]


def as_text(outcomes: Sequence[Outcome]) -> str:
    """A table of the scores, then the questions that went wrong."""
    header = f"{'kind':<24}{'right':>12}{'accuracy':>10}{'seconds':>9}{'tools':>7}{'tokens':>9}"
    lines = [
        f"{score.kind:<24}{f'{score.right} of {score.asked}':>12}{score.accuracy:>10.1%}"
        f"{score.seconds:>9.2f}{score.tool_calls:>7}{score.tokens:>9}"
        for score in scores(outcomes)
    ]
    wrong = [f"  {one.id}: {one.question}" for one in outcomes if not one.right]
    return "\n".join([header, *lines, *(["", "Not answered rightly:", *wrong] if wrong else [])])


def as_document(suite: str, analyst: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The same as JSON, with every answer."""
    by_kind = [{**asdict(score), "accuracy": score.accuracy} for score in scores(outcomes)]
    return {
        "suite": suite,
        "analyst": analyst,
        "scores": by_kind,
        "outcomes": [asdict(one) for one in outcomes],
    }


def _score(kind: str, outcomes: Sequence[Outcome]) -> Score:
    return Score(
        kind,
        right=sum(one.right for one in outcomes),
        asked=len(outcomes),
        seconds=sum(one.seconds for one in outcomes) / len(outcomes),
        tool_calls=sum(one.tool_calls for one in outcomes),
        tokens=sum(one.input_tokens + one.output_tokens for one in outcomes),
    )
