"""The session that an address names, for the edge: its owner's, or not found."""

from __future__ import annotations

from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from accounts.authentication import current_user
from sessions_app import selectors
from sessions_app.models import Session


def owned_session(request: Request, session_id: str) -> Session:
    """The requester's session, or DRF's NotFound with a sentence."""
    try:
        return selectors.session_get(user=current_user(request), session_id=session_id)
    except selectors.SessionNotFound as error:
        raise NotFound("You have no session with this id.", code="session_not_found") from error
