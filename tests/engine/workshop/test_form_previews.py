"""A preview knows agencies of the partnership, and says what staff would be told."""

import json

from engine.workshop.form_previews import open_preview, try_answers
from forms.definition import read_form
from forms.suggestion import suggest_answers


def tried(workshop, form, answers):
    with workshop.engine.open_reading() as work:
        preview = open_preview(workshop.engine, work, "berkshire")
        return try_answers(workshop.engine, work, form, answers, preview)


def form_of(workshop, key):
    return read_form(key, workshop.files()[f"forms/{key}.form"])


def test_the_preview_has_agencies_of_the_partnership_alone(workshop):
    with workshop.engine.open_reading() as work:
        context = open_preview(workshop.engine, work, workshop.draft.partnership_key).context
    keys = [one["value"] for one in context["agency_options"]]
    assert "reading-school" in keys
    assert not [key for key in keys if "barnsley" in key or "partnership" in key]
    assert context["actor_agency"] == keys[0]
    assert context["person_options"]


def test_an_empty_form_says_what_staff_are_told(workshop):
    problems = tried(workshop, form_of(workshop, "BRK-S1"), {})
    assert "Enter the date and time of the contact" in [one.message for one in problems]


def test_right_answers_are_taken(workshop):
    form = form_of(workshop, "BRK-S0")
    with workshop.engine.open_reading() as work:
        preview = open_preview(workshop.engine, work, workshop.draft.partnership_key)
        answers = suggest_answers(form, {}, preview.context, preview.functions)
        assert try_answers(workshop.engine, work, form, answers, preview) == ()


def test_text_that_names_somebody_is_questioned_but_no_agency_is(workshop):
    question = {"type": "textarea", "id": "Field_a", "key": "a", "label": "What happened?"}
    source = json.dumps({"type": "default", "components": [question]}).encode()
    form = read_form("A", source)
    (asked,) = tried(workshop, form, {"a": "I spoke with Sarah Johnson about it."})
    assert "Sarah Johnson" in asked.message
    with workshop.engine.open_reading() as work:
        preview = open_preview(workshop.engine, work, workshop.draft.partnership_key)
    agency = preview.context["agency_options"][0]["label"]
    assert tried(workshop, form, {"a": f"We asked {agency}."}) == ()
