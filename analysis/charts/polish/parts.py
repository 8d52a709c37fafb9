"""Completing a part of a specification (`axis`, `scale` …) without changing what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.scope import Node


def given(definition: Node, part: str) -> Node | None:
    """What the definition says of a part: {} when silent, None when it wants none (or no object)."""
    value = definition.get(part, {})
    return value if isinstance(value, dict) else None


def complete(definition: Node, part: str, **defaults: Any) -> None:
    """Add what a part leaves open; a definition that wants none keeps none."""
    said = given(definition, part)
    if said is not None:
        definition[part] = {**defaults, **said}


def by_count(steps: Sequence[tuple[int, Any]], count: int) -> Any:
    """The value of the first step that `count` reaches; steps fall, and end with zero."""
    return next(value for least, value in steps if count >= least)
