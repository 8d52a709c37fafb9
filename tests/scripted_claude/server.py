"""The scripted Messages API itself: a real HTTP server on loopback, in a thread of its own.

It runs apart from the test's event loop, so the client under test, in this process or another,
meets real sockets: streaming, disconnects and dropped connections are those of production.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import uvicorn

from tests.scripted_claude import wire
from tests.scripted_claude.checks import request_problems
from tests.scripted_claude.script import Answer, Body, Drop, Gate, Hold, HttpError, Matcher, Pause, Step

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class _Dropped(Exception):
    """Raised into uvicorn, which then closes the socket in mid-response."""


class _Gone(Exception):
    """The client has hung up; nothing more is to be sent."""


@dataclass
class Call:
    """One request that arrived, and how it went."""

    number: int
    path: str
    headers: dict[str, str]
    body: Body
    disconnected: threading.Event = field(default_factory=threading.Event)
    """Set when the client hung up before the answer was complete."""
    finished: threading.Event = field(default_factory=threading.Event)
    """Set when the answer was sent to its end."""

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.body["messages"]  # type: ignore[no-any-return]

    @property
    def last_blocks(self) -> list[dict[str, Any]]:
        """The blocks of the last message."""
        content = self.messages[-1]["content"]
        return [{"type": "text", "text": content}] if isinstance(content, str) else content

    @property
    def tool_results(self) -> list[dict[str, Any]]:
        """The tool_result blocks of the last message, in order."""
        return [block for block in self.last_blocks if block["type"] == "tool_result"]

    @property
    def system_texts(self) -> list[str]:
        system = self.body.get("system", [])
        return [system] if isinstance(system, str) else [block["text"] for block in system]

    def wait_disconnected(self, timeout_seconds: float = 10.0) -> None:
        assert self.disconnected.wait(timeout_seconds), f"call {self.number}: the client never hung up"


@dataclass
class _Script:
    steps: deque[Step]
    when: Matcher | None
    repeat: bool

    def take(self) -> Step:
        step = self.steps.popleft()
        if self.repeat:
            self.steps.append(step)
        return step

    def fits(self, body: Body) -> bool:
        return bool(self.steps) and (self.when is None or self.when(body))


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


class ScriptedClaude:
    """A strict, scripted Messages API. Use as a context manager, or through the fixture."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._arrived = threading.Condition()
        self._scripts: list[_Script] = []
        self._gates: list[Gate] = []
        self._ids = itertools.count(1)
        self.calls: list[Call] = []
        self.failures: list[str] = []

    # Lifecycle

    def start(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", self._port))
        config = uvicorn.Config(
            self._app,
            interface="asgi3",
            lifespan="off",
            log_config=None,
            log_level="critical",
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        assert self._server.up.wait(10), "the scripted server did not start"
        return self

    def stop(self) -> None:
        self._open_gates()
        self._server.should_exit = True
        self._thread.join(10)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """What ANTHROPIC_BASE_URL is set to."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    # Scripting

    def script(self, *steps: Step, when: Matcher | None = None, repeat: bool = False) -> None:
        """Append steps. Those with `when` serve only requests it matches, and are tried first.

        `repeat` serves the steps over and over and exempts them from `assert_finished`.
        """
        with self._arrived:
            self._scripts.append(_Script(deque(steps), when, repeat))
            self._scripts.sort(key=lambda script: script.when is None)

    def gate(self) -> Gate:
        """A gate that is opened at the latest when the server is reset or stopped."""
        gate = Gate()
        self._gates.append(gate)
        return gate

    def reset(self) -> None:
        """Forget scripts, calls and failures; streams that wait at gates end."""
        self._open_gates()
        with self._arrived:
            self._scripts, self.calls, self.failures = [], [], []

    # Asserting

    def assert_finished(self) -> None:
        """Fail on any unscripted or malformed request and on steps that nobody asked for."""
        unused = sum(len(script.steps) for script in self._scripts if not script.repeat)
        problems = [*self.failures, *([f"{unused} scripted steps were never asked for"] if unused else [])]
        assert not problems, "\n".join(problems)

    def wait_for_call(self, number: int, timeout_seconds: float = 10.0) -> Call:
        """The `number`-th call (from 1), as soon as it has arrived."""
        with self._arrived:
            arrived = self._arrived.wait_for(lambda: len(self.calls) >= number, timeout_seconds)
        assert arrived, f"call {number} never came; {len(self.calls)} did"
        return self.calls[number - 1]

    # Serving

    async def _app(self, scope: Any, receive: Receive, send: Send) -> None:
        call = self._record(scope, await _read_body(receive))
        step = self._claim(call)
        if isinstance(step, HttpError):
            await _send_json(send, step.status, wire.error_body(step), step.headers)
            call.finished.set()
            return
        hangup = asyncio.create_task(_until_disconnect(receive))
        try:
            await self._answer(call, step, send, hangup)
            call.finished.set()
        except _Gone:
            call.disconnected.set()
        except _Dropped:
            raise
        except Exception as error:
            self.failures.append(f"call {call.number}: the scripted server failed: {error!r}")
            raise
        finally:
            hangup.cancel()

    def _record(self, scope: Any, raw: bytes) -> Call:
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        try:
            body = json.loads(raw)
        except ValueError:
            body = {}
        with self._arrived:
            call = Call(len(self.calls) + 1, scope["path"], headers, body)
            self.calls.append(call)
            self._arrived.notify_all()
        return call

    def _claim(self, call: Call) -> Step:
        """The step for this call; what the real API would refuse, or nobody scripted, is a failure."""
        if call.path != "/v1/messages":
            return self._failure(call, 404, f"unexpected path {call.path}")
        if problems := request_problems(call.headers, call.body):
            return self._failure(call, 400, "; ".join(problems))
        with self._arrived:
            script = next((script for script in self._scripts if script.fits(call.body)), None)
            step = script.take() if script else None
        return step or self._failure(call, 500, f"unscripted call for {call.body['model']}")

    def _failure(self, call: Call, status: int, problem: str) -> HttpError:
        self.failures.append(f"call {call.number}: {problem}")
        return HttpError(status, "api_error", problem, {"x-should-retry": "false"})

    async def _answer(self, call: Call, step: Answer, send: Send, hangup: asyncio.Task[None]) -> None:
        names = {"model": call.body["model"], "message_id": f"msg_{next(self._ids)}"}
        tool_ids = (f"toolu_{next(self._ids)}" for _ in itertools.count())
        if step.before:
            await _pass(step.before, hangup)
        if not call.body.get("stream"):
            await _send_json(send, 200, wire.whole(step, **names, tool_ids=tool_ids), {})
            return
        await _send_start(send, 200, {"content-type": "text/event-stream; charset=utf-8"})
        for piece in wire.stream(step, **names, tool_ids=tool_ids):
            await _perform(piece, send, hangup)
        await send({"type": "http.response.body", "body": b""})

    def _open_gates(self) -> None:
        for gate in self._gates:
            gate.open()
        self._gates = []


async def _perform(piece: wire.Wire, send: Send, hangup: asyncio.Task[None]) -> None:
    if hangup.done():
        raise _Gone
    if isinstance(piece, bytes):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    elif isinstance(piece, Hold):
        await _pass(piece.gate, hangup)
    elif isinstance(piece, Pause):
        await asyncio.sleep(piece.seconds)
    elif isinstance(piece, Drop):
        raise _Dropped


async def _pass(gate: Gate, hangup: asyncio.Task[None]) -> None:
    """Wait until the gate opens or the client hangs up."""
    loop = asyncio.get_running_loop()
    opened = asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(opened.set)

    gate.when_open(wake)
    gate.reached.set()
    waiter = asyncio.create_task(opened.wait())
    await asyncio.wait({waiter, hangup}, return_when=asyncio.FIRST_COMPLETED)
    waiter.cancel()
    if hangup.done():
        raise _Gone


async def _read_body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def _until_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_start(send: Send, status: int, headers: dict[str, str]) -> None:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})


async def _send_json(send: Send, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
    await _send_start(send, status, {"content-type": "application/json", **headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
