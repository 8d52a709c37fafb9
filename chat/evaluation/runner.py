"""Asks the questions of a suite through real turns, in sessions of a user of its own, then cleans up."""

from __future__ import annotations

import secrets
import shutil
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from channels.db import database_sync_to_async

from accounts.models import User
from analysis.datasets import dataset_of
from analysis.models import Execution
from analysis.services import run_sql
from chat.evaluation.compare import Answer, Table, is_right
from chat.evaluation.report import Outcome
from chat.evaluation.suite import Question, Suite
from chat.following import Following
from chat.models import Message, Turn
from chat.selectors import turn_grounding
from config.engine import get_engine
from files import storage
from files.models import File
from files.services import EXTENSIONS, import_refused, session_record
from sessions_app.models import Session
from sessions_app.services import user_delete


@contextmanager
def evaluation_user() -> Iterator[User]:
    """A user nobody can log in as, with everything of theirs gone at the end."""
    user = User.objects.create_user(f"evaluation-{secrets.token_hex(8)}@localhost.invalid")
    try:
        yield user
    finally:
        user_delete(user)


async def ask_suite(
    suite: Suite, user: User, *, analyst: str, limit: int | None = None
) -> AsyncIterator[Outcome]:
    """Ask every question in a session of its own, in order."""
    for question in suite.questions[:limit]:
        session = await database_sync_to_async(_session)(user, suite.files[question.file])
        yield await _ask(question, session.pk, analyst)


def _session(user: User, path: Path) -> Session:
    """A session over a copy of the file, made like an upload's. Raises UploadRefused."""
    session_id, file_format = uuid.uuid4(), EXTENSIONS[path.suffix.lower()]
    folder = storage.staging_dir(session_id)
    with import_refused(folder, storage.session_dir(session_id)):
        folder.mkdir(mode=0o700)
        source = Path(shutil.copyfile(path, folder / f"original.{file_format}"))
        result = get_engine().import_file(source, folder, file_format).result()
        return session_record(
            user=user,
            session_id=session_id,
            filename=path.name,
            file_format=file_format,
            size_bytes=source.stat().st_size,
            result=result,
        )


async def _ask(question: Question, session_id: UUID, analyst: str) -> Outcome:
    started = time.perf_counter()
    turn = None
    for sentence in question.sentences:
        following = await Following.ask(session_id=session_id, question=sentence, analyst=analyst)
        turn = following.turn
        async for _ in following.frames():
            pass
    seconds = time.perf_counter() - started
    assert turn is not None
    gold_table = await _gold_table(question, session_id)
    return await database_sync_to_async(_outcome)(question, turn.pk, gold_table, seconds)


async def _gold_table(question: Question, session_id: UUID) -> Table | None:
    """The gold SQL's result. Raises EngineError when the suite's SQL is wrong."""
    if question.gold.sql is None:
        return None
    file = await database_sync_to_async(File.objects.select_related("session").get)(session_id=session_id)
    result = await run_sql(dataset=dataset_of(file), sql=question.gold.sql)
    return Table(tuple(result.column_names), result.rows)


def _outcome(question: Question, turn_id: UUID, gold_table: Table | None, seconds: float) -> Outcome:
    turn = Turn.objects.get(pk=turn_id)
    answer = _answer(turn)
    grounding = turn_grounding(turn_id) or {}
    return Outcome(
        id=question.id,
        kind=question.kind,
        file=question.file,
        question=" / ".join(question.sentences),
        right=is_right(answer, question.gold, gold_table),
        status=turn.status,
        answer=answer.text,
        seconds=round(seconds, 3),
        tool_calls=Execution.objects.filter(turn_id=turn_id).count(),
        input_tokens=turn.input_tokens,
        output_tokens=turn.output_tokens,
        unverified_figures=grounding.get("unverified", 0),
    )


def _answer(turn: Turn) -> Answer:
    messages = list(turn.messages.select_related("execution").order_by("position"))
    texts = [m.text for m in messages if m.type == Message.Type.TEXT and m.role == Message.Role.ASSISTANT]
    executions = [m.execution for m in messages if m.type == Message.Type.QUERY_RESULT and m.execution]
    tables = [table for execution in executions for table in _tables(execution)]
    return Answer("\n\n".join(texts), tuple(tables), turn.status)


def _tables(execution: Execution) -> Iterator[Table]:
    if execution.is_error:
        return
    yield Table(tuple(execution.column_names), execution.rows)
    for table in (execution.details or {}).get("tables", ()):
        yield Table(tuple(name for name, _ in table["columns"]), table["rows"])
