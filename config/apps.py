"""Registers the system checks and signals of this package with Django."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks, database  # noqa: F401 - registers the checks

        database.connect_signals()
