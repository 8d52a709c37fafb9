"""How often an address, an account or a user may knock. Rates are settings."""

from __future__ import annotations

import hashlib

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class AuthPerAddress(SimpleRateThrottle):
    """Registrations and logins from one address."""

    scope = "auth_per_address"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class LoginPerAccount(SimpleRateThrottle):
    """Logins to one email, from wherever they come, so that a botnet can't guess its password."""

    scope = "login_per_account"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        body = request.data if isinstance(request.data, dict) else {}
        email = str(body.get("email", "")).strip().lower()
        ident = hashlib.sha256(email.encode()).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": ident} if email else None


class PasswordPerUser(SimpleRateThrottle):
    """Password changes of one user: each tries a password, so it counts like a login."""

    scope = "login_per_account"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}


class UploadPerUser(SimpleRateThrottle):
    """Uploads of one user."""

    scope = "upload_per_user"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}
