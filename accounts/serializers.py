"""Shapes of the account endpoints."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from rest_framework import serializers

from accounts.models import User

_MAX_PASSWORD = 1024


class CredentialsSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=_MAX_PASSWORD, trim_whitespace=False)

    def validate_email(self, value: str) -> str:
        return value.strip().lower()


class LoginSerializer(serializers.Serializer[Any]):
    """Not an EmailField: an odd email is wrong credentials, not another kind of answer."""

    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=_MAX_PASSWORD, trim_whitespace=False)


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()


class PasswordChangeSerializer(serializers.Serializer[Any]):
    current_password = serializers.CharField(max_length=_MAX_PASSWORD, trim_whitespace=False)
    new_password = serializers.CharField(max_length=_MAX_PASSWORD, trim_whitespace=False)


class UserSerializer(serializers.ModelSerializer[User]):
    """The person, and what this server lets a client send: a client checks it before it sends."""

    max_upload_size = serializers.SerializerMethodField(help_text="Bytes.")
    max_message_characters = serializers.SerializerMethodField()
    analyst = serializers.SerializerMethodField(help_text="Who answers.")

    class Meta:
        model = User
        fields = (
            "id",
            "email",
            "created_at",
            "is_staff",
            "max_upload_size",
            "max_message_characters",
            "analyst",
        )
        read_only_fields = fields

    def get_max_upload_size(self, user: User) -> int:
        return settings.MAX_UPLOAD_SIZE

    def get_max_message_characters(self, user: User) -> int:
        return settings.MAX_MESSAGE_CHARACTERS

    def get_analyst(self, user: User) -> Literal["claude", "builtin"]:
        return "claude" if settings.ANALYST == "claude" else "builtin"
