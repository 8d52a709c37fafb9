"""Sessions as an operator sees them; deleting one takes its files along."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.utils.safestring import SafeString

from config.admin_tools import WithEvidence, link, list_link, readable_size
from sessions_app.models import Session
from sessions_app.services import session_delete, session_rename


@admin.register(Session)
class SessionAdmin(WithEvidence):
    list_display = ("title", "owner", "file_link", "rows", "storage", "turn_count", "tokens", "updated_at")
    list_filter = ("created_at", "updated_at", "file__format")
    search_fields = ("id", "title", "user__email", "file__filename")
    date_hierarchy = "created_at"
    list_select_related = ("user", "file")
    fields = ("id", "title", "owner", "file_link", "created_at", "updated_at", "evidence")
    readonly_fields = ("id", "owner", "file_link", "created_at", "updated_at", "evidence")
    actions = ("delete_with_files",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        sessions: QuerySet[Session] = super().get_queryset(request)
        tokens = Sum("turns__input_tokens") + Sum("turns__output_tokens")
        return sessions.annotate(turns_total=Count("turns"), spent=tokens)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        """Django's own delete action is replaced by the one that removes files."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="User", ordering="user__email")
    def owner(self, session: Session) -> SafeString | str:
        return link(session.user)

    @admin.display(description="File", ordering="file__filename")
    def file_link(self, session: Session) -> SafeString | str:
        return link(session.file)

    @admin.display(description="Rows", ordering="file__row_count")
    def rows(self, session: Session) -> str:
        return f"{session.file.row_count:,}"

    @admin.display(description="Storage", ordering="file__stored_bytes")
    def storage(self, session: Session) -> str:
        return readable_size(session.file.stored_bytes)

    @admin.display(description="Turns", ordering="turns_total")
    def turn_count(self, session: Any) -> SafeString:
        return list_link(str(session.turns_total), "chat", "turn", session__id__exact=session.pk)

    @admin.display(description="Tokens", ordering="spent")
    def tokens(self, session: Any) -> str:
        return f"{session.spent or 0:,}"

    @admin.display(description="Evidence")
    def evidence(self, session: Session) -> str:
        messages_link = list_link("messages", "chat", "message", session__id__exact=session.pk)
        executions_link = list_link("executions", "analysis", "execution", session__id__exact=session.pk)
        return messages_link + " · " + executions_link

    @admin.action(description="Delete with files", permissions=("delete",))
    def delete_with_files(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        deleted = [session_delete(session) for session in queryset]
        size = readable_size(sum(item.bytes for item in deleted))
        self.message_user(request, f"{len(deleted)} session(s) and {size} deleted.", messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:  # noqa: FBT001
        """The title is all that can be changed here."""
        session_rename(obj, obj.title)

    def delete_model(self, request: HttpRequest, obj: Session) -> None:
        session_delete(obj)
