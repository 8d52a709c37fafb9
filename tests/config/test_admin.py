"""The admin as an operator uses it: every page opens, evidence can't be edited, actions do what they say."""

from __future__ import annotations

import html
import re

import httpx2
import pytest

from tests.client import PASSWORD, Api, new_email
from tests.server import ServerProcess, manage


class Operator:
    """A browser of the admin: cookies and CSRF tokens."""

    def __init__(self, server: ServerProcess, email: str) -> None:
        self.http = httpx2.Client(base_url=server.url, trust_env=False, timeout=60)
        page = self.http.get("/admin/login/")
        response = self.submit("/admin/login/", page.text, username=email, password=PASSWORD, next="/admin/")
        assert response.headers["location"] == "/admin/"

    def submit(self, path: str, page: str, **fields: object) -> httpx2.Response:
        match = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert match
        return self.http.post(
            path, data={"csrfmiddlewaretoken": match[1], **fields}, headers={"Referer": path}
        )

    def act(self, path: str, action: str, pk: str) -> httpx2.Response:
        return self.submit(path, self.http.get(path).text, action=action, _selected_action=pk)


@pytest.fixture(scope="module")
def operator(server: ServerProcess) -> Operator:
    email = new_email()
    done = manage(
        server.data_dir, "createsuperuser", "--noinput", "--email", email, DJANGO_SUPERUSER_PASSWORD=PASSWORD
    )
    assert done.returncode == 0, done.stderr
    return Operator(server, email)


@pytest.fixture(scope="module")
def conversation(server: ServerProcess) -> tuple[Api, str]:
    api = Api(server.url).register()
    session_id = api.upload()
    api.reimport(session_id, header=True)
    with api.chat(session_id) as chat:
        chat.ask("average price by region")
    return api, session_id


LISTS = [
    "accounts/user",
    "sessions_app/session",
    "files/file",
    "files/importjob",
    "chat/turn",
    "chat/message",
    "analysis/execution",
]


@pytest.mark.parametrize("name", LISTS)
def test_lists_search_filter_and_open(operator: Operator, conversation: tuple[Api, str], name: str) -> None:
    api, session_id = conversation
    found = operator.http.get(f"/admin/{name}/", params={"q": api.email if "user" in name else session_id})
    assert found.status_code == 200
    link = re.search(rf'href="(/admin/{name}/[0-9a-f-]+/change/)', found.text)
    assert link, found.text[:2000]
    page = operator.http.get(link[1])
    assert page.status_code == 200
    if name not in ("accounts/user", "sessions_app/session"):
        assert 'name="_save"' not in page.text
        assert operator.http.get(f"/admin/{name}/add/").status_code == 403


def test_the_lists_show_storage_and_tokens(operator: Operator, conversation: tuple[Api, str]) -> None:
    api, session_id = conversation
    users = operator.http.get("/admin/accounts/user/", params={"q": api.email}).text
    assert re.search(r'field-storage">[\d.,]+\xa0[KM]B', users)
    assert 'field-tokens">0<' in users
    sessions = operator.http.get("/admin/sessions_app/session/", params={"q": session_id}).text
    assert "sales.csv" in sessions
    assert f"/admin/chat/turn/?session__id__exact={session_id}" in sessions


def test_the_stylesheets_are_served(operator: Operator) -> None:
    page = operator.http.get("/admin/").text
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert sheet
    assert operator.http.get(sheet[1]).status_code in (200, 404)


def test_revoking_and_deactivating_shut_a_user_out(operator: Operator, server: ServerProcess) -> None:
    api = Api(server.url).register()
    pk = api.get("/api/auth/me").json()["id"]
    assert operator.act("/admin/accounts/user/", "revoke_tokens", pk).status_code == 302
    assert api.get("/api/auth/me").status_code == 401
    api.log_in(api.email)
    assert operator.act("/admin/accounts/user/", "deactivate", pk).status_code == 302
    assert api.get("/api/auth/me").status_code == 401
    body = {"email": api.email, "password": PASSWORD}
    assert api.http.post("/api/auth/login", json=body).status_code == 401


def test_deleting_sessions_takes_their_files(operator: Operator, server: ServerProcess) -> None:
    api = Api(server.url).register()
    session_id = api.upload()
    assert operator.act("/admin/sessions_app/session/", "delete_with_files", session_id).status_code == 302
    assert api.get(f"/api/sessions/{session_id}").status_code == 404
    assert not (server.data_dir / session_id).exists()


def test_deleting_a_user_takes_sessions_and_files(operator: Operator, server: ServerProcess) -> None:
    api = Api(server.url).register()
    session_id = api.upload()
    path = f"/admin/accounts/user/{api.get('/api/auth/me').json()['id']}/delete/"
    page = operator.http.get(path)
    assert page.status_code == 200
    assert operator.submit(path, page.text, post="yes").status_code == 302
    assert not (server.data_dir / session_id).exists()
    assert api.get("/api/auth/me").status_code == 401


def test_people_without_rights_see_the_login(server: ServerProcess, api: Api) -> None:
    response = httpx2.get(f"{server.url}/admin/chat/message/", headers=api.headers, trust_env=False)
    assert (response.status_code, response.headers["location"].split("?")[0]) == (302, "/admin/login/")


def test_executions_of_every_kind_are_run_again_and_compared(
    operator: Operator, server: ServerProcess
) -> None:
    api = Api(server.url).register()
    session_id = api.upload()
    address = f"/api/sessions/{session_id}/executions"
    plan = {"operation": "mean", "target_column": "price", "group_by": ["region"]}
    for body in ({"sql": "SELECT sum(price) FROM data"}, {"plan": plan}):
        assert api.post(address, json=body).status_code == 201
    assert api.post(address, json={"sql": "SELECT nothing FROM data"}).status_code == 400
    told = {
        execution["kind"] + execution["error"] * execution["is_error"]: rerun(operator, execution["id"])
        for execution in ({**one, "error": one["error"] or ""} for one in api.get(address).json())
    }
    assert "The same result: 1 rows." in told.pop("query")
    assert "The same result: 3 rows." in told.pop("plan")
    assert "An import is repeated by reading the file again" in told.pop("import")
    assert "The same result" in told.pop("profile")
    assert all("The same error" in text for text in told.values())


def rerun(operator: Operator, pk: str) -> str:
    operator.act("/admin/analysis/execution/", "run_again", pk)
    return html.unescape(operator.http.get("/admin/analysis/execution/").text)
