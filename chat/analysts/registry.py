"""Which analyst answers, by the settings."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from chat.analysts.base import Analyst


@cache
def get_analyst() -> Analyst:
    """The process's one analyst. The other one's libraries are not imported."""
    if settings.ANALYST == "claude":
        from chat.analysts.claude import ClaudeAnalyst

        return ClaudeAnalyst(settings.CLAUDE)
    from chat.analysts.builtin import BuiltinAnalyst

    return BuiltinAnalyst()
