"""The properties that say whether a text is asked about, and which is a child's case number."""

import json

import pytest

from forms.definition import read_form
from forms.problem import FormRefused
from forms.suggestion import suggest_answers


def form_of(kind="textfield", **properties):
    question = {
        "type": kind,
        "id": "Field_a",
        "key": "a",
        "label": "A",
        "validate": {"required": True},
        "properties": properties,
    }
    document = {"type": "default", "components": [question]}
    return read_form("F", json.dumps(document).encode())


@pytest.mark.parametrize("kind", ["textfield", "textarea"])
def test_every_text_is_asked_about_unless_the_form_says_otherwise(kind):
    assert form_of(kind).field("a").is_questioned
    assert form_of(kind, personalData="questioned").field("a").is_questioned
    assert not form_of(kind, personalData="expected").field("a").is_questioned


@pytest.mark.parametrize(
    "properties",
    [{"personalData": "maybe"}, {"childNumber": "true"}, {"childnumber": "yes"}],
)
def test_other_values_and_names_are_refused(properties):
    with pytest.raises(FormRefused):
        form_of(**properties)


def test_a_number_of_the_child_is_none_unless_the_form_says_so():
    assert form_of(childNumber="yes").field("a").is_child_number
    assert not form_of().field("a").is_child_number


def test_a_text_for_the_own_agency_is_never_a_variable():
    assert form_of().field("a").is_variable
    assert not form_of(visibleTo="own agency").field("a").is_variable
    with pytest.raises(FormRefused, match="cannot be a variable"):
        form_of("textarea", visibleTo="own agency", variable="yes")


def test_suggested_numbers_are_of_another_child_in_each_case():
    context = {"case_reference": "BRK-2026-000042"}
    form = form_of(childNumber="yes")
    assert suggest_answers(form, {}, context, {}) == {"a": "BRK-2026-000042"}
    assert suggest_answers(form_of(), {}, context, {}) == {"a": "An example answer."}
