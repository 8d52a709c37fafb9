"""A correlation coefficient in words."""

from __future__ import annotations

_STRENGTHS = ((0.8, "very strong"), (0.6, "strong"), (0.4, "moderate"), (0.2, "weak"))


def strength(coefficient: float) -> str:
    """In words; the limits are the usual ones of textbooks."""
    word = next((word for limit, word in _STRENGTHS if abs(coefficient) >= limit), None)
    if word is None:
        return "practically no linear relation"
    return f"a {word} {'positive' if coefficient > 0 else 'negative'} relation"
