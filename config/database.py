"""How long a database connection is kept.

Turns run their queries in one long-lived thread, which keeps its connection for `CONN_MAX_AGE`
seconds: opening one takes longer than most of what is asked. Each HTTP request has a thread of its
own under ASGI, which nobody would close for it, so that is done here when the request ends.
"""

from __future__ import annotations

from typing import Any

from django.core.signals import request_finished
from django.db import connections


def close_after_request(**_: Any) -> None:
    """Close this thread's connections, except in the middle of a transaction (of a test)."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def connect_signals() -> None:
    request_finished.connect(close_after_request, dispatch_uid="close_after_request")
