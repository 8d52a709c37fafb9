"""Strict readers of the environment: a wrong value stops the start with a sentence that names it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class Env:
    """Typed look-ups in one mapping. Every method raises ImproperlyConfigured on nonsense."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    @classmethod
    def load(cls, dotenv: Path) -> Env:
        """The process environment over the `.env` file, when there is one."""
        from_file = {key: value for key, value in dotenv_values(dotenv).items() if value is not None}
        return cls({**from_file, **os.environ})

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, "").strip() or default

    def integer(self, name: str, default: int, *, minimum: int = 0, maximum: int = 2**63 - 1) -> int:
        raw = self.text(name)
        if not raw:
            return default
        try:
            value = int(raw)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be a whole number, but it is {raw!r}.") from None
        if not minimum <= value <= maximum:
            raise ImproperlyConfigured(f"{name} must be between {minimum} and {maximum}, but it is {value}.")
        return value

    def number(self, name: str, default: float, *, minimum: float = 0.0) -> float:
        raw = self.text(name)
        if not raw:
            return default
        try:
            value = float(raw)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be a number, but it is {raw!r}.") from None
        if not minimum <= value < float("inf"):
            raise ImproperlyConfigured(f"{name} must be at least {minimum}, but it is {raw}.")
        return value

    def boolean(self, name: str, *, default: bool) -> bool:
        raw = self.text(name).lower()
        if name not in self._values:
            return default
        if raw not in _TRUE | _FALSE:
            raise ImproperlyConfigured(f"{name} must be true or false, but it is {raw!r}.")
        return raw in _TRUE

    def choice(self, name: str, default: str, options: Sequence[str]) -> str:
        raw = self.text(name) or default
        if raw not in options:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, but it is {raw!r}.")
        return raw

    def words(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """A comma-separated list."""
        raw = self.text(name)
        return [word.strip() for word in raw.split(",") if word.strip()] if raw else list(default)

    def url(self, name: str, schemes: Sequence[str]) -> str:
        raw = self.text(name)
        if raw and not raw.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            # The value may carry a password: it is not repeated here.
            raise ImproperlyConfigured(
                f"{name} must be an address that begins with {' or '.join(schemes)}://."
            )
        return raw
