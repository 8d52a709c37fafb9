"""Reading a session's DuckDB file in a worker: a locked connection, a deadline, errors in sentences.

Queries, statistics and profiles all read through here, so that they stand behind the same walls
and say the same things.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.errors import EngineError, QueryFailed
from engine.json_rows import LINES_BEFORE_SQL
from engine.limits import AnalysisLimits, QueryLimits
from engine.sandbox.connection_cache import ConnectionCache
from engine.sandbox.deadline import Deadline
from engine.sandbox.error_text import readable_error, without_wrapping
from engine.sandbox.wording import Wording

_cache = ConnectionCache()


@dataclass(frozen=True, slots=True)
class Reading:
    """A connection of one task's own, and how long the task may take."""

    connection: duckdb.DuckDBPyConnection
    deadline: Deadline


@contextlib.contextmanager
def reading(path: Path, limits: QueryLimits | AnalysisLimits, wording: Wording) -> Iterator[Reading]:
    """Read the DuckDB file at `path` until `limits.timeout_seconds` are over.

    The body may raise EngineErrors, which pass, and anything that DuckDB raises, which becomes
    QueryFailed, QueryTimedOut or QueryOutOfMemory. Raises DataMissing.
    """
    connection = _cache.clone(path, limits)
    deadline = Deadline(connection, limits.timeout_seconds)
    sound = False
    try:
        with deadline:
            yield Reading(connection, deadline)
        sound = True
    except EngineError:
        sound = True
        raise
    except Exception as error:
        sound = _is_plain(error)
        raise _translated(error, deadline, limits.timeout_seconds, wording) from None
    finally:
        _close(connection, sound=sound)


def _close(connection: duckdb.DuckDBPyConnection, *, sound: bool) -> None:
    with contextlib.suppress(duckdb.Error):
        connection.close()
    if sound:
        _cache.idle()
    else:
        _cache.drop()


def _is_plain(error: Exception) -> bool:
    """Whether the error is about the SQL or its values, and the database is as sound as before."""
    unsound = duckdb.InternalException | duckdb.FatalException | duckdb.OutOfMemoryException
    return isinstance(error, duckdb.Error) and not isinstance(error, unsound) and not _is_allocation(error)


def _translated(error: Exception, deadline: Deadline, seconds: float, wording: Wording) -> EngineError:
    if isinstance(error, duckdb.InterruptException) or deadline.passed:
        return wording.timed_out(seconds)
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException | RuntimeError) or _is_allocation(error):
        return wording.out_of_memory()
    if isinstance(error, duckdb.Error):
        return QueryFailed(without_wrapping(readable_error(error), LINES_BEFORE_SQL))
    return QueryFailed("This result can't be fetched; cast its columns to VARCHAR.")


def _is_allocation(error: Exception) -> bool:
    text = str(error).lower()
    return "bad_alloc" in text or "bad allocation" in text or "failed to allocate" in text
