"""What a worker process gives up before it touches anything a stranger sent.

Runs once per worker, as the pool's initializer. The limits are the operating system's, so they
hold whatever DuckDB does.
"""

from __future__ import annotations

import ctypes
import multiprocessing.forkserver
import os
import resource
import signal
import sys
from typing import Any

from engine.limits import ChartLimits, ImportLimits, QueryLimits

_PR_SET_PDEATHSIG = 1
_OPEN_FILES = 64
_JSON_DEPTH = 20_000
"""Parsed SQL nests a few levels per operator; Python's default of 1,000 refuses honest queries."""


def restrict_query_worker(limits: QueryLimits) -> None:
    """No environment, no core dumps, no written files, few open ones, bounded address space."""
    _restrict_any_worker()
    sys.setrecursionlimit(_JSON_DEPTH)
    _set_limit(resource.RLIMIT_FSIZE, 0)
    _set_limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _set_limit(resource.RLIMIT_AS, limits.address_space_bytes)


def restrict_import_worker(limits: ImportLimits) -> None:
    """As for queries, but files may be written: the columnar copy is."""
    _restrict_any_worker()
    _set_limit(resource.RLIMIT_AS, limits.address_space_bytes)


def restrict_chart_worker(limits: ChartLimits) -> None:
    """The compiler's JavaScript engine reserves address space by the terabyte; its data is limited."""
    _restrict_any_worker()
    _set_limit(resource.RLIMIT_FSIZE, 0)
    _set_limit(resource.RLIMIT_DATA, limits.data_bytes)


def _restrict_any_worker() -> None:
    # A worker inside C code runs no Python signal handler; the default action kills it at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.clear()
    os.chdir("/")
    _die_with_the_server()
    _set_limit(resource.RLIMIT_CORE, 0)


def _die_with_the_server() -> None:
    """Let no worker outlive the server, not even after `kill -9`.

    The fork server, our parent, ends when the last holder of its "alive" pipe ends. Every worker
    holds a copy of that pipe; without it only the server does. The kernel then kills us with it.
    """
    server: Any = multiprocessing.forkserver._forkserver
    if server._forkserver_alive_fd is not None:
        os.close(server._forkserver_alive_fd)
        server._forkserver_alive_fd = None
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _set_limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))
