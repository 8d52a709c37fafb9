"""How many uploads of one user may run at the same time: counted on their headers."""

from __future__ import annotations

import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.client import SALES, Api
from tests.server import ServerProcess


def half_an_upload(api: Api) -> socket.socket:
    """An upload whose body stops in the middle."""
    address = urlsplit(api.url)
    connection = socket.create_connection((address.hostname, address.port or 80))
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\n1,2\n'
    head = (
        f"POST /api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {api.token}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    return connection


def test_one_too_many_is_refused_until_another_ends(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server(UPLOADS_AT_ONCE_PER_USER=1)
    api, other = Api(server.url).register(), Api(server.url).register()
    running = half_an_upload(api)
    response = api.try_upload(SALES)
    while response.status_code == 201:  # the first one's headers have not been read yet
        response = api.try_upload(SALES)
    assert (response.status_code, response.json()["code"]) == (429, "too_many_uploads")
    assert response.json()["detail"] == (
        "At most 1 of your uploads can run at the same time; wait for one of them."
    )
    assert other.upload()  # somebody else is not concerned
    assert api.get("/api/sessions").status_code == 200
    running.close()
    while (response := api.try_upload(SALES)).status_code == 429:
        pass
    assert response.status_code == 201


def test_what_is_read_in_the_background_counts(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server(UPLOADS_AT_ONCE_PER_USER=1, BACKGROUND_TASKS="database")  # and nobody works
    api = Api(server.url).register()
    accepted = api.upload_in_background(SALES)
    assert api.try_upload(SALES).status_code == 429
    assert api.delete(f"/api/status/{accepted['job_id']}").status_code == 204
    assert api.upload()
