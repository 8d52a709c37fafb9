"""What the engine raises: each error has a stable code and a sentence a person or model can act on.

They cross a process boundary, so each one must survive pickling: all state is in `args`.
"""

from __future__ import annotations


class EngineError(Exception):
    """Base of all engine errors. `message` never holds a path of the server."""

    code = "engine_error"
    spends_worker = False
    """Whether the worker that raised it is replaced: its memory may not be what it was."""

    def __init__(self, message: str) -> None:
        super().__init__(message)

    @property
    def message(self) -> str:
        return str(self.args[0])


class ImportRefused(EngineError):
    """The uploaded file can't be read as a table. `code` says which rule refused it."""

    def __init__(self, message: str, code: str = "file_unparsable") -> None:
        super().__init__(message)
        self.args = (message, code)
        self.code = code


class QueryRefused(EngineError):
    """The SQL is not of a kind that may run here; nothing was executed."""

    code = "sql_refused"


class QueryFailed(EngineError):
    """DuckDB reported an error for the SQL (unknown column, bad cast …)."""

    code = "sql_failed"


class QueryTimedOut(EngineError):
    """The query ran into the time limit and was ended."""

    code = "query_timeout"
    spends_worker = True


class QueryOutOfMemory(EngineError):
    """The query ran into a memory limit and was ended."""

    code = "query_out_of_memory"
    spends_worker = True


class WorkerCrashed(EngineError):
    """The worker process died while it worked on this; the next call gets a new one."""

    code = "worker_crashed"


class DataMissing(EngineError):
    """The session's columnar copy is no longer on disk."""

    code = "data_missing"


class ChartRefused(EngineError):
    """The Vega-Lite specification doesn't fit its data, doesn't compile or isn't safe."""

    code = "chart_refused"


class DiskFull(EngineError):
    """The disk had no room for the columnar copy."""

    code = "disk_full"


class StatisticRefused(EngineError):
    """The statistic can't be computed from this data; the message says what is missing."""

    code = "statistic_refused"
