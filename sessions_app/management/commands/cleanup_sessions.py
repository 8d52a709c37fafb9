"""`manage.py cleanup_sessions --older-than 30d [--user EMAIL] [--dry-run]`"""

from __future__ import annotations

import argparse
import re
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from accounts.models import User
from sessions_app.retention import sessions_clean_up

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def age(text: str) -> timedelta:
    """`12h`, `30d` or `4w` as a span of time."""
    match = re.fullmatch(r"(\d{1,5})([hdw])", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no age; write it like 12h, 30d or 4w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


class Command(BaseCommand):
    help = "Delete sessions, with their files, that were not used for a given time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--older-than", type=age, required=True, metavar="AGE", help="12h, 30d, 4w …")
        parser.add_argument("--user", metavar="EMAIL", help="only this user's sessions")
        parser.add_argument("--dry-run", action="store_true", help="say what would be deleted")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["user"]
        if email is not None and not User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"There is no user {email}.")
        report, skipped = sessions_clean_up(
            older_than=options["older_than"], email=email, dry_run=options["dry_run"]
        )
        verb = "Would delete" if options["dry_run"] else "Deleted"
        self.stdout.write(
            f"{verb} {report.count} session(s), {report.bytes} bytes ({filesizeformat(report.bytes)})."
        )
        if skipped:
            self.stdout.write(f"Skipped {skipped} session(s) that are answering right now.")
