"""What happens to accounts. Views, admin and commands all come through here."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import tokens
from accounts.models import User
from config.channel_layer import send_to_group


class EmailTaken(Exception):
    """Somebody has registered with this email already, in whatever case."""


class WrongCredentials(Exception):
    """The email is unknown, the password wrong, or the account switched off: deliberately one thing."""


class WeakPassword(Exception):
    """Django's validators refuse the password; `sentences` says why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def socket_group(user_id: object) -> str:
    """The channel-layer group of every open socket of a user."""
    return f"user.{user_id}"


def user_register(*, email: str, password: str) -> User:
    """Create an account. Raises WeakPassword or EmailTaken; the database settles races."""
    _check_password(password, User(email=email))
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password)
    except IntegrityError as error:
        raise EmailTaken from error


def user_log_in(*, email: str, password: str) -> User:
    """The user with these credentials, or WrongCredentials.

    Django's ModelBackend hashes once for an unknown email too, so both take equally long.
    """
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        raise WrongCredentials
    return user


def user_change_password(user: User, *, current: str, new: str) -> str:
    """Set a new password and return a new token; every earlier token stops working.

    Raises WrongCredentials when `current` is not the password, WeakPassword for a weak `new`.
    """
    if not user.check_password(current):
        raise WrongCredentials
    _check_password(new, user)
    user.set_password(new)
    user.save(update_fields=["password"])
    user_revoke_tokens(user)
    return tokens.issue(user)


def user_revoke_tokens(user: User) -> None:
    """Make every login token of the user worthless and close the sockets they opened."""
    User.objects.filter(pk=user.pk).update(token_version=F("token_version") + 1)
    user.refresh_from_db(fields=["token_version"])
    send_to_group(socket_group(user.pk), "login.revoked")


def user_deactivate(user: User) -> None:
    """Lock the account without deleting anything."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user_revoke_tokens(user)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(list(error.messages)) from error
