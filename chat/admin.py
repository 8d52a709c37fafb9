"""Turns and messages as an operator sees them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString

from chat.models import Message, Turn
from config.admin_tools import ReadOnlyAdmin, link, list_link


@admin.register(Turn)
class TurnAdmin(ReadOnlyAdmin):
    list_display = (
        "started_at",
        "question_text",
        "session_link",
        "analyst",
        "status",
        "error_code",
        "tokens",
        "evidence",
    )
    list_filter = ("status", "analyst", "error_code", "started_at")
    search_fields = ("id", "question", "session__id", "session__title", "session__user__email")
    list_select_related = ("session",)
    date_hierarchy = "started_at"

    @admin.display(description="Question")
    def question_text(self, turn: Turn) -> str:
        return str(turn)

    @admin.display(description="Session")
    def session_link(self, turn: Turn) -> SafeString | str:
        return link(turn.session)

    @admin.display(description="Tokens in / out")
    def tokens(self, turn: Turn) -> str:
        usage = turn.usage
        read = usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens
        return f"{read:,} / {usage.output_tokens:,}"

    @admin.display(description="Evidence")
    def evidence(self, turn: Turn) -> str:
        messages = list_link("messages", "chat", "message", turn__id__exact=turn.pk)
        return messages + " · " + list_link("executions", "analysis", "execution", turn_id__exact=turn.pk)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "role", "type", "short_text", "session_link", "turn_link", "execution_link")
    list_filter = ("role", "type", "created_at")
    search_fields = ("id", "text", "session__id", "session__title", "session__user__email")
    list_select_related = ("session", "turn", "execution")
    date_hierarchy = "created_at"

    @admin.display(description="Text")
    def short_text(self, message: Message) -> str:
        return str(message)

    @admin.display(description="Session")
    def session_link(self, message: Message) -> SafeString | str:
        return link(message.session)

    @admin.display(description="Turn")
    def turn_link(self, message: Message) -> SafeString | str:
        return link(message.turn)

    @admin.display(description="Execution")
    def execution_link(self, message: Message) -> SafeString | str:
        return link(message.execution)
