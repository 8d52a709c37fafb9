"""What a worker process gives up before it touches anything a stranger sent.

Runs once per worker, as the pool's initializer. The limits are the operating system's, so they
hold whatever DuckDB does.
"""

from __future__ import annotations

import errno
import logging
import multiprocessing.forkserver
import os
import resource
import signal
import sys
import sysconfig
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import engine
from engine.limits import AnalysisLimits, ChartLimits, ImportLimits, QueryLimits
from engine.sandbox import kernel, landlock, system_calls
from engine.worker_processes import HEAVY_NICENESS

_log = logging.getLogger(__name__)

_OPEN_FILES = 64
_CPU_RESERVE_SECONDS = 5
_JSON_DEPTH = 20_000
"""Parsed SQL nests a few levels per operator; Python's default of 1,000 refuses honest queries."""
_ROOT = Path("/")
_MACHINE = (Path("/proc"), Path("/sys/fs/cgroup"), Path("/sys/devices/system/cpu"))
"""Where DuckDB looks up memory and processors; it ends the process when it may not. What `/proc`
tells of other processes' memory and environment stays closed, as it is to tracing."""
_FILE_CAPABILITIES = 0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
"""What root keeps: the data may belong to another user, whose server runs as root."""


def restrict_reading_worker(limits: QueryLimits | AnalysisLimits, data_dir: Path | None) -> None:
    """No environment, network or children, no written files, few open ones, bounded address space.

    With `data_dir`, files can be read beneath it only (and those of Python's libraries).
    """
    _restrict_any_worker()
    sys.setrecursionlimit(_JSON_DEPTH)
    _set_limit(resource.RLIMIT_FSIZE, 0)
    _set_limit(resource.RLIMIT_AS, limits.address_space_bytes)
    _restrict_files(readable=[data_dir or _ROOT, *_library_folders()])


def restrict_import_worker(limits: ImportLimits, data_dir: Path | None) -> None:
    """As for queries, but beneath `data_dir` files may be written: the columnar copy is."""
    os.nice(HEAVY_NICENESS)
    _restrict_any_worker()
    _set_limit(resource.RLIMIT_AS, limits.address_space_bytes)
    _restrict_files(readable=_library_folders(), writable=[data_dir or _ROOT])


def restrict_chart_worker(limits: ChartLimits) -> None:
    """The compiler's JavaScript engine reserves address space by the terabyte; its data is limited."""
    _restrict_any_worker()
    _set_limit(resource.RLIMIT_FSIZE, 0)
    _set_limit(resource.RLIMIT_DATA, limits.data_bytes)
    _restrict_files(readable=[_ROOT])


def allow_cpu_time(seconds: float) -> None:
    """Let the kernel end this process when the task at hand takes more processor time than this.

    Workers are used again, so the limit moves: it counts from what was used before. It stands
    behind the server's deadline, for a server that is stopped or overloaded.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def cpu_seconds(timeout_seconds: float, threads: int) -> float:
    """The processor time that a task of this deadline can use at most, and something on top."""
    return timeout_seconds * threads + _CPU_RESERVE_SECONDS


def _restrict_any_worker() -> None:
    # A worker inside C code runs no Python signal handler; the default action kills it at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.clear()
    os.chdir("/")
    _die_with_the_server()
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    if sys.platform == "linux":
        _where_offered("Capabilities", partial(kernel.keep_capabilities, _FILE_CAPABILITIES))
    _where_offered("Seccomp", system_calls.restrict)


def _restrict_files(*, readable: Sequence[Path], writable: Sequence[Path] = ()) -> None:
    _where_offered("Landlock", partial(landlock.restrict, readable=readable, writable=writable))


def _where_offered(name: str, restrict: Callable[[], None]) -> None:
    """A kernel, or the container around us, may not offer a wall: the other ones still stand."""
    try:
        restrict()
    except OSError as error:
        if error.errno not in (errno.ENOSYS, errno.EINVAL, errno.EPERM):
            raise
        _log.warning("This system doesn't let workers be shut in by %s: %s", name, error.strerror)


def _library_folders() -> list[Path]:
    """Where Python finds modules that are imported later; not its whole path: `.env` lies there too."""
    installed = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return [*(Path(path) for path in {*installed, "/lib", "/lib64", "/usr/lib", *engine.__path__}), *_MACHINE]


def _die_with_the_server() -> None:
    """Let no worker outlive the server, not even after `kill -9`.

    The fork server, our parent, ends when the last holder of its "alive" pipe ends. Every worker
    holds a copy of that pipe; without it only the server does. The kernel then kills us with it.
    """
    parent = os.getppid()
    server: Any = multiprocessing.forkserver._forkserver
    if server._forkserver_alive_fd is not None:
        os.close(server._forkserver_alive_fd)
        server._forkserver_alive_fd = None
    if sys.platform == "linux":
        kernel.die_with_parent(signal.SIGKILL)
        if os.getppid() != parent:  # it ended in between
            os.kill(os.getpid(), signal.SIGKILL)


def _set_limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))
