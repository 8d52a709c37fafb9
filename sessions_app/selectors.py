"""Reading sessions, always through their owner: a stranger's look-up finds nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from sessions_app.models import Session


class SessionNotFound(Exception):
    """No such session, or it belongs to somebody else: deliberately one thing."""


def session_get(*, user: User, session_id: str | UUID) -> Session:
    """The user's session with its file. Raises SessionNotFound, also for an id that is no UUID."""
    try:
        identifier = session_id if isinstance(session_id, UUID) else UUID(session_id)
        return Session.objects.select_related("file").get(pk=identifier, user=user)
    except (ValueError, Session.DoesNotExist) as error:
        raise SessionNotFound from error


def session_title(session_id: UUID) -> str | None:
    """The title by now; None when the session is gone."""
    return Session.objects.filter(pk=session_id).values_list("title", flat=True).first()


def session_list(*, user: User, limit: int, before: Session | datetime | None = None) -> QuerySet[Session]:
    """The user's sessions with their files, newest first, in one query.

    `before` continues a listing: a session (the last one of the page before) or a moment.
    """
    sessions = Session.objects.filter(user=user).select_related("file")
    if isinstance(before, Session):
        sessions = sessions.filter(
            Q(created_at__lt=before.created_at) | Q(created_at=before.created_at, id__lt=before.id)
        )
    elif before is not None:
        sessions = sessions.filter(created_at__lt=before)
    return sessions[:limit]
