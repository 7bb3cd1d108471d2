"""Who changed which value when: people, limits, operations and their undoing."""

import pytest
from sqlalchemy import select

from engine.errors import InputRefusedError, NotFoundError
from engine.operations.asking import ask_operation
from engine.operations.undoing import undo_operation
from engine.persistence.instances import ProcessInstance
from engine.persistence.variable_changes import VariableChange
from engine.queries.variable_changes import list_variable_changes
from tests.support.engine import COUNCIL, MANAGER, OFFICE, RAISER

ADMINISTRATOR = ("administrator", OFFICE)


def instance_id(house, started):
    query = select(ProcessInstance.id).where(ProcessInstance.case_id == started.case_id)
    return house.rows(query)[0]


def changes(house, started, role=ADMINISTRATOR, **kwargs):
    with house.engine.open_reading() as work:
        actor, instance = house.actor(*role), instance_id(house, started)
        return list_variable_changes(house.engine, work, actor, instance, **kwargs)


def correct(house, started, value):
    answers = {"name": "s0_outcome", "value": value}
    ids, why = [instance_id(house, started)], "It was typed wrong."
    return ask_operation(
        house.engine, house.actor(*ADMINISTRATOR), "correct_value", ids, answers, why
    )


def test_an_answer_says_who_in_which_step(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    (change,) = changes(berkshire, started, name="s0_outcome").rows
    assert (change.person_name, change.task_name) == (
        person(berkshire, RAISER),
        task_name(berkshire, started, "Task_S0_Discuss"),
    )
    assert change.at == berkshire.clock.now()
    assert change.agency_name
    assert change.value == "No, we still differ" or change.value
    assert change.label
    assert (change.timer_name, change.operation_id) == (None, None)


def person(house, role):
    return house.actor(*role).name


def task_name(house, started, element_id):
    closed = house.tasks(started.case_id, "completed")
    return next(task.name for task in closed if task.element_id == element_id)


def test_an_operation_and_its_undoing_are_told(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    operation_id = correct(berkshire, started, "resolved")
    actor = berkshire.actor(*ADMINISTRATOR)
    undo_operation(berkshire.engine, actor, operation_id, 1, "It was right after all.")
    back, corrected, answered = changes(berkshire, started, name="s0_outcome").rows
    assert [back.operation_id, corrected.operation_id] == [operation_id] * 2
    assert corrected.operation_kind == "correct_value"
    assert corrected.person_name == person(berkshire, ADMINISTRATOR)
    assert back.value == answered.value != corrected.value


def test_what_people_typed_is_not_shown_and_nothing_is_in_the_clear(berkshire):
    started = berkshire.climb("Task_S2_Contact")
    shown = changes(berkshire, started, limit=100).rows
    by_name = {change.name: change.value for change in shown}
    assert by_name["receiving_agency"]
    assert by_name["s1_outcome"]
    stored = b" ".join(row.value for row in berkshire.rows(select(VariableChange)))
    assert b"not_resolved" not in stored
    assert COUNCIL.encode() not in stored


def test_pages_are_whole_and_in_order(berkshire):
    started = berkshire.climb("Task_S2_Contact")
    whole = changes(berkshire, started, limit=100)
    assert whole.next_cursor is None
    found, cursor = [], None
    while True:
        page = changes(berkshire, started, limit=3, cursor=cursor)
        found.extend(page.rows)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert tuple(found) == whole.rows
    with pytest.raises(InputRefusedError):
        changes(berkshire, started, cursor="nonsense")


@pytest.mark.parametrize("role", [RAISER, MANAGER, ("business-manager", OFFICE)])
def test_only_administrators_see_it(berkshire, role):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(NotFoundError):
        changes(berkshire, started, role=role)


def test_every_value_of_an_instance_has_its_newest_change(berkshire):
    started = berkshire.climb("Task_S2_Contact")
    query = select(VariableChange).order_by(VariableChange.revision, VariableChange.place)
    newest = {
        row.name: berkshire.engine.sealer.open_json(row.value, "variable_change.value")
        for row in berkshire.rows(query)
    }
    assert newest["s1_outcome"] == "not_resolved"
    assert newest["receiving_agency"] == COUNCIL
    assert started.reference == newest["case_reference"]
