import sqlite3
from uuid import UUID

import pytest
from flask import url_for

from api.access import Access, access_to, is_never_limited
from tests.support.app import csrf_token


def routes(concord):
    """Return every address with every method that it answers."""
    return [
        (rule, method)
        for rule in concord.app.url_map.iter_rules()
        for method in sorted(rule.methods)
    ]


def test_every_route_declares_who_may_call_it(concord):
    open_ends = [
        f"{method} {rule}"
        for rule, method in routes(concord)
        if not isinstance(access_to(concord.app, rule.endpoint, method), Access)
    ]
    assert routes(concord)
    assert open_ends == []


def test_without_logging_in_only_these_can_be_read(concord):
    readable = {
        str(rule)
        for rule, method in routes(concord)
        if method == "GET" and not access_to(concord.app, rule.endpoint, method).signed_in
    }
    assert readable == {
        "/",
        "/.well-known/camunda-automation-platform/webapps",
        "/accessibility",
        "/calendar/<secret>.ics",
        "/icon.svg",
        "/invitation/<token>",
        "/livez",
        "/login",
        "/privacy",
        "/readyz",
        "/static/<path:filename>",
        "/v1/openapi.json",
    }


def test_reporting_danger_is_never_limited(concord):
    reports = [
        (rule, method)
        for rule, method in routes(concord)
        if "danger" in str(rule) or str(rule).endswith("/messages")
    ]
    limited = [
        f"{method} {rule}"
        for rule, method in reports
        if method != "OPTIONS" and not is_never_limited(concord.app, rule.endpoint, method)
    ]
    assert reports
    assert limited == []


def test_other_requests_are_limited(concord):
    assert not is_never_limited(concord.app, "cases.start", "POST")


@pytest.mark.parametrize("path", ["/cases", "/user-tasks", "/process-definitions"])
def test_the_api_asks_for_a_token(concord, path):
    answer = concord.browser().get(f"/v1{path}")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.content_type == "application/problem+json"


def test_an_unknown_token_is_refused(concord):
    answer = concord.browser().get("/v1/cases", headers={"Authorization": "Bearer concord_x"})
    assert answer.status_code == 401


def test_a_token_opens_no_page(concord):
    token = concord.api("practitioner", "reading-school").token
    answer = concord.browser().get("/inbox", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 302


def test_a_token_that_may_only_read_cannot_write(concord):
    reader = concord.api("practitioner", "reading-school", scopes=("read",))
    assert reader.get("/cases").status_code == 200
    answer = reader.post("/cases", {"area": "reading"})
    assert answer.status_code == 403
    assert "write" in answer.json["detail"]


def test_a_token_that_may_only_write_cannot_read(concord):
    writer = concord.api("practitioner", "reading-school", scopes=("write",))
    assert writer.get("/cases").status_code == 403


def test_a_browser_session_may_use_the_api_with_the_csrf_header(concord):
    browser = concord.browser("practitioner", "reading-school")
    token = csrf_token(browser, "/inbox")
    body = {"area": "reading"}
    assert browser.post("/v1/cases", json=body).status_code == 400
    sent = browser.post("/v1/cases", json=body, headers={"X-CSRFToken": token})
    assert sent.status_code == 201


def test_a_wrong_token_is_not_made_good_by_a_session(concord):
    browser = concord.browser("practitioner", "reading-school")
    headers = {"Authorization": "Bearer concord_x"}
    assert browser.post("/v1/cases", json={}, headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/process-instances"), ("POST", "/deployments"), ("POST", "/incidents/1/retry")],
)
def test_what_is_for_others_looks_as_if_it_were_not_there(concord, method, path):
    practitioner = concord.api("practitioner", "reading-school")
    body = None if method == "GET" else {}
    answer = practitioner.send(method, path, body)
    missing = practitioner.send(method, "/no-such-thing", body)
    assert answer.status_code == missing.status_code == 404
    assert answer.json == missing.json


def test_a_number_that_no_database_holds_is_simply_not_found(concord):
    practitioner = concord.api("practitioner", "reading-school")
    assert practitioner.get(f"/process-definitions/{2**70}").status_code == 404
    assert practitioner.get("/cases/%00").status_code == 404


EXAMPLES = {"UUIDConverter": UUID(int=0), "IntegerConverter": 1, "UnicodeConverter": "x"}


@pytest.fixture
def data_version(concord):
    """Return what gives a number that changes when anybody has committed anything."""
    watcher = sqlite3.connect(concord.engine.database.engine.url.database)
    yield lambda: watcher.execute("PRAGMA data_version").fetchone()
    watcher.close()


def test_the_watcher_notices_a_commit(concord, data_version):
    before = data_version()
    concord.start_case()
    assert data_version() != before


def test_reading_writes_nothing(concord, data_version):
    completion = concord.raise_case()
    places = {
        "reference": completion.reference,
        "user_task_id": completion.opened[0].id,
        "process_definition_id": 1,
    }
    browser = concord.browser("practitioner", "reading-school")
    browser.get("/inbox")
    api = concord.api("administrator", "berkshire-partnership")
    before = data_version()
    for rule, method in routes(concord):
        if method != "GET" or rule.endpoint == "static":
            continue
        converters = rule._converters.items()
        examples = {name: EXAMPLES.get(type(kind).__name__, "x") for name, kind in converters}
        with concord.app.test_request_context():
            path = url_for(
                rule.endpoint, **examples | {n: places[n] for n in examples if n in places}
            )
        answer = api.get(path.removeprefix("/v1")) if path.startswith("/v1") else browser.get(path)
        assert answer.status_code < 500, path
        assert data_version() == before, path
