"""What a chart of a plan is before it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """A chart to be made: its title, the SELECT of its rows, its specification without data."""

    title: str
    sql: str
    spec: dict[str, Any]
