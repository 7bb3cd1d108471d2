"""Saved filters, from the inbox to their own page."""

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.support.app import ConcordApp, csrf_token, post_form

PAGE = "/inbox/filters"
OVERDUE = {"name": "Overdue", "query": "due=overdue"}


@pytest.fixture
def manager(concord: ConcordApp) -> FlaskClient:
    return concord.browser("line-manager", "reading-school")


def text_of(client: FlaskClient, path: str) -> str:
    page = client.get(path, follow_redirects=True).get_data(as_text=True)
    return " ".join(html.unescape(page).split())


def save(client: FlaskClient, **fields):
    """Send the form below the filters."""
    token = csrf_token(client, "/inbox")
    return client.post(PAGE, data={"csrf_token": token, **OVERDUE, **fields})


def test_a_saved_filter_stands_in_the_inbox_as_a_link(manager: FlaskClient):
    assert "Save these filters under a name" in text_of(manager, "/inbox?due=overdue")
    assert save(manager).headers["Location"] == "/inbox?due=overdue"
    text = text_of(manager, "/inbox")
    assert "“Overdue” is saved." in text
    assert 'href="/inbox?due=overdue">Overdue</a>' in text
    there = text_of(manager, "/inbox?due=overdue")
    assert 'aria-current="true">Overdue</a>' in there
    assert "Save these filters under a name" not in there


def test_a_name_that_cannot_be_used_is_an_error_beside_its_field(manager: FlaskClient):
    save(manager)
    for name, words in (("", "Enter a name"), ("overdue", "already"), ("x" * 61, "60 characters")):
        answer = save(manager, name=name, query="due=today")
        text = " ".join(html.unescape(answer.get_data(as_text=True)).split())
        assert answer.status_code == 422
        assert "<title>Error: Saved filters" in text
        assert 'href="#name-0"' in text
        assert words in text
        assert f'name="name" type="text" value="{name}"' in text
        assert 'name="query" value="due=today"' in text


def test_a_filter_is_renamed(manager: FlaskClient):
    save(manager)
    path = re.findall(rf'action="({PAGE}/\d+)"', text_of(manager, PAGE))[0]
    refused = post_form(manager, path, {"name": " "}, page=PAGE)
    assert refused.status_code == 422
    assert f'href="#name-{path.rpartition("/")[2]}"' in refused.get_data(as_text=True)
    assert post_form(manager, path, {"name": "Late"}, page=PAGE).status_code == 302
    assert "The filter is now called “Late”." in text_of(manager, PAGE)


def test_a_deleted_filter_can_be_brought_back(manager: FlaskClient):
    save(manager)
    path = re.findall(rf'action="({PAGE}/\d+/delete)"', text_of(manager, PAGE))[0]
    page = post_form(manager, path, {}, page=PAGE).headers["Location"]
    text = text_of(manager, page)
    assert "“Overdue” is deleted." in text
    assert "You have no saved filters." in text
    assert save(manager, undo="yes").headers["Location"] == PAGE
    assert "“Overdue” is there again." in text_of(manager, PAGE)
    assert post_form(manager, path, {}, page=PAGE).status_code in {302, 404}


def test_the_filters_of_others_are_not_there(concord: ConcordApp, manager: FlaskClient):
    save(manager)
    path = re.findall(rf'action="({PAGE}/\d+/delete)"', text_of(manager, PAGE))[0]
    other = concord.browser("practitioner", "reading-school")
    assert "You have no saved filters." in text_of(other, PAGE)
    assert post_form(other, path, {}, page="/inbox").status_code == 404


def test_a_query_that_is_no_filter_is_not_saved(manager: FlaskClient):
    assert save(manager, query="due=soon").status_code == 422
    assert "You have no saved filters." in text_of(manager, PAGE)
