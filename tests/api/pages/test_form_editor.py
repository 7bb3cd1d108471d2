"""The form editor of a draft: editor, preview, table of questions, list of forms."""

import json

import pytest

from engine.workshop.drafts import discard_draft
from tests.support.app import post_form
from tests.support.workshop import begin

EDITOR = ("editor", "berkshire-partnership")


@pytest.fixture
def workshop(concord):
    return begin(concord.engine)


@pytest.fixture
def client(concord):
    return concord.browser(*EDITOR)


def address(workshop, rest=""):
    return f"/workshop/drafts/{workshop.draft_id}/forms{rest}"


def form_of(workshop, key="BRK-S1"):
    return json.loads(workshop.files()[f"forms/{key}.form"])


def component(workshop, component_id, key="BRK-S1"):
    waiting = list(form_of(workshop, key)["components"])
    while waiting:
        one = waiting.pop()
        if one["id"] == component_id:
            return one
        waiting += one.get("components", [])
    return None


def test_the_editor_shows_the_preview_the_rules_and_the_steps(workshop, client):
    page = client.get(address(workshop, "/BRK-S1")).text
    assert "data-form-editor=" in page
    assert "How did you speak?" in page
    assert "Not after now." in page
    assert "Review information, resolve the concern" in page
    assert f"/workshop/drafts/{workshop.draft_id}/diagrams/berkshire.bpmn" in page


def test_strangers_find_nothing(workshop, concord):
    for who in (("editor", "tees-partnership"), ("practitioner", "reading-school")):
        other = concord.browser(*who)
        for rest in ("", "/BRK-S1", "/BRK-S1/questions", "/BRK-S1/questions/Field_contact_mode"):
            assert other.get(address(workshop, rest)).status_code == 404
    assert concord.browser(*EDITOR).get(address(workshop, "/NOBODY")).status_code == 404
    assert concord.browser(*EDITOR).get(address(workshop, "/..%2F..")).status_code == 404


def test_the_preview_answers_the_canonical_form_and_problems_with_their_question(workshop, client):
    document = form_of(workshop)
    document["components"][0]["components"][0]["validate"]["mood"] = "good"
    fields = {"preview.source": json.dumps(document)}
    answer = post_form(client, address(workshop, "/BRK-S1/preview"), fields).json
    assert answer["preview"] == ""
    assert "How did you speak?" in answer["beside"]
    assert "mood" in answer["beside"]
    fields = {"preview.source": json.dumps(form_of(workshop), sort_keys=True)}
    answer = post_form(client, address(workshop, "/BRK-S1/preview"), fields).json
    assert answer["content"].encode() == workshop.files()["forms/BRK-S1.form"]
    assert "How did you speak?" in answer["preview"]


def test_answers_are_tried_with_and_without_scripts(workshop, client):
    place = address(workshop, "/BRK-S1/preview")
    fields = {"preview.try": "yes", "contact_mode": "video"}
    page = post_form(client, place, fields).text
    assert "Enter the date and time of the contact" in page
    assert 'href="#f-contact_tried"' not in page
    script = {**fields, "preview.source": json.dumps(form_of(workshop))}
    assert (
        "Enter the date and time of the contact" in post_form(client, place, script).json["preview"]
    )


@pytest.mark.parametrize("source", ["", "nonsense", "[]", '{"components": 3}', "\ud800"])
def test_nonsense_is_previewed_as_problems(workshop, client, source):
    fields = {"preview.source": source.encode("utf-8", "replace").decode()}
    answer = post_form(client, address(workshop, "/BRK-S1/preview"), fields)
    assert answer.status_code == 200
    assert "What is wrong with the form" in answer.json["beside"]


