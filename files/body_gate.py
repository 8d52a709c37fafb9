"""The door in front of Django: who may send a body, and how long it may be.

Django's ASGI handler writes a whole body to disk before any view runs. So token, declared length,
running length and free disk are checked here, on the headers and while bytes arrive, and an
upload's file is taken out of its body on the way.
"""

from __future__ import annotations

import asyncio
import errno
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings

from accounts import tokens
from accounts.authentication import token_from_header
from accounts.models import User
from files.jobs import unfinished_uploads
from files.multipart_intake import ClientGone, MalformedUpload, boundary_of, read_upload
from files.services import UploadRefused, check_room, too_large
from files.upload_handler import UPLOAD_KEY

UPLOAD_PATH = "/api/upload"
# What multipart adds around the file: boundaries, headers, small fields.
_MULTIPART_OVERHEAD_BYTES = 64 * 1024

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class BodyGate:
    """ASGI middleware. Refusals have the API's error shape."""

    def __init__(self, app: Callable[..., Awaitable[Any]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        started = False
        slot = _Slot()

        async def watched_send(message: dict[str, Any]) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            limit, refusal = await self._limit(scope, slot)
            counted = _counted(receive, limit, refusal)
            boundary = _upload_boundary(scope)
            if boundary is None:
                await self.app(scope, counted, watched_send)
            else:
                await self._take_upload(scope, counted, watched_send, boundary)
        except UploadRefused as refusal:
            if started:
                raise
            await _refuse(send, refusal)
        except OSError as error:
            if started or error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            await _refuse(
                send, UploadRefused(507, "The server's disk is full; nothing was kept.", "disk_full")
            )
        finally:
            slot.give_back()

    async def _take_upload(self, scope: Scope, receive: Receive, send: Any, boundary: bytes) -> None:
        """Write the file to disk while it arrives; Django gets it in the scope instead of a body."""
        try:
            upload = await read_upload(receive, boundary)
        except ClientGone:
            return
        except MalformedUpload as error:
            raise UploadRefused(
                400, "The request body can't be read: it is malformed.", "malformed_request"
            ) from error
        try:
            await self.app({**scope, UPLOAD_KEY: upload}, _without_body(receive), send)
        finally:
            if upload is not None:
                await asyncio.to_thread(upload.close)

    async def _limit(self, scope: Scope, slot: _Slot) -> tuple[int, UploadRefused]:
        """How many bytes this body may have, and the answer to more. Raises UploadRefused on its headers."""
        headers = dict(scope["headers"])
        declared = _declared_length(headers)
        if scope["path"] != UPLOAD_PATH or scope["method"] != "POST":
            if declared > settings.MAX_JSON_BODY_BYTES:
                raise _body_too_large()
            return settings.MAX_JSON_BODY_BYTES, _body_too_large()
        user = await sync_to_async(_check_token)(headers.get(b"authorization", b"").decode("latin-1"))
        slot.take(user, await sync_to_async(unfinished_uploads)(user))
        limit = settings.MAX_UPLOAD_SIZE + _MULTIPART_OVERHEAD_BYTES
        if declared > limit:
            raise too_large()
        await asyncio.to_thread(check_room, 2 * declared)  # the file and its columnar copy
        return limit, too_large()


class _Slot:
    """One of a user's uploads at once, counted from its headers to its answer in this process.

    Those that are read in the background count on until they are done.
    """

    _taken: ClassVar[Counter[UUID]] = Counter()

    def __init__(self) -> None:
        self._user_id: UUID | None = None

    def take(self, user: User, in_background: int) -> None:
        """Raises UploadRefused (429) when the user has as many uploads as are allowed."""
        limit = settings.UPLOADS_AT_ONCE_PER_USER
        if self._taken[user.pk] + in_background >= limit:
            raise UploadRefused(
                429,
                f"At most {limit} of your uploads can run at the same time; wait for one of them.",
                "too_many_uploads",
            )
        self._taken[user.pk] += 1
        self._user_id = user.pk

    def give_back(self) -> None:
        if self._user_id is not None:
            self._taken[self._user_id] -= 1
            if not self._taken[self._user_id]:
                del self._taken[self._user_id]


def _counted(receive: Receive, limit: int, refusal: UploadRefused) -> Callable[[], Awaitable[Any]]:
    received = 0

    async def counted_receive() -> dict[str, Any]:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise refusal
        return message

    return counted_receive


def _upload_boundary(scope: Scope) -> bytes | None:
    if scope["path"] != UPLOAD_PATH or scope["method"] != "POST":
        return None
    return boundary_of(dict(scope["headers"]).get(b"content-type", b"").decode("latin-1"))


def _without_body(receive: Receive) -> Receive:
    """`receive` after the body was read: an empty one first, then what the client does next."""
    told = False

    async def receive_after() -> dict[str, Any]:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive_after


def _body_too_large() -> UploadRefused:
    limit = settings.MAX_JSON_BODY_BYTES
    return UploadRefused(
        413, f"The request body is larger than the limit of {limit:,} bytes.", "body_too_large"
    )


def _declared_length(headers: dict[bytes, bytes]) -> int:
    raw = headers.get(b"content-length", b"0")
    return int(raw) if raw.isdigit() else 0


def _check_token(header: str) -> User:
    if not header:
        raise UploadRefused(
            401, "Log in first: this needs an Authorization: Bearer token.", "not_authenticated"
        )
    try:
        return tokens.resolve(token_from_header(header) or "")
    except tokens.TokenRefused as error:
        raise UploadRefused(401, str(error), "token_invalid") from error


async def _refuse(send: Callable[[dict[str, Any]], Awaitable[None]], refusal: UploadRefused) -> None:
    body = json.dumps({"detail": str(refusal), "code": refusal.code}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if refusal.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
