import json

import pytest

from forms.definition import read_form
from forms.editing.canonical import write_json
from forms.editing.components import (
    DOWN,
    UP,
    add_component,
    find_component,
    list_components,
    move_component,
    new_form,
    remove_component,
)
from forms.editing.members import TYPE_NAMES
from tests.support.engine import ROOT


@pytest.fixture
def document():
    return json.loads((ROOT / "forms/definitions/berkshire/BRK-S1.form").read_bytes())


def ids(document):
    return [placed.id for placed in list_components(document)]


def test_components_are_listed_in_reading_order_with_their_depth(document):
    found = list(list_components(document))
    assert [one.depth for one in found[:3]] == [0, 1, 1]
    assert found[0].type == "group"


@pytest.mark.parametrize("kind", [kind for kind in TYPE_NAMES if kind != "group"])
def test_a_new_question_of_any_type_can_be_asked_at_once(kind):
    document = new_form("NEW", "New")
    added = add_component(document, kind, "What is it?")
    form = read_form("NEW", write_json(document))
    assert [field.id for field in form.all_fields()] == [added]


def test_a_new_question_stands_after_another_or_in_a_group(document):
    after = add_component(document, "textfield", "After it", "Field_contact_mode")
    inside = add_component(document, "textfield", "In it", "Group_contact")
    found = ids(document)
    assert found[found.index("Field_contact_mode") + 1] == after
    assert find_component(document, inside).depth == 1
    assert find_component(document, inside).siblings[-1]["id"] == inside


def test_two_questions_with_the_same_words_have_keys_of_their_own(document):
    first = add_component(document, "number", "Contact mode")
    second = add_component(document, "number", "Contact mode")
    keys = [find_component(document, one).component["key"] for one in (first, second)]
    assert keys == ["contact_mode_2", "contact_mode_3"]
    assert first != second


def test_questions_are_moved_among_their_siblings(document):
    assert move_component(document, "Field_contact_mode", DOWN)
    assert ids(document)[1:3] == ["Field_contact_tried", "Field_contact_mode"]
    assert move_component(document, "Field_contact_mode", UP)
    assert not move_component(document, "Field_contact_mode", UP)


def test_a_group_goes_with_all_in_it(document):
    remove_component(document, "Group_contact")
    assert "Field_contact_mode" not in ids(document)


def test_what_is_not_there_is_not_found(document):
    with pytest.raises(KeyError):
        remove_component(document, "Field_nobody")


@pytest.mark.parametrize("document", [{}, {"components": 3}, {"components": ["x", {"a": 1}]}])
def test_nonsense_has_few_components(document):
    assert len(list(list_components(document))) <= 1
