"""The process's one engine, made from the settings on first use."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from engine.pool import Engine


@cache
def get_engine() -> Engine:
    """The engine that services call. Its workers start on first use or at `warm_up`."""
    return Engine(settings.ENGINE)
