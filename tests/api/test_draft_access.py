"""Every address of a draft: for whoever does not edit for its partnership, nothing is there."""

import pytest

from tests.support.app import csrf_token
from tests.support.drafts import OFFICE, new_draft

STRANGERS = (
    ("practitioner", "reading-school"),
    ("line-manager", "reading-school"),
    ("business-manager", OFFICE),
    ("editor", "tees-partnership"),
    ("administrator", "tees-partnership"),
)
VALUES = {
    "path": "README.md",
    "key": "BRK-S1",
    "name": "x.yaml",
    "comment_id": 1,
    "ending": "pdf",
}


def addresses(concord, draft_id):
    """Return the path and the method of every route of a draft."""
    with concord.app.test_request_context():
        adapter = concord.app.url_map.bind("localhost")
        return [
            (adapter.build(rule.endpoint, {**_values(rule), "draft_id": draft_id}), method)
            for rule in concord.app.url_map.iter_rules()
            if "draft_id" in rule.arguments
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        ]


def _values(rule):
    return {name: VALUES.get(name, 1) for name in rule.arguments - {"draft_id"}}


def ask_as(concord, person):
    """Return what sends a request for this person, by page or by API, and gives the status."""
    browser, api = concord.browser(*person), concord.api(*person)
    token = csrf_token(browser, "/inbox")

    def ask(path, method):
        if path.startswith("/v1/"):
            return api.send(method, path.removeprefix("/v1"), {}).status_code
        data = None if method == "GET" else {"csrf_token": token}
        return browser.open(path, method=method, data=data).status_code

    return ask


@pytest.mark.parametrize("person", STRANGERS)
def test_for_strangers_there_is_no_draft(concord, person):
    ask = ask_as(concord, person)
    routes = addresses(concord, new_draft(concord))
    found = {route: status for route in routes if (status := ask(*route)) not in {404, 422}}
    assert routes
    assert found == {}


def test_without_logging_in_there_is_no_draft(concord):
    browser = concord.browser()
    data = {"csrf_token": csrf_token(browser)}
    for path, method in addresses(concord, new_draft(concord)):
        answer = browser.open(path, method=method, data=data)
        is_sent_away = answer.headers.get("Location", "").startswith("/login")
        assert is_sent_away or answer.status_code == 401, (method, path, answer.status_code)
