"""The account endpoints: translate HTTP to `accounts.services` and back."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from accounts import services, tokens
from accounts.authentication import current_user
from accounts.serializers import (
    CredentialsSerializer,
    LoginSerializer,
    PasswordChangeSerializer,
    TokenSerializer,
    UserSerializer,
)
from accounts.throttles import AuthPerAddress, LoginPerAccount, PasswordPerUser
from config.api_errors import ApiError, field_error
from sessions_app.services import user_delete


def _valid(serializer: BaseSerializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    return data


class RegisterView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (AuthPerAddress,)

    @extend_schema(request=CredentialsSerializer, responses={201: TokenSerializer})
    def post(self, request: Request) -> Response:
        """Create an account and log in."""
        credentials = _valid(CredentialsSerializer(data=request.data))
        try:
            user = services.user_register(**credentials)
        except services.WeakPassword as error:
            raise field_error("password", error.sentences, "weak_password") from error
        except services.EmailTaken as error:
            raise ApiError(409, "This email is registered already; log in instead.", "email_taken") from error
        return Response({"token": tokens.issue(user)}, status=201)


class LoginView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (AuthPerAddress, LoginPerAccount)

    @extend_schema(request=LoginSerializer, responses=TokenSerializer)
    def post(self, request: Request) -> Response:
        """Log in: one token, valid for 30 days."""
        credentials = _valid(LoginSerializer(data=request.data))
        try:
            user = services.user_log_in(**credentials)
        except services.WrongCredentials as error:
            raise ApiError(401, "The email or the password is wrong.", "wrong_credentials") from error
        return Response({"token": tokens.issue(user)})


class MeView(APIView):
    @extend_schema(responses=UserSerializer)
    def get(self, request: Request) -> Response:
        """Who the token belongs to, and what this server lets them send."""
        return Response(UserSerializer(current_user(request)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Delete the account with all its sessions and files."""
        user_delete(current_user(request))
        return Response(status=204)


class LogoutEverywhereView(APIView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Log out on every device: each token of the user stops working, each open socket is closed."""
        services.user_revoke_tokens(current_user(request))
        return Response(status=204)


class PasswordView(APIView):
    throttle_classes = (PasswordPerUser,)

    @extend_schema(request=PasswordChangeSerializer, responses=TokenSerializer)
    def post(self, request: Request) -> Response:
        """Change the password: every earlier token stops working, a new one comes back."""
        data = _valid(PasswordChangeSerializer(data=request.data))
        try:
            token = services.user_change_password(
                current_user(request), current=data["current_password"], new=data["new_password"]
            )
        except services.WrongCredentials as error:
            raise field_error("current_password", ["This is not your password."], "wrong_password") from error
        except services.WeakPassword as error:
            raise field_error("new_password", error.sentences, "weak_password") from error
        return Response({"token": token})
