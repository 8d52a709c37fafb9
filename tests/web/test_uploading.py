"""Files that can't be read, are too large or are called back, in words that help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.client import SALES, Api
from tests.files.slow_csv import csv_that_takes_seconds
from tests.server import ServerProcess
from tests.web.conftest import Visit
from tests.web.person import Person
from tests.web.proxy import Proxy


def payload(name: str, content: bytes = SALES) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


@pytest.fixture
def uploader(visit: Visit, api: Api) -> Person:
    """Somebody at the upload page."""
    person = visit(api=api).open()
    person.expect_upload_page()
    return person


def test_files_that_are_no_data_are_refused_and_a_good_one_then_works(uploader: Person, api: Api) -> None:
    broken = (payload("zipped.csv", b"PK\x03\x04" + bytes(500)), payload("not-parquet.parquet"))
    uploader.watch.allow("the server responded with a status of 4")
    for file, said in (
        (payload("report.pdf"), "report.pdf"),
        (payload("empty.csv", b""), "“empty.csv” is empty"),
        *((file, api.try_upload(file["buffer"], file["name"]).json()["detail"]) for file in broken),
    ):
        uploader.choose_file(file)
        expect(uploader.alert).to_contain_text(said)
    uploader.choose_file(payload("sales.csv"))
    expect(uploader.turns).to_have_count(1)
    uploader.expect_answered()


def test_a_file_beyond_the_limit_is_refused_before_it_is_sent(
    visit: Visit, own_server: Callable[..., ServerProcess]
) -> None:
    api = Api(own_server(MAX_UPLOAD_SIZE=20_000).url).register()
    person = visit(api=api).open()
    person.expect_upload_page()
    expect(person.page.get_by_text("CSV or Parquet, up to 19.5 KB")).to_be_visible()
    sent: list[str] = []
    person.page.on("request", lambda request: sent.append(request.url))
    person.choose_file(payload("large.csv", SALES * 200))
    expect(person.alert).to_contain_text("19.5 KB")
    assert not any("/api/upload" in url for url in sent)


def test_calls_an_upload_back(visit: Visit, api: Api, proxy: Proxy, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"a,b\n" + b"1,2\n" * 5_000_000)
    person = visit(proxy.url, api).open()
    person.expect_upload_page()
    proxy.hold_uploads()
    person.choose_file(large)
    bar = person.page.get_by_role("progressbar", name="Upload")
    expect(bar).to_be_visible()
    expect(person.page.get_by_text("large.csv")).to_be_visible()
    person.button("Cancel").click()
    expect(bar).to_be_hidden()
    person.expect_upload_page()
    proxy.go_on()
    assert api.get("/api/sessions").json() == []


def test_calls_an_import_back(uploader: Person, api: Api, tmp_path: Path) -> None:
    slow = tmp_path / "slow.csv"
    slow.write_bytes(csv_that_takes_seconds())
    uploader.choose_file(slow)
    expect(uploader.page.get_by_role("progressbar", name="Import")).to_be_visible()
    uploader.button("Cancel").click()
    uploader.expect_upload_page()
    assert api.get("/api/sessions").json() == []


def test_drops_a_file_and_a_second_one_is_sent_to_a_new_chat(uploader: Person) -> None:
    _drop(uploader, "sales.csv")
    expect(uploader.turns).to_have_count(1)
    uploader.expect_answered()
    _drop(uploader, "other.csv")
    expect(uploader.page.get_by_text("One file per session")).to_be_visible()
    expect(uploader.turns).to_have_count(1)


def _drop(person: Person, name: str) -> None:
    """What the browser does when a file is dragged from a folder onto the middle of the page."""
    person.page.evaluate(
        """([name, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name, { type: "text/csv" }));
          const target = document.elementFromPoint(innerWidth * 0.6, innerHeight / 2);
          for (const type of ["dragenter", "dragover", "drop"]) {
            target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
          }
        }""",
        [name, SALES.decode()],
    )
