"""The table of steps: a diagram changed without drawing and without scripts."""

import html
import uuid
from difflib import unified_diff

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from engine.workshop.saving import save_files
from tests.support.app import ConcordApp, csrf_token
from tests.support.drafts import OFFICE, file_of, new_draft

PATH = "berkshire.bpmn"
LIMIT = {"kind-Timer_S2_24h": "hours", "number-Timer_S2_24h": "12", "ending-Timer_S2_24h": "no"}
STEP = {
    "name": "Seek a solution at next managerial level",
    "documentation": "Speak with each other.",
    "form": "BRK-S2",
    "side": "both",
    "clauses": "S2-01, S2-02",
    **LIMIT,
}
NOTICE = {
    "name": "Tell next level and senior managers",
    "documentation": "",
    "clauses": "S2-02",
    "role": ["next-level-manager", "", "procedures-group"],
    "recipient_side": ["both", "both", "both"],
}


@pytest.fixture
def editor(concord: ConcordApp) -> FlaskClient:
    return concord.browser("editor", OFFICE)


@pytest.fixture
def draft_id(concord: ConcordApp) -> uuid.UUID:
    return new_draft(concord)


def table(draft_id, path=PATH):
    return f"/workshop/drafts/{draft_id}/steps/{path}"


def step(draft_id, element_id="Task_S2_Contact"):
    return f"/workshop/drafts/{draft_id}/step/{element_id}/{PATH}"


def words_of(answer):
    return " ".join(html.unescape(answer.get_data(as_text=True)).split())


def save(editor, draft_id, fields, element_id="Task_S2_Contact", base=1):
    page = step(draft_id, element_id)
    sent = MultiDict({"csrf_token": csrf_token(editor, page), "base_revision": base})
    sent.update(fields)
    return editor.post(page, data=sent)


def changed_lines(before, after):
    lines = unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0)
    return [line[1:].strip() for line in lines if line.startswith("+ ")]


def test_every_step_says_who_does_it_by_when_and_why(editor, draft_id):
    words = words_of(editor.get(table(draft_id)))
    assert "Next-level manager or safeguarding lead, both agencies together" in words
    assert "24 hours; the step goes on, people are reminded" in words
    assert "48 hours for all of “" in words
    assert "Told: next-level manager, both agencies together; safeguarding lead" in words


def test_a_limit_is_changed_in_the_file_and_nothing_else(concord, editor, draft_id):
    before = file_of(concord, draft_id, PATH)
    fields = {**STEP, "clauses": "S2-01 S2-02 S2-03 S2-04 S2-05"}
    said = next(line for line in before.decode().splitlines() if "(S2-01 to S2-05)" in line)
    fields["documentation"] = html.unescape(said.split(">", 1)[1].rsplit("<", 1)[0])
    answer = save(editor, draft_id, fields)
    assert answer.headers["Location"] == f"{table(draft_id)}#Task_S2_Contact"
    assert [
        line.split(">")[0].split(" ")[0]
        for line in changed_lines(before, file_of(concord, draft_id, PATH))
    ] == ["<bpmn:boundaryEvent", "<bpmn:timeDuration"]
    assert "Saved: Seek a solution" in words_of(editor.get(table(draft_id)))


def test_who_is_told_is_changed(concord, editor, draft_id):
    save(editor, draft_id, NOTICE, "Notify_S2_Overdue")
    after = file_of(concord, draft_id, PATH).decode()
    assert 'name="recipients" value="next-level-manager of both; procedures-group"' in after


@pytest.mark.parametrize(
    ("element_id", "typed", "said"),
    [
        ("Task_S2_Contact", {"name": " "}, ("Enter a name", "name")),
        ("Task_S2_Contact", {"form": "NO-FORM"}, ("Choose a form of this draft", "form")),
        (
            "Task_S2_Contact",
            {"clauses": "S2-01 S9-99"},
            ("S9-99 is not in the list of clauses", "clauses"),
        ),
        (
            "Task_S2_Contact",
            {"number-Timer_S2_24h": "a day"},
            ("Enter how many hours, as a whole number above 0", "number-Timer_S2_24h"),
        ),
        (
            "Task_S2_Contact",
            {"kind-Timer_S2_24h": "date"},
            ("Choose the question that asks for the date", "question-Timer_S2_24h"),
        ),
        ("Task_S2_Contact", {"documentation": "x" * 5_001}, ("5,000 characters", "documentation")),
        ("Notify_S2_Overdue", {"role": ["", ""]}, ("The notification goes to nobody", "role-1")),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_typed_text_stays(
    concord, editor, draft_id, element_id, typed, said
):
    words, place = said
    before = file_of(concord, draft_id, PATH)
    fields = {**(STEP if element_id.startswith("Task") else NOTICE), **typed}
    fields["name"] = fields["name"] if fields["name"].strip() else " "
    answer = save(editor, draft_id, fields, element_id)
    page = words_of(answer)
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert words in page
    assert f'href="#{place}"' in page
    assert f'id="{place}"' in page
    assert "Speak with each other." in page or place in {"documentation", "role-1"}
    assert file_of(concord, draft_id, PATH) == before


def test_a_colleague_who_saved_another_step_is_in_nobodys_way(concord, editor, draft_id):
    theirs = file_of(concord, draft_id, PATH).replace(b"Overdue noted", b"Overdue, noted")
    colleague = concord.actor("editor", OFFICE)
    save_files(concord.engine, colleague, draft_id, {PATH: theirs}, base_revision=1)
    assert save(editor, draft_id, STEP).status_code == 302
    after = file_of(concord, draft_id, PATH)
    assert b"Overdue, noted" in after
    assert b"PT12H" in after


def test_a_colleague_who_saved_the_same_step_is_not_overwritten(concord, editor, draft_id):
    before = file_of(concord, draft_id, PATH)
    theirs = before.replace(b'camunda:formKey="BRK-S2"', b'camunda:formKey="BRK-S3"')
    assert theirs != before
    actor = concord.actor("editor", OFFICE)
    save_files(concord.engine, actor, draft_id, {PATH: theirs}, base_revision=1)
    answer = save(editor, draft_id, STEP)
    assert answer.status_code == 409
    page = words_of(answer)
    assert "Nothing of it was overwritten" in page
    assert "Speak with each other." in page
    assert 'name="base_revision" value="2"' in page
    assert file_of(concord, draft_id, PATH) == theirs


def test_other_files_and_steps_are_not_there(editor, draft_id):
    assert editor.get(table(draft_id, "procedure.toml")).status_code == 404
    assert editor.get(step(draft_id, "Task_Nowhere")).status_code == 404
    assert editor.get(step(draft_id, "GW_S2_Outcome")).status_code == 404


def test_a_file_that_is_no_diagram_is_said_to_be_none(concord, editor, draft_id):
    actor = concord.actor("editor", OFFICE)
    save_files(concord.engine, actor, draft_id, {"broken.bpmn": b"<open>"}, base_revision=1)
    words = words_of(editor.get(table(draft_id, "broken.bpmn")))
    assert "This file cannot be read as a diagram" in words
    drawn = editor.get(f"/workshop/drafts/{draft_id}/diagrams/broken.bpmn")
    assert "This file cannot be drawn" in words_of(drawn)
