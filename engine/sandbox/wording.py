"""Sentences that both the worker and the pool may have to say. Loads no DuckDB."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import QueryOutOfMemory, QueryTimedOut


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind of task is named in errors, and what its reader can do about them."""

    name: str
    when_late: str
    when_large: str

    def timed_out(self, seconds: float) -> QueryTimedOut:
        """The error for a task that was ended after `seconds`."""
        return QueryTimedOut(
            f"The {self.name} took longer than {seconds:g} seconds and was ended; {self.when_late}."
        )

    def out_of_memory(self) -> QueryOutOfMemory:
        return QueryOutOfMemory(f"The {self.name} needed more memory than it may use; {self.when_large}.")


QUERY = Wording(
    "query",
    "filter or aggregate the data first, or join on fewer rows",
    "aggregate or filter earlier, select fewer columns, or add a LIMIT",
)
STATISTIC = Wording(
    "statistic",
    "filter the data first, or choose fewer columns",
    "filter the data first, or choose fewer columns",
)
PROFILE = Wording("profile", "ask for fewer columns", "ask for fewer columns")