def test_the_table_changes_what_was_typed_and_nothing_else(workshop, client):
    place = address(workshop, "/BRK-S1/questions")
    assert "How did you speak?" in client.get(place).text
    fields = {
        "base.revision": "1",
        "form.title": "Line managers talk",
        "Field_contact_mode.label": "How did you talk?",
        "Field_contact_mode.validate-required.shown": "yes",
        "Field_s1_outcome.values": "resolved: Yes\nnot_resolved: No",
    }
    assert post_form(client, place, fields).status_code == 302
    before = json.loads(workshop.files(1)["forms/BRK-S1.form"])
    before["title"] = "Line managers talk"
    mode = before["components"][0]["components"][0]
    mode["label"] = "How did you talk?"
    del mode["validate"]
    after = form_of(workshop)
    outcome = component(workshop, "Field_s1_outcome")
    assert [one["value"] for one in outcome["values"]] == ["resolved", "not_resolved"]
    assert after["components"][0] == before["components"][0]
    assert list(after) == list(before)


def test_nothing_changed_is_no_revision(workshop, client):
    page = client.get(address(workshop, "/BRK-S1/questions"))
    assert page.status_code == 200
    fields = {"base.revision": "1", "Field_contact_mode.label": "How did you speak?"}
    post_form(client, address(workshop, "/BRK-S1/questions"), fields)
    assert workshop.draft.revision == 1


def test_what_is_refused_stays_as_it_was_typed(workshop, client):
    place = address(workshop, "/BRK-S1/questions/Field_contact_tried")
    fields = {
        "base.revision": "1",
        "Field_contact_tried.label": "My other words",
        "Field_contact_tried.validate-maxLength": "very many",
    }
    answer = post_form(client, place, fields)
    assert answer.status_code == 422
    assert "Most characters must be a whole number" in answer.text
    assert "My other words" in answer.text
    assert "very many" in answer.text
    assert workshop.draft.revision == 1


def test_what_somebody_saved_meanwhile_is_not_overwritten(workshop, client):
    workshop.replace("forms/BRK-S1.form", "How did you try?", "What did you try?")
    place = address(workshop, "/BRK-S1/questions")
    fields = {
        "base.revision": "1",
        "Field_contact_tried.label": "How did you try?",
        "Field_contact_mode.label": "How did you talk?",
    }
    answer = post_form(client, place, fields)
    assert answer.status_code == 409
    assert "saved this form" in answer.text
    assert "How did you talk?" in answer.text
    assert workshop.draft.revision == 2
    again = post_form(client, place, {**fields, "over.revision": "2"})
    assert again.status_code == 302
    assert component(workshop, "Field_contact_tried")["label"] == "What did you try?"
    assert component(workshop, "Field_contact_mode")["label"] == "How did you talk?"


def test_what_was_typed_at_a_question_that_somebody_took_away_is_shown(workshop, client):
    place = address(workshop, "/BRK-S1/questions")
    gone = f"{place}/Field_contact_mode/remove"
    assert post_form(client, gone, {"base.revision": "1"}).status_code == 302
    fields = {
        "base.revision": "1",
        "Field_contact_mode.label": "How did you talk?",
        "Field_contact_tried.label": "What did you try?",
    }
    answer = post_form(client, place, fields)
    assert answer.status_code == 409
    assert "taken away" in answer.text
    assert "How did you talk?" in answer.text
    post_form(client, place, {**fields, "over.revision": "2"})
    assert component(workshop, "Field_contact_tried")["label"] == "What did you try?"
    alone = post_form(client, f"{place}/Field_contact_mode", fields)
    assert alone.status_code == 409
    assert "How did you talk?" in alone.text


def test_another_file_that_was_saved_meanwhile_is_in_nobodys_way(workshop, client):
    workshop.save("# Other words")
    fields = {"base.revision": "1", "Field_contact_mode.label": "How did you talk?"}
    assert post_form(client, address(workshop, "/BRK-S1/questions"), fields).status_code == 302
    assert workshop.files()["README.md"] == b"# Other words"


