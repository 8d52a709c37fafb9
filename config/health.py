"""GET /api/health: is the process live, and is everything it needs ready."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.engine import get_engine

_ENGINE_SECONDS = 5.0


class HealthSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=("ok", "unavailable"))
    live = serializers.BooleanField()
    ready = serializers.BooleanField()
    checks = serializers.DictField(child=serializers.BooleanField())
    analyst = serializers.CharField()
    version = serializers.CharField()


class HealthView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(responses={200: HealthSerializer, 503: HealthSerializer})
    def get(self, request: Request) -> Response:
        """200 when database, disk and query workers answer, else 503 with what doesn't."""
        checks = {"database": _tries(_database), "disk": _tries(_disk), "engine": _tries(_engine)}
        ready = all(checks.values())
        body = {
            "status": "ok" if ready else "unavailable",
            "live": True,
            "ready": ready,
            "checks": checks,
            "analyst": settings.ANALYST,
            "version": settings.VERSION,
        }
        return Response(body, status=200 if ready else 503)


def _tries(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (OSError, DatabaseError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _disk() -> bool:
    with tempfile.TemporaryFile(dir=settings.INCOMING_DIR) as file:
        return bool(file.write(b"x"))


def _engine() -> bool:
    return get_engine().is_healthy(_ENGINE_SECONDS)
