"""`manage.py evaluate SUITE.yaml [--analyst builtin|claude] [--limit N] [--report FILE]`"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from chat.evaluation.report import Outcome, as_document, as_text
from chat.evaluation.runner import ask_suite, evaluation_user
from chat.evaluation.suite import Suite, SuiteRefused, load_suite
from config.engine import get_engine


class Command(BaseCommand):
    help = "Ask an analyst questions with known answers, and say how often it is right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("suite", type=Path, metavar="SUITE.yaml")
        parser.add_argument("--analyst", choices=("builtin", "claude"), help="else as the settings say")
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write every answer there, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            suite = load_suite(options["suite"])
        except SuiteRefused as error:
            raise CommandError(str(error)) from error
        analyst = options["analyst"] or settings.ANALYST
        if analyst == "claude" and not (settings.CLAUDE.api_key or settings.CLAUDE.base_url):
            raise CommandError("Claude needs ANTHROPIC_API_KEY or ANTHROPIC_BASE_URL.")
        logging.disable(logging.INFO)  # a line for each session that comes and goes would bury the score
        try:
            with evaluation_user() as user:
                outcomes = async_to_sync(self._ask)(suite, user, analyst, options["limit"])
        finally:
            get_engine().close()
        self.stdout.write(as_text(outcomes))
        if options["report"]:
            document = as_document(suite.name, analyst, outcomes)
            options["report"].write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")

    async def _ask(self, suite: Suite, user: User, analyst: str, limit: int | None) -> list[Outcome]:
        outcomes = []
        async for outcome in ask_suite(suite, user, analyst=analyst, limit=limit):
            outcomes.append(outcome)
            self.stderr.write("." if outcome.right else "F", ending="")
        self.stderr.write("")
        return outcomes
