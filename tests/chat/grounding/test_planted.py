"""The measure of the ledger: planted wrong figures caught, and right ones left alone."""

from __future__ import annotations

import pytest

from tests.chat.grounding.planted import PARTS, cases, measure

RECALL = 0.98
FALSE_ALARMS = 0.02


@pytest.mark.parametrize("part", PARTS)
def test_planted_figures_are_caught_and_right_ones_left_alone(part: str) -> None:
    score, mistakes = measure(part)
    report = "\n".join(f"{m.kind}: {m.text!r} ({m.detail})" for m in mistakes)
    assert score.recall >= RECALL, report
    assert score.false_alarms <= FALSE_ALARMS, report


@pytest.mark.parametrize("part", PARTS)
def test_about_half_of_the_texts_hold_a_wrong_figure(part: str) -> None:
    texts = list(cases(part))
    wrong = sum(case.planted is not None for case in texts)
    assert len(texts) >= 300
    assert 0.4 < wrong / len(texts) < 0.6
