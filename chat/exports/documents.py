"""A session for programs: everything as JSON, and its statements as a SQL script."""

from __future__ import annotations

import json
from typing import Any

from analysis.models import Execution
from analysis.serializers import ExecutionSerializer
from chat.selectors import session_messages
from chat.serializers import MessageSerializer
from files.serializers import FileSerializer
from sessions_app.models import Session


def session_json(session: Session) -> str:
    """The session as `GET /api/sessions/{id}` shows it, with every execution behind it."""
    document = {
        "id": session.pk,
        "title": session.title,
        "created_at": session.created_at,
        "file": FileSerializer(session.file).data,
        "messages": MessageSerializer(session_messages(session.pk), many=True).data,
        "executions": ExecutionSerializer(_executions(session), many=True).data,
    }
    return json.dumps(document, default=_as_text, ensure_ascii=False, indent=1)


def session_sql(session: Session) -> str:
    """Every statement that ran without an error, oldest first, under the question it belongs to."""
    questions = dict(session.turns.values_list("pk", "question"))
    parts = [f"-- {_line(session.title)}\n-- The table data holds the file {_line(session.file.filename)}."]
    asked = None
    for execution in _executions(session).exclude(sql="").filter(error=""):
        if execution.turn_id != asked and execution.turn_id in questions:
            asked = execution.turn_id
            parts.append(f"-- {_line(questions[asked] or 'Automatic analysis')}")
        parts.append(f"{execution.sql.strip().rstrip(';')};")
    return "\n\n".join(parts) + "\n"


def _executions(session: Session) -> Any:
    return Execution.objects.filter(session=session).order_by("created_at", "id")


def _line(text: str) -> str:
    """On one line: a comment must not end early."""
    return " ".join(text.split())


def _as_text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
