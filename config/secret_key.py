"""The signing key of an installation that was given none: made once, kept beside the data."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

_MINIMUM_LENGTH = 32


def resolve(given: str, data_dir: Path) -> str:
    """The key from the environment, or the one kept in `data_dir` (mode 600, made when absent)."""
    if given:
        if len(given) < _MINIMUM_LENGTH:
            raise ImproperlyConfigured(f"SECRET_KEY must have at least {_MINIMUM_LENGTH} characters.")
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        _create(path)
    return path.read_text().strip()


def _create(path: Path) -> None:
    """Write a new key under another name, then link it: two processes starting at once agree on one."""
    draft = path.with_name(f"secret_key.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(get_random_secret_key())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
