"""A turn: a task of its own that outlives the socket it came from and ends with exactly one `done`."""

from __future__ import annotations

import asyncio
import logging
from contextvars import Context
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import OperationalError

from chat import services
from chat.analysts.base import (
    Analyst,
    AnalystEvent,
    AnalystRequest,
    EndOfText,
    Finish,
    UsageReport,
)
from chat.analysts.registry import get_analyst
from chat.control import StopSignal
from chat.events import Error, Plot, QueryFinished, SessionUpdate, Status, Text, Usage
from chat.models import Turn
from chat.publisher import Publisher
from chat.recovery import close_dead_turn
from chat.selectors import done_of
from chat.tools import SessionToolbox
from chat.transcript import Transcript
from chat.turn_ledger import TurnLedger
from config.request_id import turn_id

logger = logging.getLogger(__name__)

_TITLE_SECONDS = 8.0
_FINISH_ATTEMPTS = 30
_INTERNAL = Error("Something went wrong on the server. It was logged; ask again.", "internal_error")
_TIMEOUT = Error("The answer took too long and was ended. Ask a smaller question.", "turn_timeout")
_SHUTDOWN = Error("The server was stopped while it answered. Ask again.", "server_restarted")

_tasks: set[asyncio.Task[None]] = set()


async def start(*, session_id: UUID, question: str | None, analyst: str | None = None) -> Turn:
    """Begin a turn in the background. `question` is None for an automatic analysis.

    `analyst` answers instead of the one that the settings name.

    Raises services.TurnBusy while the session answers already, services.SessionGone when it was
    deleted meanwhile. A turn that died with its process is closed and doesn't count.
    """
    signal = await StopSignal.listen(session_id)
    try:
        turn = await _claim(session_id, question, analyst or settings.ANALYST)
    except BaseException:
        await signal.close()
        raise
    # A context of its own: a request's would bind the turn's database work to that request's thread,
    # which ends before the turn does.
    task = asyncio.create_task(_TurnRun(turn, signal).run(), name=f"turn {turn.pk}", context=Context())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    return turn


async def shut_down() -> None:
    """End every turn of this process; each still gets its `done`."""
    tasks = list(_tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _claim(session_id: UUID, question: str | None, analyst: str) -> Turn:
    claim = database_sync_to_async(services.turn_claim)
    try:
        return await claim(session_id=session_id, question=question, analyst=analyst)
    except services.TurnBusy:
        if not await close_dead_turn(session_id):
            raise
    return await claim(session_id=session_id, question=question, analyst=analyst)


class _TurnRun:
    """One turn from its first event to its `done`."""

    def __init__(self, turn: Turn, signal: StopSignal) -> None:
        self._turn = turn
        self._signal = signal
        self._publisher = Publisher(
            session_id=turn.session_id,
            turn_id=turn.pk,
            join_seconds=settings.TEXT_JOIN_MILLISECONDS / 1000,
        )
        self._transcript = Transcript(turn, self._publisher)
        self._usage = Usage()
        self._follow_ups: tuple[str, ...] = ()
        self._error: Error | None = None
        self._ledger: TurnLedger | None = None

    async def run(self) -> None:
        """Answer until finished, stopped or cancelled; then close the turn whatever happened."""
        turn_id.set(str(self._turn.pk))
        work = asyncio.create_task(self._answer())
        stop = asyncio.create_task(self._signal.wait())
        try:
            await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
            status = await self._outcome(work)
        except asyncio.CancelledError:
            await self._outcome(work)
            await self._fail(_SHUTDOWN)
            await self._close(Turn.Status.FAILED)
            raise
        finally:
            stop.cancel()
            await self._signal.close()
        await self._close(status)

    async def _outcome(self, work: asyncio.Task[None]) -> Turn.Status:
        """End the work if it still runs, and say how the turn ended."""
        work.cancel()
        await asyncio.wait({work})
        if work.cancelled():
            return Turn.Status.STOPPED
        if (failure := work.exception()) is not None:
            await self._fail(_TIMEOUT if isinstance(failure, TimeoutError) else _INTERNAL)
            logger.error("The turn failed", exc_info=failure)
        return Turn.Status.FAILED if self._error else Turn.Status.COMPLETED

    async def _fail(self, error: Error) -> None:
        self._error = error
        try:
            await self._transcript.show(error)
        except Exception:
            logger.exception("The error could not be recorded")

    async def _answer(self) -> None:
        async with asyncio.timeout(settings.TURN_TIMEOUT_SECONDS):
            request, dataset, self._ledger = await database_sync_to_async(services.turn_basis)(self._turn)
            tools = SessionToolbox(dataset=dataset, turn_id=self._turn.pk, ledger=self._ledger)
            analyst = get_analyst(self._turn.analyst)
            async for event in analyst.run(request, tools):
                await self._handle(event)
            await self._transcript.end_text()
            if self._error is None:
                await self._name_session(analyst, request)

    async def _handle(self, event: AnalystEvent) -> None:
        match event:
            case Text():
                await self._transcript.text(event.text)
            case EndOfText():
                await self._transcript.end_text()
            case Plot() | QueryFinished():
                await self._transcript.show(event)
            case Error():
                self._error = event
                await self._transcript.show(event)
            case Status():
                await self._publisher.publish(event)
            case UsageReport():
                self._usage += event.usage
            case Finish():
                self._follow_ups = event.follow_ups

    async def _name_session(self, analyst: Analyst, request: AnalystRequest) -> None:
        """After the first exchange the session gets a title of its own; the filename stays if none comes."""
        if not await database_sync_to_async(services.wants_title)(self._turn.session_id):
            return
        try:
            async with asyncio.timeout(_TITLE_SECONDS):
                title, usage = await analyst.title(request, "\n\n".join(self._transcript.answers))
        except TimeoutError:
            logger.warning("No title within %s s", _TITLE_SECONDS)
            return
        self._usage += usage
        if title and await database_sync_to_async(services.session_entitle)(self._turn.session_id, title):
            await self._publisher.publish(SessionUpdate(title))

    async def _close(self, status: Turn.Status) -> None:
        """Store what is left, close the turn, publish its one `done`. Never raises."""
        try:
            await self._transcript.end_text()
            if self._ledger:
                await self._transcript.ground(self._ledger)
        except Exception:
            logger.exception("The last text could not be recorded, or the figures not checked")
        try:
            await self._finish(status)
            if done := await database_sync_to_async(done_of)(self._turn.pk):
                await self._publisher.publish(done)
            logger.info("Turn %s in session %s", status.value, self._turn.session_id)
        except Exception:
            # The session may have been deleted under the turn; there is nobody left to tell.
            logger.exception("The turn could not be closed")

    async def _finish(self, status: Turn.Status) -> None:
        """Close the turn's row; while the database is locked, again and again: it must not stay running."""
        for attempt in range(_FINISH_ATTEMPTS):
            try:
                await database_sync_to_async(services.turn_finish)(
                    self._turn.pk,
                    status=status,
                    usage=self._usage,
                    follow_ups=self._follow_ups,
                    error_code=self._error.code if self._error else "",
                )
            except OperationalError:
                if attempt == _FINISH_ATTEMPTS - 1:
                    raise
                await asyncio.sleep(1)
            else:
                return
