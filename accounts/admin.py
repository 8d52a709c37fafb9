"""Users as an operator sees them: what they store and spend, and the ways to shut them out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString

from accounts import services
from accounts.models import User
from chat.models import Turn
from config.admin_tools import WithEvidence, list_link, readable_size
from files.models import File
from sessions_app.services import user_delete


class UserForm(UserChangeForm[User]):
    class Meta:
        model = User
        fields = "__all__"


class NewUserForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("email",)


def _total(queryset: QuerySet[Any], owner: str, *fields: str) -> Coalesce:
    """A subquery, since joining several one-to-many relations would multiply the sums."""
    expression = sum((Sum(name) for name in fields[1:]), Sum(fields[0]))
    rows = queryset.filter(**{owner: OuterRef("pk")}).order_by().values(owner).annotate(total=expression)
    return Coalesce(Subquery(rows.values("total"), output_field=IntegerField()), 0)


@admin.register(User)
class UserAdmin(WithEvidence, DjangoUserAdmin[User]):
    form = UserForm
    add_form = NewUserForm
    list_display = ("email", "is_active", "is_staff", "created_at", "session_count", "storage", "tokens")
    list_filter = ("is_active", "is_staff", "created_at")
    search_fields = ("email", "id")
    ordering = ("-created_at",)
    readonly_fields = ("id", "created_at", "last_login", "token_version")
    fieldsets = (
        (None, {"fields": ("id", "email", "password", "created_at", "last_login", "token_version")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    actions = ("deactivate", "revoke_tokens")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users: QuerySet[User] = super().get_queryset(request)
        return users.annotate(
            sessions_total=Count("sessions"),
            stored=_total(File.objects.all(), "session__user", "stored_bytes"),
            spent=_total(Turn.objects.all(), "session__user", "input_tokens", "output_tokens"),
        )

    @admin.display(description="Sessions", ordering="sessions_total")
    def session_count(self, user: Any) -> SafeString:
        return list_link(str(user.sessions_total), "sessions_app", "session", user__id__exact=user.pk)

    @admin.display(description="Storage", ordering="stored")
    def storage(self, user: Any) -> str:
        return readable_size(user.stored)

    @admin.display(description="Tokens", ordering="spent")
    def tokens(self, user: Any) -> str:
        return f"{user.spent:,}"

    @admin.action(description="Deactivate: no log-in, tokens refused")
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            services.user_deactivate(user)
        self.message_user(request, f"{len(queryset)} user(s) deactivated.", messages.SUCCESS)

    @admin.action(description="Revoke login tokens")
    def revoke_tokens(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            services.user_revoke_tokens(user)
        self.message_user(request, f"Tokens of {len(queryset)} user(s) revoked.", messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        """A password set here revokes the tokens, as everywhere."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            services.user_revoke_tokens(obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            services.user_revoke_tokens(User.objects.get(pk=id))
        return response

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        user_delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            user_delete(user)
