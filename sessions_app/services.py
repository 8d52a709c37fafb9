"""What people do to sessions: they name them, and they delete them with rows and files."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from chat.control import stop_and_wait
from chat.events import SessionUpdate, encode
from config.channel_layer import send_to_group
from files import storage
from files.jobs import session_jobs_delete, user_jobs_cancel
from sessions_app.groups import session_group
from sessions_app.models import Session

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a deletion freed."""

    sessions: int
    bytes: int


def session_rename(session: Session, title: str) -> None:
    """Give the session a title of the person's own, and tell every open socket."""
    session.title, session.titled_by_person, session.updated_at = title, True, timezone.now()
    Session.objects.filter(pk=session.pk).update(
        title=session.title, titled_by_person=True, updated_at=session.updated_at
    )
    send_to_group(session_group(session.pk), "session.event", frame=encode(SessionUpdate(title)))


def session_delete(session: Session) -> Deleted:
    """Stop the session's running turn, delete its rows, then its files. Open sockets are closed.

    The rows go first: a crash in between leaves files without rows, which `cleanup_orphans`
    removes, and never a session whose file is gone.
    """
    stop_and_wait(session.pk)
    session_id = session.pk
    session_jobs_delete(session_id)
    session.delete()
    size = storage.delete_session(session_id)
    send_to_group(session_group(session_id), "session.deleted")
    logger.info("Deleted session %s (%d bytes)", session_id, size)
    return Deleted(1, size)


def user_delete(user: User) -> Deleted:
    """Delete the account with all its sessions and files."""
    user_jobs_cancel(user)
    deleted = [session_delete(session) for session in user.sessions.all()]
    user.delete()
    return Deleted(len(deleted), sum(item.bytes for item in deleted))
