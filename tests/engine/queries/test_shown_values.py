"""Which values an administrator may read: facts of the case and what was chosen, never text."""

import json
from dataclasses import dataclass, field

import pytest

from engine.operations.looking import list_variables
from engine.persistence.instances import ProcessInstance
from engine.queries.shown_values import CASE_FACTS, value_in_words
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from forms.definition import read_form
from tests.support.engine import OFFICE, RAISER
from tests.support.operating import Desk


@dataclass
class Forms:
    """Stands in for the compiled definition of which only the forms are read."""

    forms: dict = field(default_factory=dict)


def asking_for(name, kind="textfield"):
    component = {"type": kind, "id": "Field_1", "key": name, "label": "What is it?"}
    source = {"type": "default", "components": [component]}
    form = read_form("asking", json.dumps(source).encode())
    return Forms({"asking": form})


def values(berkshire, instance):
    actor = berkshire.actor("administrator", OFFICE)
    with berkshire.engine.open_reading() as work:
        found = list_variables(berkshire.engine, work, actor, instance.id)
    return {one.name: one.value for one in found}


def test_facts_of_the_case_are_shown_in_words(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    desk = Desk(berkshire)
    shown = values(berkshire, desk.instance(started))
    raiser = berkshire.actor(*RAISER).name
    assert shown["area"] == "Reading (demo)"
    assert shown["case_reference"] == started.reference
    assert shown["raised_by"] == raiser
    assert shown["child_ref"] is None
    beside: ProcessInstance = desk.instance(started, DANGER_MESSAGE)
    alert = values(berkshire, beside)
    assert alert["reported_by"] == raiser
    assert all(alert[name] is not None for name in CASE_FACTS & alert.keys())


@pytest.mark.parametrize("name", ["area", "case_reference", "raised_by", "reported_by"])
def test_where_a_form_asks_for_such_a_name_its_question_decides(berkshire, name):
    with berkshire.engine.open_reading() as work:
        assert value_in_words(work, asking_for(name), name, "Sam lives there") is None


@pytest.mark.parametrize(
    ("name", "value"), [("area", "nowhere"), ("raised_by", 999_999), ("case_reference", ["x"])]
)
def test_what_is_no_such_fact_stays_hidden(berkshire, name, value):
    with berkshire.engine.open_reading() as work:
        assert value_in_words(work, Forms(), name, value) is None
