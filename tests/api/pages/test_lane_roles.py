"""Who stands behind a lane is chosen on a page, without drawing and without a file's grammar."""

import html
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from engine.definitions.procedure import FILE_NAME
from engine.workshop.drafts import discard_draft
from engine.workshop.saving import save_files
from tests.support.app import ConcordApp, csrf_token
from tests.support.drafts import OFFICE, file_of, new_draft

PATH = "berkshire.bpmn"
LINE = b'Lane_Chair = "meeting-chair"'


@pytest.fixture
def editor(concord: ConcordApp) -> FlaskClient:
    return concord.browser("editor", OFFICE)


@pytest.fixture
def draft_id(concord: ConcordApp) -> uuid.UUID:
    return new_draft(concord)


def page_of(draft_id, lane="Lane_Chair", path=PATH):
    return f"/workshop/drafts/{draft_id}/lane/{lane}/{path}"


def save(editor, draft_id, roles, *, base=1, query=""):
    page = page_of(draft_id)
    sent = MultiDict({"csrf_token": csrf_token(editor, page), "base_revision": base})
    sent.setlist("role", roles)
    return editor.post(page + query, data=sent)


def words_of(answer):
    return " ".join(html.unescape(answer.get_data(as_text=True)).split())


def change(concord, draft_id, old, new, path=FILE_NAME):
    content = file_of(concord, draft_id, path)
    assert old in content
    files = {path: content.replace(old, new)}
    save_files(concord.engine, concord.actor("editor", OFFICE), draft_id, files, base_revision=1)


def test_the_roles_of_a_lane_are_chosen(concord, editor, draft_id):
    before = file_of(concord, draft_id, FILE_NAME)
    answer = save(editor, draft_id, ["senior-manager", "meeting-chair", "editor"])
    assert answer.headers["Location"].endswith(f"/steps/{PATH}")
    wanted = b'Lane_Chair = "meeting-chair; senior-manager"'
    assert file_of(concord, draft_id, FILE_NAME) == before.replace(LINE, wanted)
    assert "Saved: " in words_of(editor.get(answer.headers["Location"]))


def test_whoever_came_from_the_drawing_goes_back_to_it(editor, draft_id):
    answer = save(editor, draft_id, ["senior-manager"], query="?from=drawing")
    assert answer.headers["Location"].endswith(f"/diagrams/{PATH}")


def test_a_lane_is_never_left_to_nobody(concord, editor, draft_id):
    answer = save(editor, draft_id, [])
    assert answer.status_code == 422
    assert "Choose at least one role" in words_of(answer)
    assert LINE in file_of(concord, draft_id, FILE_NAME)


def test_a_colleague_who_changed_another_lane_is_in_nobodys_way(concord, editor, draft_id):
    change(concord, draft_id, b'"departmental-head"', b'"senior-manager"')
    assert save(editor, draft_id, ["senior-manager"]).status_code == 302
    after = file_of(concord, draft_id, FILE_NAME)
    assert b'Lane_DepartmentalHeads = "senior-manager"' in after
    assert b'Lane_Chair = "senior-manager"' in after


def test_a_colleague_who_changed_the_same_lane_is_not_overwritten(concord, editor, draft_id):
    change(concord, draft_id, LINE, b'Lane_Chair = "practitioner"')
    answer = save(editor, draft_id, ["senior-manager"])
    assert answer.status_code == 409
    assert 'name="base_revision" value="2"' in words_of(answer)
    assert b'Lane_Chair = "practitioner"' in file_of(concord, draft_id, FILE_NAME)


def test_what_is_an_expression_is_said_in_words(editor, draft_id):
    words = words_of(editor.get(page_of(draft_id, "Lane_EachAgency", "record_and_share.bpmn")))
    assert "the diagram that calls this one says who" in words
    assert 'type="checkbox"' not in words


def test_a_file_that_only_people_can_change_is_left_to_them(concord, editor, draft_id):
    change(concord, draft_id, LINE, b'"Lane_Chair" = "meeting-chair"')
    answer = save(editor, draft_id, ["senior-manager"], base=2)
    assert answer.status_code == 422
    assert "can only be changed as text" in words_of(answer)


def test_a_draft_that_was_discarded_is_only_shown(concord, editor, draft_id):
    discard_draft(concord.engine, concord.actor("editor", OFFICE), draft_id)
    words = words_of(editor.get(page_of(draft_id)))
    assert "You can look at it, and not change it" in words
    assert 'type="checkbox"' not in words


def test_other_lanes_and_other_peoples_drafts_are_not_there(concord, editor, draft_id):
    assert editor.get(page_of(draft_id, "Lane_Nowhere")).status_code == 404
    assert editor.get(page_of(draft_id, path=FILE_NAME)).status_code == 404
    stranger = concord.browser("editor", "tees-partnership")
    assert stranger.get(page_of(draft_id)).status_code == 404
