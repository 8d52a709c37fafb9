"""The socket: translates frames to turns and events to frames. Holds no rules of its own."""

from __future__ import annotations

import asyncio
from typing import Any, cast
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.db import OperationalError

from accounts.models import User
from accounts.services import socket_group
from chat import event_log, frames, services, turns
from chat.control import request_stop
from chat.event_log import Frame
from chat.events import Done, Error, SessionUpdate, Status, encode
from chat.models import Turn
from chat.recovery import close_dead_turn
from chat.selectors import done_of, running_turn, turn_in_session
from chat.stream_position import StreamPosition, Verdict
from files import storage
from files.jobs import current_job_event, import_of_session
from files.models import ImportJob
from sessions_app.groups import session_group
from sessions_app.selectors import SessionNotFound, session_get, session_title

CLOSE_LOGIN_REVOKED = 4401
CLOSE_SESSION_DELETED = 4404


class ChatConsumer(AsyncJsonWebsocketConsumer):
    """One open socket on a session. Refused before it is accepted unless token and session fit."""

    user: User | None
    session_id: UUID
    position: StreamPosition
    # Frames of the turn that ran when the socket opened wait here for a moment, so that a client
    # that resumes gets what it missed first. None when nothing waits.
    held: list[Frame] | None = None

    async def connect(self) -> None:
        self.user = cast("User | None", self.scope["user"])
        try:
            job = await self._find_session()
        except SessionNotFound:
            await self.close()  # before accept: the handshake is refused with 403
            return
        for group in self._groups():
            await self.channel_layer.group_add(group, self.channel_name)
        await close_dead_turn(self.session_id)
        running = await database_sync_to_async(running_turn)(self.session_id)
        self.position = StreamPosition(str(running.pk) if running else None)
        await self.accept()
        if job:
            # Its state by now: what happened before this socket joined the group was not heard.
            await self.send_json(await database_sync_to_async(current_job_event)(job))
        if running:
            self.held = []
            self._timer = asyncio.get_running_loop().call_later(
                settings.RESUME_GRACE_SECONDS, self._grace_over
            )

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "session_id"):
            for group in self._groups():
                await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        try:
            command = frames.parse(text_data, bytes_data)
        except frames.FrameRefused as refusal:
            await self._send_error(refusal.message, refusal.code)
            return
        try:
            await self._obey(command)
        except OperationalError:
            await self._send_error("The database is busy. Try again in a moment.", "database_busy")

    async def _obey(self, command: frames.Command) -> None:
        match command:
            case frames.Resume():
                await self._resume(command)
            case frames.Ask():
                await self._release_held()
                await self._ask(command.question)
            case frames.Stop():
                await self._release_held()
                await self._stop()

    # --- commands ---------------------------------------------------------------------------

    async def _ask(self, question: str | None) -> None:
        try:
            await turns.start(session_id=self.session_id, question=question)
        except services.TurnBusy:
            await self._send_error("An answer is still running. Wait for it or stop it.", "busy")
        except services.SessionGone:
            await self._say_why_gone()

    async def _say_why_gone(self) -> None:
        """There is no session: not yet, while its file is being read, or not any more."""
        assert self.user is not None
        if await database_sync_to_async(import_of_session)(self.user, self.session_id):
            await self._send_error("The file is still being read. Wait for file_complete.", "importing")
        else:
            await self.close(CLOSE_SESSION_DELETED)

    async def _stop(self) -> None:
        if await close_dead_turn(self.session_id):
            await self.send_json(encode(Status("Nothing is running.")))
        else:
            await request_stop(self.session_id)

    async def _resume(self, command: frames.Resume) -> None:
        """Send what the client missed, then what waits; live events follow."""
        turn = await database_sync_to_async(turn_in_session)(self.session_id, command.turn_id)
        if turn is None:
            await self._send_error("This session has no such turn; load the session again.", "turn_not_found")
        else:
            self.position.rewind(str(turn.pk), command.after)
            await self._catch_up(str(turn.pk))
            await self._ensure_done(turn)
        await self._release_held()

    async def _ensure_done(self, turn: Turn) -> None:
        """A turn that was closed without its last frames reaching the log still ends with a `done`."""
        if turn.status == Turn.Status.RUNNING:
            return
        log = await asyncio.to_thread(event_log.read, storage.event_log_path(self.session_id, turn.pk))
        if not log or log[-1]["event"] != Done.name:
            done = await database_sync_to_async(done_of)(turn.pk)
            if done is not None:
                last = log[-1]["seq"] if log else 0
                await self._deliver(encode(done, seq=last + 1, turn_id=str(turn.pk)))

    # --- events -----------------------------------------------------------------------------

    async def turn_event(self, message: dict[str, Any]) -> None:
        """An event of the session's turn, from the channel layer."""
        if self.held is not None:
            self.held.append(message["frame"])
        else:
            await self._deliver(message["frame"])

    async def session_event(self, message: dict[str, Any]) -> None:
        """What belongs to no turn: a person's new title, or what an import of the file is doing."""
        await self.send_json(message["frame"])

    async def login_revoked(self, message: dict[str, Any]) -> None:
        await self.close(CLOSE_LOGIN_REVOKED)

    async def session_deleted(self, message: dict[str, Any]) -> None:
        await self.close(CLOSE_SESSION_DELETED)

    async def grace_over(self, message: dict[str, Any]) -> None:
        await self._release_held()

    def _grace_over(self) -> None:
        """Through the channel, so that it takes its turn among the other messages of this socket."""
        layer = self.channel_layer
        self._sending = asyncio.ensure_future(layer.send(self.channel_name, {"type": "grace.over"}))

    async def _release_held(self) -> None:
        waiting, self.held = self.held or [], None
        for frame in waiting:
            await self._deliver(frame)

    async def _deliver(self, frame: Frame) -> None:
        """Send a frame unless the client has it; fetch the ones before it that never came."""
        verdict = self.position.judge(frame["turn_id"], frame["seq"])
        if verdict is Verdict.CATCH_UP:
            await self._catch_up(frame["turn_id"])
            verdict = self.position.judge(frame["turn_id"], frame["seq"])
        if verdict is not Verdict.DROP:
            await self._send_frame(frame)

    async def _catch_up(self, turn_id: str) -> None:
        path = storage.event_log_path(self.session_id, UUID(turn_id))
        for frame in await asyncio.to_thread(event_log.read, path, after=self.position.last(turn_id)):
            await self._send_frame(await self._as_of_now(frame))

    async def _as_of_now(self, frame: Frame) -> Frame:
        """A title from the log may have been replaced since by a person."""
        if frame["event"] != SessionUpdate.name:
            return frame
        title = await database_sync_to_async(session_title)(self.session_id)
        return frame if title is None else {**frame, "data": {"title": title}}

    async def _send_frame(self, frame: Frame) -> None:
        self.position.sent(frame["turn_id"], frame["seq"])
        await self.send_json(frame)

    # --- helpers ----------------------------------------------------------------------------

    async def _send_error(self, message: str, code: str) -> None:
        await self.send_json(encode(Error(message, code)))

    async def _find_session(self) -> ImportJob | None:
        """Find the user's session, or the import that will make it, which is returned."""
        if self.user is None:
            raise SessionNotFound
        try:
            self.session_id = UUID(self.scope["url_route"]["kwargs"]["session_id"])
        except ValueError as error:
            raise SessionNotFound from error
        job = await database_sync_to_async(import_of_session)(self.user, self.session_id)
        if job is None:
            await database_sync_to_async(session_get)(user=self.user, session_id=self.session_id)
        return job

    def _groups(self) -> tuple[str, str]:
        assert self.user is not None
        return session_group(self.session_id), socket_group(self.user.pk)
