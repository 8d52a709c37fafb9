"""What a worker process does: prepare itself once, then answer one task after another."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

READY = "ready"


def serve(connection: Connection, initializer: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """Run `initializer(*arguments)`, say READY, then answer `(function, arguments)` until the pipe closes.

    The answer is `(succeeded, value or exception)`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends us
    import faulthandler

    faulthandler.enable()
    initializer(*arguments)
    with suppress(EOFError, BrokenPipeError):
        connection.send(READY)
        while True:
            function, call = connection.recv()
            connection.send_bytes(_answer(function, call))
    os._exit(0)  # the server is gone: no clean-up of libraries, which would write to its output


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps((True, function(*arguments)))
    except Exception as error:
        return _pickled_error(error)


def _pickled_error(error: Exception) -> bytes:
    try:
        return pickle.dumps((False, error))
    except Exception:  # it holds something that can't leave this process
        return pickle.dumps((False, RuntimeError(type(error).__name__)))
