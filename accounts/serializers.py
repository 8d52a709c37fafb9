"""Shapes of the account endpoints."""

from __future__ import annotations

from typing import Any

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
    class Meta:
        model = User
        fields = ("id", "email", "created_at", "is_staff")
        read_only_fields = fields