def test_questions_are_added_moved_and_taken_away(workshop, client):
    place = address(workshop, "/BRK-S1/questions")
    assert post_form(client, f"{place}/add", {"words": "", "kind": "x"}).status_code == 422
    fields = {"words": "Who else knows?", "kind": "radio", "after": "Field_contact_mode"}
    added = post_form(client, f"{place}/add", {**fields, "base.revision": "1"})
    assert added.location.endswith("/questions/Field_who_else_knows")
    assert component(workshop, "Field_who_else_knows")["key"] == "who_else_knows"
    moved = post_form(
        client,
        f"{place}/Field_who_else_knows/move",
        {"where": "up", "base.revision": "2"},
    )
    assert moved.status_code == 302
    assert form_of(workshop)["components"][0]["components"][0]["id"] == "Field_who_else_knows"
    gone = f"{place}/Field_who_else_knows/remove"
    assert post_form(client, gone, {"base.revision": "3"}).status_code == 302
    assert component(workshop, "Field_who_else_knows") is None
    assert workshop.files()["forms/BRK-S1.form"] == workshop.files(1)["forms/BRK-S1.form"]
    assert post_form(client, gone, {"base.revision": "4"}).status_code == 404


def test_forms_are_added_and_only_unused_ones_taken_away(workshop, client):
    assert "Line managers" in client.get(address(workshop)).text
    for wrong in ({"key": "a b", "title": "X"}, {"key": "BRK-S1", "title": "X"}, {"key": "X"}):
        assert post_form(client, address(workshop), wrong).status_code == 422
    added = post_form(client, address(workshop), {"key": "NEW", "title": "New questions"})
    assert added.location.endswith("/forms/NEW")
    assert "No step of this draft uses the form" in client.get(added.location).text
    assert "cannot be taken away" in client.get(address(workshop, "/BRK-S1/remove")).text
    post_form(client, address(workshop, "/BRK-S1/remove"), {})
    assert "forms/BRK-S1.form" in workshop.files()
    assert "Take it away" in client.get(address(workshop, "/NEW/remove")).text
    post_form(client, address(workshop, "/NEW/remove"), {})
    assert "forms/NEW.form" not in workshop.files()


@pytest.mark.parametrize("source", ["{", "[]", '{"components": 5}', "[" * 3_000])
def test_a_question_of_a_form_that_cannot_be_read_leads_to_the_table(workshop, client, source):
    workshop.save(source, path="forms/BRK-S1.form")
    page = client.get(address(workshop, "/BRK-S1/questions/Field_contact_mode"))
    assert page.status_code == 200
    assert "no form that can be read" in page.text


def test_a_form_that_cannot_be_read_is_still_shown(workshop, client):
    workshop.save("nonsense", path="forms/BRK-S1.form")
    for rest in ("/BRK-S1", "/BRK-S1/questions"):
        page = client.get(address(workshop, rest))
        assert page.status_code == 200
        assert "not JSON" in page.text
    assert client.get(address(workshop)).status_code == 200
    fields = {"base.revision": "1", "form.title": "X"}
    answer = post_form(client, address(workshop, "/BRK-S1/questions"), fields)
    assert answer.status_code == 409


def test_what_was_drawn_can_be_kept_in_a_second_draft(workshop, client, concord):
    document = {**form_of(workshop), "title": "Mine"}
    fields = {"preview.source": json.dumps(document)}
    answer = post_form(client, address(workshop, "/BRK-S1/copy"), fields)
    assert answer.status_code == 201
    assert "Mine" in client.get(answer.json["url"]).text
    assert workshop.draft.revision == 1


def test_a_draft_that_is_over_is_only_shown(workshop, client, concord):
    discard_draft(concord.engine, workshop.editor, workshop.draft_id)
    page = client.get(address(workshop, "/BRK-S1"))
    assert "data-form-editor=" not in page.text
    fields = {"base.revision": "1", "form.title": "X"}
    answer = post_form(client, address(workshop, "/BRK-S1/questions"), fields)
    assert answer.status_code == 403
