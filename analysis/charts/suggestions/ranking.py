"""The order of suggestions: the most effective first, and no five of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.charts.suggestions.rules import Suggestion

_SAME_TYPE = 0.75
_SAME_COLUMN = 0.9
_SAME_COLUMNS = 0.6
"""What is left of a score for each suggestion before it that is alike in this way."""


def ranked(suggestions: Sequence[Suggestion], focus: frozenset[str], count: int) -> list[Suggestion]:
    """The best `count`, each judged beside those already chosen; its score is what it was then.

    After "maximal marginal relevance" (Carbonell & Goldstein, SIGIR 1998): what is like the charts
    above it shows less that is new. With a focus, only charts of those columns, of all of them first.
    """
    left = [_focused(each, focus) for each in suggestions if not focus or focus & set(each.columns)]
    chosen: list[Suggestion] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda each: (_score_beside(each, chosen, focus), each.title))
        chosen.append(replace(best, score=_score_beside(best, chosen, focus)))
        left.remove(best)
    return chosen


def _focused(suggestion: Suggestion, focus: frozenset[str]) -> Suggestion:
    if not focus:
        return suggestion
    share = len(focus & set(suggestion.columns)) / len(focus)
    return replace(suggestion, score=suggestion.score * share)


def _score_beside(suggestion: Suggestion, chosen: Sequence[Suggestion], focus: frozenset[str]) -> float:
    score = suggestion.score
    columns = set(suggestion.columns)
    for other in chosen:
        score *= _SAME_TYPE if other.chart_type == suggestion.chart_type else 1
        score *= _SAME_COLUMN ** len((columns & set(other.columns)) - focus)
        score *= _SAME_COLUMNS if columns == set(other.columns) else 1
    return score
