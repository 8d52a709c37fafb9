"""How worker processes are started: forked from clean servers that know nothing of ours.

The standard fork server is close to what is needed but hands three things down: the environment
(with its API keys and secrets), the authentication key of `multiprocessing`, and the parent's
`__main__` module, which every child imports again (for a web server: all of it). The variant
here starts with an empty environment and passes on nothing but the import path.

A fork server has imported its workers' libraries but opened nothing, so a new worker takes some
30 ms, and the workers share the libraries' memory. There are two: the numeric libraries would cost
every worker a quarter of a gigabyte and two seconds. They follow the private interface of
`multiprocessing.forkserver` in CPython 3.11 to 3.13.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import connection as _connection_module
from multiprocessing import (
    context,
    forkserver,
    popen_forkserver,
    process,
    reduction,
    resource_tracker,
    spawn,
    util,
)
from typing import Any

_connection: Any = _connection_module
_util: Any = util  # both have functions that their type stubs don't know

_PRELOADED = ("engine.sandbox.worker_loop", "engine.sandbox.tasks", "engine.sandbox.executor")
"""Imported once in the fork server. What starts threads on import must not be among them."""
HEAVY_NICENESS = 5
"""Whoever waits for a page or a small query goes before whoever waits for a large file or a model."""
_NUMERIC = (*_PRELOADED, "engine.statistics.preloaded")
_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JOBLIB_MULTIPROCESSING": "0",
    "LOKY_MAX_CPU_COUNT": "1",
}
"""Read when NumPy, scikit-learn and joblib are imported, which then start no threads. Sums in another
order differ in their last digits: with one thread a figure is the same on every machine, each time."""

# With a `__file__` DuckDB takes the process for a script: in an interactive one it would draw
# progress bars on the server's output.
_START = (
    "import os, sys; os.nice({niceness}); sys.path[:] = {path!r}; __file__ = 'worker'; "
    "from multiprocessing.forkserver import main; main({listener}, {alive}, {modules!r})"
)


class _CleanForkServer(forkserver.ForkServer):
    """A fork server of its own, with no environment but `settings`; restarted when it was killed."""

    _lock: threading.Lock
    _process: subprocess.Popen[bytes] | None = None

    def __init__(self, preloaded: Sequence[str], settings: Mapping[str, str], niceness: int = 0) -> None:
        super().__init__()
        self._niceness = niceness
        self._preloaded = list(preloaded)
        self._settings = dict(settings)

    def ensure_running(self) -> None:
        with self._lock:
            resource_tracker.ensure_running()
            if self._process is not None and self._process.poll() is None:
                return
            if self._forkserver_alive_fd is not None:
                os.close(self._forkserver_alive_fd)
            self._start()

    def _start(self) -> None:
        with socket.socket(socket.AF_UNIX) as listener:
            address = _connection.arbitrary_address("AF_UNIX")
            listener.bind(address)
            if not util.is_abstract_socket_namespace(address):
                os.chmod(address, 0o600)  # noqa: PTH101
            listener.listen()
            # The server ends when the last holder of the write end ends.
            alive_read, alive_write = os.pipe()
            try:
                self._process = self._spawn(listener.fileno(), alive_read)
            except BaseException:
                os.close(alive_write)
                raise
            finally:
                os.close(alive_read)
        self._forkserver_address = address
        self._forkserver_alive_fd = alive_write

    def _spawn(self, listener: int, alive: int) -> subprocess.Popen[bytes]:
        code = _START.format(
            path=_import_path(),
            listener=listener,
            alive=alive,
            modules=self._preloaded,
            niceness=self._niceness,
        )
        arguments = [spawn.get_executable(), *_util._args_from_interpreter_flags(), "-c", code]
        return subprocess.Popen(  # noqa: S603
            arguments, env=self._settings, pass_fds=(listener, alive), stdin=subprocess.DEVNULL
        )


def _import_path() -> list[str]:
    return [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100


class _Popen(popen_forkserver.Popen):
    _fds: list[int]

    def _launch(self, process_obj: process.BaseProcess) -> None:
        buffer = io.BytesIO()
        context.set_spawning_popen(self)
        try:
            reduction.dump({"name": process_obj.name, "sys_path": _import_path()}, buffer)
            reduction.dump(process_obj, buffer)
        finally:
            context.set_spawning_popen(None)
        server = _numeric_server if isinstance(process_obj, _NumericProcess) else _server
        self.sentinel, writer = server.connect_to_new_process(self._fds)
        # A duplicate of the write end tells the child whether its parent still lives.
        duplicate = os.dup(writer)
        self.finalizer = util.Finalize(self, _util.close_fds, (duplicate, self.sentinel))
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(buffer.getbuffer())
        self.pid = forkserver.read_signed(self.sentinel)


class _Process(process.BaseProcess):
    _start_method = "forkserver"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._config: dict[str, Any]
        self._config.pop("authkey", None)

    @staticmethod
    def _Popen(process_obj: process.BaseProcess) -> _Popen:  # noqa: N802
        return _Popen(process_obj)


class _NumericProcess(_Process):
    """One that finds NumPy, SciPy, statsmodels and scikit-learn imported."""


class WorkerContext(context.BaseContext):
    """A `multiprocessing` context whose processes come out of a clean fork server."""

    _name = "forkserver"
    Process = _Process


class NumericContext(WorkerContext):
    """For workers that compute statistics."""

    Process = _NumericProcess


_server = _CleanForkServer(_PRELOADED, {})
_numeric_server = _CleanForkServer(_NUMERIC, _ONE_THREAD, HEAVY_NICENESS)
