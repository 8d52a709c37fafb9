"""What the readers of feature steps share: the steps found so far and the shapes of phrases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from chat.analysts.builtin.columns import ColumnInfo, Role
from chat.analysts.builtin.intent import Feature

Resolve = Callable[[str], str | None]
"""A phrase as the column it names, if it names one."""


COL = r"(?:\"[^\"]+\"|'[^']+'|“[^”]+”|`[^`]+`|[^\W_][\w%()]*(?:[ ][\w%()]+){0,3}?)"
END = (
    r"(?=\s*(?:$|[,;.?!:]|\band\b|\bthen\b|\bfor\b|\bby\b|\bwhere\b|\bin\b|\bper\b|\bto\b|\bis\b|"
    r"\bbetween\b|\bfrom\b|\busing\b|\bafter\b|\bthat\b|\bas\b|\binto\b))"
)


@dataclass(slots=True)
class Features:
    """Steps in order, the columns they make, and what could not be read."""

    steps: list[Feature] = field(default_factory=list)
    made: dict[str, ColumnInfo] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    fill_all: str = ""
    """A filling of every column that the request uses: "after filling missing values with the mean"."""
    drop_all: bool = False

    def make(self, step: Feature, info: ColumnInfo) -> None:
        self.steps.append(step)
        self.made[info.name] = info


def fill_step(column: str, how: str) -> Feature:
    if how in {"mean", "median", "mode"}:
        return {"step": "fill", "column": column, "with": how}
    value = 0.0 if how.startswith("zero") else float(how)
    return {"step": "fill", "column": column, "with": "value", "value": value}


def number_column(name: str) -> ColumnInfo:
    return ColumnInfo(name, "DOUBLE", Role.MEASURE)


def category_column(name: str, kind: str = "VARCHAR") -> ColumnInfo:
    return ColumnInfo(name, kind, Role.CATEGORY)
