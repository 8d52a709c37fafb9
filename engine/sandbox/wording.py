"""Sentences that both the worker and the pool may have to say. Loads no DuckDB."""

from __future__ import annotations

from engine.errors import QueryTimedOut


def query_timed_out(seconds: float) -> QueryTimedOut:
    """The error for a query that was ended after `seconds`."""
    return QueryTimedOut(
        f"The query took longer than {seconds:g} seconds and was ended; filter or aggregate the data "
        "first, or join on fewer rows."
    )
