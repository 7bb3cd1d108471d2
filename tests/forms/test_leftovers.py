"""Answers for which a form has no place: a newer version of a procedure asks other questions."""

import pytest

from forms.definition import read_form
from forms.leftovers import find_leftovers
from forms.posted import names_of

FORM = read_form(
    "NEWER",
    b"""{"schemaVersion": 18, "type": "default", "id": "NEWER", "title": "Newer", "components": [
  {"type": "textarea", "id": "a", "key": "concern", "label": "The concern"},
  {"type": "radio", "id": "b", "key": "urgent", "label": "Urgent?",
   "values": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]},
  {"type": "checklist", "id": "c", "key": "about", "label": "About",
   "values": [{"value": "plan", "label": "The plan"}]},
  {"type": "select", "id": "d", "key": "agency", "label": "Agency", "valuesKey": "agencies"},
  {"type": "datetime", "id": "e", "key": "at", "dateLabel": "When?", "subtype": "datetime",
   "timeLabel": "Time", "timeSerializingFormat": "utc_offset"},
  {"type": "checkbox", "id": "f", "key": "told", "label": "Told"},
  {"type": "number", "id": "g", "key": "age", "label": "Age"}]}""",
)
CONTEXT = {"agencies": [{"value": "school", "label": "School"}]}


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({"concern": "kept", "urgent": "yes", "about": ["plan"], "agency": "school"}, {}),
        ({"at": {"day": "40"}, "told": True, "age": "ten"}, {}),
        ({"gone": "typed"}, {"gone": "typed"}),
        ({"gone": ["one", "two"]}, {"gone": ["one", "two"]}),
        ({"gone": "", "also_gone": None, "third": []}, {}),
        ({"urgent": "perhaps"}, {"urgent": ["perhaps"]}),
        ({"about": ["plan", "visit"]}, {"about": ["visit"]}),
        ({"agency": "closed-school"}, {"agency": ["closed-school"]}),
        ({"concern": ["it", "was", "a list"]}, {"concern": ["it", "was", "a list"]}),
    ],
)
def test_what_the_form_cannot_show_is_found(answers, left):
    assert find_leftovers(FORM, answers, CONTEXT) == left


def test_every_input_of_a_form_has_a_known_name():
    names = names_of(FORM)
    assert {"concern", "urgent", "about", "at", "told", "age"} <= names
    assert {"at-day", "at-month", "at-year", "at-hour", "at-minute"} <= names
    assert "gone" not in names
