"""What is known of the file when a plan is checked, without touching its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.results import Column


@dataclass(frozen=True)
class TableFacts:
    """The file's columns and rows, and the document of `GET profile` where there is one."""

    columns: tuple[Column, ...]
    row_count: int
    profile: Mapping[str, Any] | None = None

    @cached_property
    def _profiles(self) -> Mapping[str, Mapping[str, Any]]:
        return {entry["name"]: entry for entry in (self.profile or {}).get("columns", [])}

    def distinct(self, column: str) -> int | None:
        """How many different values a column of the file has, where that is known."""
        return self._count(column, "distinct")

    def missing(self, column: str) -> int | None:
        """How many rows have no value in this column, where that is known."""
        return self._count(column, "nulls")

    def is_estimate(self, column: str) -> bool:
        """Whether `distinct` of the column is an estimate or comes from a sample."""
        return "distinct" in self._profiles.get(column, {}).get("approximate", ())

    def _count(self, column: str, figure: str) -> int | None:
        found = self._profiles.get(column, {}).get(figure)
        return int(found) if isinstance(found, int | float) else None
