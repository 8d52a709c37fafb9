"""POST /api/upload: what comes back, what lies on disk, and what every refusal leaves (nothing)."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.client import SALES, Api
from tests.server import ServerProcess


def session_folders(server: ServerProcess) -> set[str]:
    return {path.name for path in server.data_dir.iterdir() if path.is_dir() and path.name.count("-") == 4}


def incoming(server: ServerProcess) -> list[Path]:
    return [path for path in (server.data_dir / "incoming").glob("*/*") if path.name != ".lock"]


def row_counts(server: ServerProcess) -> tuple[int, int]:
    with sqlite3.connect(server.data_dir / "db.sqlite3") as database:
        sessions = database.execute("SELECT count(*) FROM sessions_app_session").fetchone()[0]
        return sessions, database.execute("SELECT count(*) FROM files_file").fetchone()[0]


@pytest.fixture
def nothing_left(server: ServerProcess) -> Iterator[None]:
    """Whatever the test does must leave no row and no file."""
    before = session_folders(server), row_counts(server)
    yield
    assert (session_folders(server), row_counts(server)) == before
    assert incoming(server) == []


def test_an_upload_becomes_a_session(api: Api, server: ServerProcess) -> None:
    response = api.try_upload(SALES)
    assert response.status_code == 201
    body = response.json()
    file = body["file"]
    assert file["filename"] == "sales.csv"
    assert (file["row_count"], file["column_count"]) == (5, 4)
    assert file["columns"] == ["region", "product", "price", "sold_on"]
    assert file["column_types"]["sold_on"] == "DATE"
    assert file["preview"][0] == {
        "region": "North",
        "product": "Chair",
        "price": 10.5,
        "sold_on": "2024-01-03",
    }
    assert file["size_bytes"] == len(SALES)
    assert file["import_report"]["rows_rejected"] == 0

    folder = server.data_dir / body["session_id"]
    assert (folder / "original.csv").read_bytes() == SALES
    assert (folder / "data.duckdb").exists()
    assert incoming(server) == []
    assert api.session(body["session_id"])["file"] == file


@pytest.mark.parametrize(
    "filename", ["DATA.CSV", "päper ünd.csv", "../../etc/passwd.csv", "a*b[1].csv", "'; DROP.csv"]
)
def test_odd_file_names_are_only_names(api: Api, server: ServerProcess, filename: str) -> None:
    session_id = api.upload(SALES, filename)
    assert (server.data_dir / session_id / "original.csv").read_bytes() == SALES
    assert api.session(session_id)["file"]["filename"] == filename.rsplit("/", 1)[-1]


@pytest.mark.parametrize(
    ("content", "filename", "status", "code"),
    [
        (b"", "empty.csv", 400, "file_empty"),
        (b"", "empty.parquet", 400, "file_empty"),
        (b"\xef\xbb\xbf", "bom.csv", 400, "file_empty"),
        (b"\n\n  \n", "blank.csv", 400, "file_empty"),
        (b"a,b,c\n", "header-only.csv", 400, "no_rows"),
        (b"PAR1 this is not parquet PAR1", "broken.parquet", 400, "file_unparsable"),
        (b"a,b\n1,2\n", "not.parquet", 400, "wrong_file_kind"),
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "report.csv", 400, "wrong_file_kind"),
        (b"PK\x03\x04" + b"\0" * 100, "book.csv", 400, "wrong_file_kind"),
        (b"a,b\n1,2\n", "data.txt", 415, "unsupported_file_type"),
        (b"a,b\n1,2\n", "data", 415, "unsupported_file_type"),
        (b"a,b\n1,2\n", "data.csv.exe", 415, "unsupported_file_type"),
    ],
)
@pytest.mark.usefixtures("nothing_left")
def test_a_refused_file_says_why(api: Api, content: bytes, filename: str, status: int, code: str) -> None:
    response = api.try_upload(content, filename)
    assert response.status_code == status, response.text
    body = response.json()
    assert body["code"] == code
    assert body["detail"].endswith(".")
    assert "/" not in body["detail"].replace("and/or", "")


@pytest.mark.usefixtures("nothing_left")
def test_a_request_without_the_file_field_is_refused(api: Api) -> None:
    response = api.post("/api/upload", files={"other": ("a.csv", b"a\n1\n")})
    assert (response.status_code, response.json()["code"]) == (400, "file_missing")
    as_json = api.post("/api/upload", json={"file": "a"})
    assert (as_json.status_code, as_json.json()["code"]) == (415, "unsupported_media_type")
    broken = api.http.post(
        "/api/upload",
        content=b"not multipart",
        headers={**api.headers, "Content-Type": "multipart/form-data; boundary=x"},
    )
    assert broken.status_code == 400


def test_a_file_over_the_limit_is_refused_on_its_header_and_while_it_arrives(
    own_server: Callable[..., ServerProcess],
) -> None:
    server = own_server(MAX_UPLOAD_SIZE=100_000)
    api = Api(server.url).register()
    row = b"1234567,1234567\n"
    just_over = b"a,b\n" + row * 7_000
    assert api.try_upload(just_over).json()["code"] == "file_too_large"
    declared = api.try_upload(b"a,b\n" + row * 20_000)
    assert (declared.status_code, declared.json()["code"]) == (413, "file_too_large")
    assert "100,000 bytes" in declared.json()["detail"]

    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\n'
        for _ in range(100_000):
            yield row

    headers = {**api.headers, "Content-Type": "multipart/form-data; boundary=x"}
    try:
        response = api.http.post("/api/upload", content=endless(), headers=headers)
        assert (response.status_code, response.json()["code"]) == (413, "file_too_large")
    except httpx2.WriteError:
        pass  # the server had hung up before the client was done sending
    assert session_folders(server) == set()
    assert incoming(server) == []
    assert api.upload(SALES)


def test_a_full_disk_is_refused_with_507(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server(DISK_RESERVE_BYTES=2**62)
    api = Api(server.url).register()
    response = api.try_upload(SALES)
    assert (response.status_code, response.json()["code"]) == (507, "disk_full")
    assert api.get("/api/sessions").json() == []
    assert session_folders(server) == set()


def test_uploads_are_throttled_per_user(own_server: Callable[..., ServerProcess]) -> None:
    server = own_server(UPLOADS_PER_USER_PER_HOUR=1)
    api = Api(server.url).register()
    api.upload(SALES)
    response = api.try_upload(SALES)
    assert (response.status_code, response.json()["code"]) == (429, "throttled")
    assert Api(server.url).register().upload(SALES)


@pytest.mark.usefixtures("nothing_left")
def test_an_upload_that_is_cut_off_half_way_leaves_nothing(api: Api, server: ServerProcess) -> None:
    address = urlsplit(server.url)
    head = (
        f"POST /api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {api.token}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\n1,2\n'
    )
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(head.encode() + b"3,4\n" * 1000)
    assert api.get("/api/health").json()["ready"] is True


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("name;city\nJürgen;Köln\nZoë;Zürich\n".encode("latin-1"), [["Jürgen", "Köln"], ["Zoë", "Zürich"]]),
        ("name;price\nA;€5\nB;„x“\n".encode("cp1252"), [["A", "€5"], ["B", "„x“"]]),
        ("\ufeffname\tcity\nA\tB\nC\tD\n".encode(), [["A", "B"], ["C", "D"]]),
        ("name,city\nA,Köln\nB,Ulm\n".encode("utf-16"), [["A", "Köln"], ["B", "Ulm"]]),
        (
            b'name,note\nA,"two\nlines"\nB,"a ""quoted"" word"\n',
            [["A", "two\nlines"], ["B", 'a "quoted" word']],
        ),
        (b"name|city\nA|B\nC|D\n", [["A", "B"], ["C", "D"]]),
    ],
)
def test_encodings_and_dialects_load_right(api: Api, content: bytes, rows: list[list[str]]) -> None:
    preview = api.session(api.upload(content, "x.csv"))["file"]["preview"]
    assert [list(row.values()) for row in preview] == rows


def test_duplicate_and_empty_headers_become_unique(api: Api) -> None:
    file = api.session(api.upload(b"a,a,,b\n1,2,3,4\n5,6,7,8\n", "x.csv"))["file"]
    assert len(set(file["columns"])) == 4
    assert file["columns"][:2] == ["a", "a_1"]
    assert list(file["preview"][0].values()) == [1, 2, 3, 4]


def test_a_short_row_far_down_is_kept_and_reported(api: Api) -> None:
    lines = ["a,b,c"] + [f"{n},{n},{n}" for n in range(3000)] + ["short,row"] + ["1,2,3"] * 10
    file = api.session(api.upload("\n".join(lines).encode(), "x.csv"))["file"]
    assert file["row_count"] == 3011
    assert file["import_report"]["rows_repaired"] == 1
    assert file["import_report"]["problems"][0]["line"] == 3002
    assert "short,row" in json.dumps(file["import_report"]["problems"])


def post_form(api: Api, body: bytes, boundary: str = "x") -> httpx2.Response:
    headers = {**api.headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    return api.http.post("/api/upload", content=body, headers=headers)


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    extra = f'; filename="{filename}"' if filename is not None else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode() + content + b"\r\n"


def test_other_fields_and_later_files_are_passed_over(api: Api) -> None:
    body = (
        part("note", b"hello")
        + part("file", SALES, "first.csv")
        + part("file", b"z\n9\n", "second.csv")
        + b"--x--\r\n"
    )
    response = post_form(api, body)
    assert response.status_code == 201, response.text
    assert (response.json()["file"]["filename"], response.json()["file"]["row_count"]) == ("first.csv", 5)


def test_line_breaks_and_boundary_look_alikes_in_the_file_are_kept(api: Api, server: ServerProcess) -> None:
    content = b'a,b\r\n"--x",1\r\n"--x--",2\r\n\r\n"-\r\n--y",3\r\n'
    response = post_form(api, part("file", content, "a.csv") + b"--x--\r\n")
    assert response.status_code == 201, response.text
    assert (server.data_dir / response.json()["session_id"] / "original.csv").read_bytes() == content


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no boundary at all",
        part("file", SALES, "a.csv"),
        part("file", SALES, "a.csv") + b"--x",
        b"--x\r\nBroken header\r\n\r\n" + SALES + b"\r\n--x--\r\n",
        b"--x\r\n" + b"X-Long: " + b"y" * 40_000 + b"\r\n\r\n" + SALES + b"\r\n--x--\r\n",
    ],
)
@pytest.mark.usefixtures("nothing_left")
def test_a_malformed_form_is_refused(api: Api, body: bytes) -> None:
    response = post_form(api, body)
    assert (response.status_code, response.json()["code"]) == (400, "malformed_request")


@pytest.mark.usefixtures("nothing_left")
def test_a_field_without_a_file_name_is_no_file(api: Api) -> None:
    response = post_form(api, part("file", SALES) + b"--x--\r\n")
    assert (response.status_code, response.json()["code"]) == (400, "file_missing")
    for name in ("", ".", "..", "/", "\\", "C:"):
        unnamed = post_form(api, part("file", SALES, name) + b"--x--\r\n")
        assert (unnamed.status_code, unnamed.json()["code"]) == (415, "unsupported_file_type"), name
