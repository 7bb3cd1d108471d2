"""Steps are added, led elsewhere and taken out without drawing and without scripts."""

import html
import re
import uuid

import pytest
from flask.testing import FlaskClient

from engine.definitions.diagram import read_diagram
from engine.workshop.saving import save_files
from tests.support.app import ConcordApp, csrf_token
from tests.support.drafts import OFFICE, file_of, new_draft

PATH, NOTICE = "berkshire.bpmn", "Notify_S2_Overdue"


@pytest.fixture
def editor(concord: ConcordApp) -> FlaskClient:
    return concord.browser("editor", OFFICE)


@pytest.fixture
def draft_id(concord: ConcordApp) -> uuid.UUID:
    return new_draft(concord)


def page_of(draft_id, element_id=NOTICE):
    return f"/workshop/drafts/{draft_id}/step-place/{element_id}/{PATH}"


def change(editor, draft_id, act, element_id=NOTICE, **fields):
    page = page_of(draft_id, element_id)
    sent = {"csrf_token": csrf_token(editor, page), "base_revision": 1, "act": act}
    return editor.post(page, data=sent | fields)


def nodes_of(concord, draft_id):
    return read_diagram(PATH, file_of(concord, draft_id, PATH)).nodes


def words_of(answer):
    return " ".join(html.unescape(answer.get_data(as_text=True)).split())


def ways(nodes, element_id):
    return [flow.target.id for flow in nodes[element_id].outgoing]


def test_a_step_is_added_and_its_page_opens(concord, editor, draft_id):
    answer = change(editor, draft_id, "add", name="Tell the chair", kind="notice")
    assert answer.headers["Location"].endswith(f"/step/Step_1/{PATH}")
    assert "Added: Tell the chair" in words_of(editor.get(answer.headers["Location"]))
    nodes = nodes_of(concord, draft_id)
    assert (ways(nodes, NOTICE), ways(nodes, "Step_1")) == (["Step_1"], ["End_S2_Overdue"])
    assert nodes["Step_1"].kind == "serviceTask"


def test_the_table_says_what_comes_next(editor, draft_id):
    words = words_of(editor.get(f"/workshop/drafts/{draft_id}/steps/{PATH}"))
    assert re.search(r">Overdue noted<br><a [^>]*/step-place/Notify_S2_Overdue/", words)
    assert ">Where ways meet before “" in words


def test_a_step_leads_elsewhere(concord, editor, draft_id):
    answer = change(editor, draft_id, "lead", target="End_S1_Overdue")
    assert answer.headers["Location"].endswith(f"#{NOTICE}")
    assert ways(nodes_of(concord, draft_id), NOTICE) == ["End_S1_Overdue"]


def test_a_step_is_taken_out(concord, editor, draft_id):
    answer = change(editor, draft_id, "remove")
    assert "Taken out: Tell next level" in words_of(editor.get(answer.headers["Location"]))
    nodes = nodes_of(concord, draft_id)
    assert NOTICE not in nodes
    assert ways(nodes, "Timer_S2_24h") == ["End_S2_Overdue"]


@pytest.mark.parametrize(
    ("typed", "said", "place"),
    [
        (("add", {"name": " "}), "Enter a name", "new-name"),
        (("add", {"name": "x" * 201}), "at most 200 characters", "new-name"),
        (("lead", {"target": ""}), "Choose where it leads", "target"),
        (("lead", {"target": "StartEvent_Raised"}), "That can only be drawn", "target"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(concord, editor, draft_id, typed, said, place):
    act, fields = typed
    before = file_of(concord, draft_id, PATH)
    answer = change(editor, draft_id, act, **fields)
    page = words_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert f'href="#{place}"' in page
    assert f'id="{place}"' in page
    assert file_of(concord, draft_id, PATH) == before


def test_a_colleague_who_drew_meanwhile_is_not_overwritten(concord, editor, draft_id):
    theirs = file_of(concord, draft_id, PATH).replace(b"Overdue noted", b"Overdue, noted")
    actor = concord.actor("editor", OFFICE)
    save_files(concord.engine, actor, draft_id, {PATH: theirs}, base_revision=1)
    answer = change(editor, draft_id, "add", name="Tell the chair")
    assert answer.status_code == 409
    assert 'value="Tell the chair"' in words_of(answer)
    assert file_of(concord, draft_id, PATH) == theirs


def test_a_colleague_who_saved_another_file_is_in_nobodys_way(concord, editor, draft_id):
    actor = concord.actor("editor", OFFICE)
    save_files(concord.engine, actor, draft_id, {"README.md": b"# Other"}, base_revision=1)
    assert change(editor, draft_id, "remove").status_code == 302
    assert NOTICE not in nodes_of(concord, draft_id)


def test_what_is_no_step_is_not_there(concord, editor, draft_id):
    assert editor.get(page_of(draft_id, "GW_S2_Outcome")).status_code == 404
    assert change(editor, draft_id, "move").status_code == 404
    stranger = concord.browser("editor", "tees-partnership")
    assert stranger.get(page_of(draft_id)).status_code == 404
