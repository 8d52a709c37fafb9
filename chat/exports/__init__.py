"""A session to take away: a report to read, everything as JSON, its SQL, or one result's rows.

An export is made of what is stored: nothing runs over the data again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from analysis.models import Execution
from analysis.selectors import ExecutionNotFound, execution_get
from chat.exports.documents import session_json, session_sql
from chat.exports.html import session_html
from chat.exports.markdown import session_markdown
from chat.exports.sheets import execution_csv
from sessions_app.models import Session


class NothingToExport(Exception):
    """What was asked for isn't there; the message says so to a person."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file for the person: its name, its media type, its bytes."""

    filename: str
    content_type: str
    content: bytes


_SESSION_FORMATS: dict[str, tuple[str, str, Callable[[Session], str]]] = {
    "html": ("html", "text/html; charset=utf-8", session_html),
    "markdown": ("md", "text/markdown; charset=utf-8", session_markdown),
    "json": ("json", "application/json", session_json),
    "sql": ("sql", "application/sql; charset=utf-8", session_sql),
}


def export_session(session: Session, *, format: str, execution: UUID | None = None) -> Export:  # noqa: A002
    """The session, or with `format` csv the rows of one of its executions. Raises NothingToExport."""
    if format == "csv":
        rows = execution_csv(_execution(session, execution))
        return Export(f"{_stem(session)}.csv", "text/csv; charset=utf-8", rows.encode())
    extension, content_type, make = _SESSION_FORMATS[format]
    return Export(f"{_stem(session)}.{extension}", content_type, make(session).encode())


def _execution(session: Session, execution_id: UUID | None) -> Execution:
    try:
        if execution_id is None:
            raise ExecutionNotFound
        execution = execution_get(session_id=session.pk, execution_id=execution_id)
    except ExecutionNotFound as error:
        raise NothingToExport("This session has no such execution.") from error
    if execution.is_error:
        raise NothingToExport("This execution failed; it has no rows.")
    return execution


def _stem(session: Session) -> str:
    """The title as a file name that every system takes; ASCII, since a header carries it."""
    words = re.findall(r"[A-Za-z0-9]+", session.title)
    return "-".join(words)[:60].lower() or "session"
