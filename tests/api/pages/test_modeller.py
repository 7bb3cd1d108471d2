"""The modeller's page: what it gives the island, and what it shows without scripts."""

import html
import json
import re
import uuid

import pytest
from flask.testing import FlaskClient

from engine.queries.procedure_drafts import load_draft
from engine.workshop.drafts import discard_draft
from tests.support.app import ConcordApp, post_form
from tests.support.drafts import OFFICE, file_of, new_draft

PATH = "berkshire.bpmn"


@pytest.fixture
def editor(concord: ConcordApp) -> FlaskClient:
    return concord.browser("editor", OFFICE)


@pytest.fixture
def draft_id(concord: ConcordApp) -> uuid.UUID:
    return new_draft(concord)


def address(draft_id, path=PATH):
    return f"/workshop/drafts/{draft_id}/diagrams/{path}"


def island_of(page):
    return json.loads(html.unescape(re.findall(r'data-modeller="([^"]*)"', page)[0]))


def test_without_scripts_there_is_the_drawing_and_the_table_of_steps(editor, draft_id):
    page = editor.get(address(draft_id)).get_data(as_text=True)
    assert "<svg" in page
    assert f"/workshop/drafts/{draft_id}/steps/{PATH}" in page


def test_the_island_is_given_words_for_everything_that_can_be_chosen(editor, draft_id):
    island = island_of(editor.get(address(draft_id)).get_data(as_text=True))
    assert {"value": "line-manager", "words": "Line manager"} in island["roles"]
    assert {"value": "both", "words": "Both agencies together"} in island["sides"]
    assert island["lanes"]["Lane_NextLevel"] == "Next-level manager or safeguarding lead"
    assert island["lanes"].get("Lane_Chair") == "Meeting chair"
    assert next(form for form in island["forms"] if form["value"] == "BRK-S2")["dates"]
    assert any(one["words"].startswith("S2-02 (should): ") for one in island["clauses"])
    assert island["isEditable"] is True


def test_styles_may_stand_in_the_markup_here_and_nowhere_else(editor, draft_id):
    def policy(path):
        return editor.get(path).headers["Content-Security-Policy"]

    assert "style-src 'self' 'unsafe-inline'" in policy(address(draft_id))
    assert "unsafe-inline" not in policy("/workshop")
    assert "script-src 'self';" in policy(address(draft_id))


@pytest.mark.parametrize("path", ["nothing.bpmn", "procedure.toml", "../berkshire.bpmn"])
def test_what_is_no_diagram_of_the_draft_is_not_there(editor, draft_id, path):
    assert editor.get(address(draft_id, path)).status_code == 404


def test_editors_of_other_partnerships_and_practitioners_find_nothing(concord, draft_id):
    for role, agency in (("editor", "tees-partnership"), ("practitioner", "reading-school")):
        assert concord.browser(role, agency).get(address(draft_id)).status_code == 404


def test_a_draft_that_was_discarded_is_only_shown(concord, editor, draft_id):
    discard_draft(concord.engine, concord.actor("editor", OFFICE), draft_id)
    page = editor.get(address(draft_id)).get_data(as_text=True)
    assert island_of(page)["isEditable"] is False
    assert "You can look at it, and not change it" in page


def test_what_somebody_has_drawn_becomes_a_second_draft(concord, editor, draft_id):
    mine = file_of(concord, draft_id, PATH).replace(b"PT24H", b"PT12H").decode()
    answer = post_form(
        editor,
        f"/workshop/drafts/{draft_id}/copies/{PATH}",
        {"content": mine},
        page=f"/workshop/drafts/{draft_id}/title",
    )
    assert answer.status_code == 201
    second = uuid.UUID(answer.get_json()["url"].split("/")[3])
    assert file_of(concord, second, PATH).decode() == mine
    with concord.engine.open_reading() as work:
        copy = load_draft(work, concord.actor("editor", OFFICE), second)
    assert copy.title.endswith("(a second draft)")
    assert copy.based_on is not None
