"""What the admin pages share: read-only evidence, links between objects, readable sizes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Evidence is looked at, never edited; it goes only with its session."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WithEvidence(admin.ModelAdmin[Any]):
    """Deleting one of these takes evidence along, which by itself may not be deleted."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        names, counts, _, protected = super().get_deleted_objects(objs, request)
        return names, counts, set(), protected


def link(instance: Model | None) -> SafeString | str:
    """A link to the admin page of `instance`."""
    if instance is None:
        return "–"
    meta = instance._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[instance.pk])
    return format_html('<a href="{}">{}</a>', url, instance)


def list_link(label: str, app: str, model: str, **filters: object) -> SafeString:
    """A link to a filtered admin list."""
    url = reverse(f"admin:{app}_{model}_changelist")
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return format_html('<a href="{}?{}">{}</a>', url, query, label)


def readable_size(size: int | None) -> str:
    return str(filesizeformat(size or 0))
