"""System checks that try things: `manage.py check` and every start say what would fail later."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning


@register(Tags.files)
def data_dir_is_writable(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Really writes a file, since permissions, quotas and read-only mounts all look alike before that."""
    try:
        with tempfile.TemporaryFile(dir=settings.INCOMING_DIR) as file:
            file.write(b"x")
    except OSError as error:
        return [Error(f"DATA_DIR can't be written: {error.strerror}.", id="config.E001")]
    return []


@register(Tags.security, deploy=True)
def debug_is_off(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """DEBUG shows stack traces to strangers."""
    if settings.DEBUG:
        return [CheckWarning("DEBUG is on; turn it off where others can reach the server.", id="config.W001")]
    return []
