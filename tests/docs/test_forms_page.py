"""docs/forms.md has every field type, member and property of the code, and its examples hold."""

import json
import re
from datetime import UTC, datetime

import pytest

from engine.runtime.task_forms import OPTION_LISTS
from forms.definition import MAX_FIELDS, MAX_GROUPS, read_form
from forms.errors import AnswersRefused
from forms.fields import FIELD_TYPES, QUESTION_TYPES
from forms.fields.component import Component
from forms.fields.field import HOST_PROPERTIES, REFERENCES, VISIBILITIES
from forms.fields.textarea import TextArea
from forms.fields.textfield import TextField
from forms.validation import validate_answers
from tests.docs.pages import blocks, code, read_page, rows, section

PAGE = read_page("docs/forms.md")
NAMES = [kind.name for kind in FIELD_TYPES]
COMPONENTS = [json.loads(text) for text in blocks(PAGE, "json")]
WHOLE = blocks(PAGE, "json form")[0].encode()
SATURDAY = datetime(2026, 8, 29, 10, 0, tzinfo=UTC)
PROPERTIES = {code(row[0]): row[1] for row in rows(PAGE, "property", "for", "meaning")}


def read_by(kind):
    """Return the members that a field type reads, and those of the objects in it."""
    component = Component({}, "x", [])
    kind.read(component)
    inside = {name: set(part._taken) for name, part in component._sections.items()}
    return component._taken - inside.keys(), inside


def form_of(component):
    return json.dumps({"type": "default", "components": [component]}).encode()


def test_every_field_type_has_a_heading_and_an_example():
    assert re.findall(r"^### (\w+)$", section(PAGE, "Field types"), re.MULTILINE) == NAMES
    assert [component["type"] for component in COMPONENTS] == NAMES


@pytest.mark.parametrize("component", COMPONENTS, ids=NAMES)
def test_an_example_is_a_form(component):
    assert list(read_form("EXAMPLE", form_of(component)).all_fields())


@pytest.mark.parametrize("kind", FIELD_TYPES, ids=NAMES)
def test_every_member_that_a_field_type_reads_is_named(kind):
    members, inside = read_by(kind)
    paths = {
        f"{name}.{member}"
        for name in ("validate", "conditional")
        for member in inside.get(name, ())
    }
    assert sorted(name for name in members | paths if f"`{name}`" not in PAGE) == []


def test_the_table_has_the_properties_of_the_code_and_no_others():
    of_all = set.union(*(read_by(kind)[1].get("properties", set()) for kind in FIELD_TYPES))
    assert PROPERTIES.keys() == of_all
    assert of_all >= set(HOST_PROPERTIES)


@pytest.mark.parametrize(("name", "holders"), PROPERTIES.items())
def test_the_table_says_which_types_have_a_property(name, holders):
    having = {kind.name for kind in FIELD_TYPES if name in read_by(kind)[1].get("properties", ())}
    named = set(QUESTION_TYPES) if "every question" in holders else set()
    named |= {kind for kind in NAMES if re.search(rf"\b{kind}s?\b", holders)}
    assert having == named


def test_every_value_that_a_property_can_have_is_named():
    for value in (*VISIBILITIES, *filter(None, REFERENCES), *OPTION_LISTS):
        assert f"`{value}`" in PAGE


def test_the_bounds_are_those_of_the_code():
    numbers = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
    assert f"{MAX_FIELDS} components" in PAGE
    assert f"groups {numbers[MAX_GROUPS]} deep" in PAGE
    for kind in (TextField, TextArea):
        assert f"{kind.usual:,}" in PAGE
        assert f"{kind.longest:,}" in PAGE


def test_the_messages_are_those_that_people_get():
    said = [row[1] for row in rows(PAGE, "wrong", "message")]
    form = read_form("EXAMPLE", WHOLE)
    late = {
        "contact_at": "2026-08-30T10:00:00Z",
        "s1_outcome": "not_resolved",
        "why_unresolved": "x" * 1501,
    }
    context = {"stage_started_at": "2026-08-28T10:00:00Z"}
    messages = [message for answers in ({}, late) for message in refusals(form, answers, context)]
    assert sorted(messages) == sorted(said)


def refusals(form, answers, context):
    with pytest.raises(AnswersRefused) as refused:
        validate_answers(form, answers, context, {"now": lambda: SATURDAY})
    return [error.message for error in refused.value.errors]
