"""`manage.py cleanup_orphans [--dry-run]`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template.defaultfilters import filesizeformat

from sessions_app.retention import Report, orphans_clean_up


class Command(BaseCommand):
    help = "Remove files without sessions, sessions without files, and uploads that were never finished."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be removed")

    def handle(self, *args: Any, **options: Any) -> None:
        report = orphans_clean_up(dry_run=options["dry_run"])
        verb = "Would remove" if options["dry_run"] else "Removed"
        self._say(verb, report.folders, "folder(s) without a session")
        self._say(verb, report.rows, "session(s) without files")
        self._say(verb, report.uploads, "unfinished upload(s)")

    def _say(self, verb: str, report: Report, what: str) -> None:
        size = filesizeformat(report.bytes)
        self.stdout.write(f"{verb} {report.count} {what}, {report.bytes} bytes ({size}).")
