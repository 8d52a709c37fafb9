"""Login tokens: one JWT per login, HS256, no refresh.

A token carries the user's `token_version`. A password change or an operator's "revoke" counts the
version up, which makes every earlier token worthless without a list of tokens.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken

from accounts.models import User

VERSION_CLAIM = "ver"


class TokenRefused(Exception):
    """The token proves nothing. `str()` is a sentence for the person; it never repeats the token."""


def issue(user: User) -> str:
    token = AccessToken.for_user(user)
    token[VERSION_CLAIM] = user.token_version
    return str(token)


def resolve(raw: str) -> User:
    """The active user that `raw` was issued to.

    Raises TokenRefused for a malformed, expired, foreign, revoked or orphaned token: one sentence
    for all of them, since the remedy is the same.
    """
    refused = TokenRefused("The login token is not valid or has expired. Log in again.")
    try:
        token = AccessToken(raw)  # type: ignore[arg-type]  # the stubs know only Token objects
        claims: dict[str, Any] = token.payload
        user = User.objects.get(pk=claims["sub"], is_active=True)
    except (TokenError, KeyError, ValidationError, User.DoesNotExist) as error:
        raise refused from error
    if claims.get(VERSION_CLAIM) != user.token_version:
        raise refused
    return user
