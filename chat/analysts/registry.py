"""Which analyst answers, by its name."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from chat.analysts.base import Analyst


@cache
def get_analyst(name: str) -> Analyst:
    """The process's one analyst of that name. The other one's libraries are not imported."""
    if name == "claude":
        from chat.analysts.claude import ClaudeAnalyst

        return ClaudeAnalyst(settings.CLAUDE)
    from chat.analysts.builtin import BuiltinAnalyst

    return BuiltinAnalyst()
