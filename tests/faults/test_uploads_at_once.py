"""Many large uploads at the same time: each becomes its own session, and others are answered meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.client import Api
from tests.faults.uploads import clean_csv
from tests.server import ServerProcess

AT_ONCE = 8


def test_eight_at_once_all_succeed(server: ServerProcess, api: Api) -> None:
    people = [Api(server.url).register() for _ in range(AT_ONCE)]
    sizes = [40_000 + number for number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        uploads = [
            threads.submit(person.upload, clean_csv(rows)) for person, rows in zip(people, sizes, strict=True)
        ]
        while not all(upload.done() for upload in uploads):
            assert api.get("/api/sessions").status_code == 200
    for person, rows, upload in zip(people, sizes, uploads, strict=True):
        (session,) = person.get("/api/sessions").json()
        assert (session["id"], session["row_count"]) == (upload.result(), rows)
