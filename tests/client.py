"""What a client does, in a few words: register, upload, open a socket, ask, collect events."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx2
from websockets.sync.client import ClientConnection, connect

PASSWORD = "correct horse battery staple"
SECONDS = 60

SALES = b"""region,product,price,sold_on
North,Chair,10.5,2024-01-03
South,Table,99.0,2024-01-09
North,Table,101.25,2024-02-11
East,Chair,9.75,2024-02-20
South,Chair,11.0,2024-03-02
"""


def new_email() -> str:
    return f"{uuid.uuid4().hex}@example.org"


class Api:
    """An HTTP client of one server; after `register` or `log_in` it carries the token."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token = ""
        self.email = ""
        self.http = httpx2.Client(base_url=url, timeout=SECONDS, trust_env=False)

    def register(self, email: str = "", password: str = PASSWORD) -> Api:
        self.email = email or new_email()
        body = {"email": self.email, "password": password}
        return self._with_token(self.http.post("/api/auth/register", json=body), 201)

    def log_in(self, email: str, password: str = PASSWORD) -> Api:
        self.email = email
        return self._with_token(
            self.http.post("/api/auth/login", json={"email": email, "password": password}), 200
        )

    def _with_token(self, response: httpx2.Response, status: int) -> Api:
        assert response.status_code == status, response.text
        self.token = response.json()["token"]
        return self

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **kwargs: Any) -> httpx2.Response:
        return self.http.get(path, headers=self.headers, **kwargs)

    def post(self, path: str, **kwargs: Any) -> httpx2.Response:
        return self.http.post(path, headers=self.headers, **kwargs)

    def patch(self, path: str, **kwargs: Any) -> httpx2.Response:
        return self.http.patch(path, headers=self.headers, **kwargs)

    def delete(self, path: str) -> httpx2.Response:
        return self.http.delete(path, headers=self.headers)

    def try_upload(self, content: bytes | Path, filename: str = "sales.csv") -> httpx2.Response:
        if isinstance(content, Path):
            with content.open("rb") as file:
                return self.post("/api/upload", files={"file": (filename, file)})
        return self.post("/api/upload", files={"file": (filename, content)})

    def upload(self, content: bytes | Path = SALES, filename: str = "sales.csv") -> str:
        """Upload and return the session id."""
        response = self.try_upload(content, filename)
        assert response.status_code == 201, response.text
        session_id: str = response.json()["session_id"]
        return session_id

    def upload_in_background(self, content: bytes, filename: str = "sales.csv") -> dict[str, Any]:
        """Upload without waiting for the import; returns the body of the 202."""
        headers = {**self.headers, "Prefer": "respond-async"}
        response = self.http.post("/api/upload", headers=headers, files={"file": (filename, content)})
        assert response.status_code == 202, response.text
        accepted: dict[str, Any] = response.json()
        return accepted

    def reimport(self, session_id: str, **options: Any) -> httpx2.Response:
        return self.post(f"/api/sessions/{session_id}/reimport", json=options)

    def job(self, job_id: str) -> dict[str, Any]:
        """The state of an import, as `GET /api/status/{job_id}` tells it."""
        response = self.get(f"/api/status/{job_id}")
        assert response.status_code == 200, response.text
        state: dict[str, Any] = response.json()
        return state

    def session(self, session_id: str) -> dict[str, Any]:
        response = self.get(f"/api/sessions/{session_id}")
        assert response.status_code == 200, response.text
        detail: dict[str, Any] = response.json()
        return detail

    def socket_url(self, session_id: str, token: str | None = None) -> str:
        base = self.url.replace("http://", "ws://")
        return f"{base}/api/sessions/{session_id}/ws?token={self.token if token is None else token}"

    def chat(self, session_id: str) -> Chat:
        return Chat(self.socket_url(session_id))


Event = dict[str, Any]


class Chat:
    """An open socket."""

    def __init__(self, url: str) -> None:
        self.socket: ClientConnection = connect(url, max_size=None, proxy=None, open_timeout=SECONDS)

    def __enter__(self) -> Chat:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def send(self, frame: object) -> None:
        self.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    def say(self, text: str) -> None:
        self.send({"type": "message", "text": text})

    def receive(self) -> Event:
        event: Event = json.loads(self.socket.recv(timeout=SECONDS))
        return event

    def until(self, *names: str) -> list[Event]:
        """The events up to and including the first one that has one of the names."""
        events = [self.receive()]
        while events[-1]["event"] not in names:
            events.append(self.receive())
        return events

    def ask(self, text: str) -> list[Event]:
        """Say something and collect the whole turn."""
        self.say(text)
        return self.until("done")


def named(events: list[Event], name: str) -> list[dict[str, Any]]:
    """The data of the events called `name`."""
    return [event["data"] for event in events if event["event"] == name]


def full_text(events: list[Event]) -> str:
    return "".join(data["text"] for data in named(events, "text"))
