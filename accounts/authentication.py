"""How requests and sockets say who they are: a login token, in the header or the query string."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import tokens
from accounts.models import User

SCHEME = "Bearer"


def token_from_header(header: str) -> str | None:
    """The token of an `Authorization: Bearer …` header; None when it holds no such thing."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == SCHEME.lower() and token.strip() else None


def current_user(request: Request) -> User:
    """The authenticated user, typed. Views without AllowAny always have one."""
    assert isinstance(request.user, User)
    return request.user


class TokenAuthentication(BaseAuthentication):
    """DRF authentication by login token."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return None
        try:
            return tokens.resolve(token_from_header(header) or ""), None
        except tokens.TokenRefused as error:
            raise AuthenticationFailed(str(error), code="token_invalid") from error

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class SocketTokenMiddleware:
    """Puts the user of `?token=` into a socket's scope, or None. The consumer decides what to do.

    The token is taken out of the scope, so nothing behind this line can log it.
    """

    def __init__(self, app: Callable[..., Awaitable[Any]]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        scope["query_string"] = b""
        user = await self._user(query.get("token", [""])[0])
        return await self.app({**scope, "user": user}, receive, send)

    @staticmethod
    @database_sync_to_async
    def _user(raw: str) -> User | None:
        try:
            return tokens.resolve(raw)
        except tokens.TokenRefused:
            return None
