"""Where a case stands in its diagrams."""

import pytest

from engine.persistence.instances import Incident, Timer
from engine.queries.diagrams import load_diagram_state
from tests.support.case_rows import START, FakeElement, group
from tests.support.directory import demo_actor


@pytest.fixture
def state(rows):
    rows.open_to(group("line-manager", "reading-school"))
    actor = demo_actor(rows.engine, "line-manager", "reading-school")

    def load():
        with rows.engine.open_reading() as work:
            return load_diagram_state(rows.engine, work, actor, rows.reference)

    return load


def _know(rows, *elements):
    rows.engine.definitions.library.known.update({e.id: e for e in elements})


def test_what_was_left_is_done_and_the_flows_of_all_steps_are_taken(rows, state):
    rows.add_event("instance_advanced", details={"passed": ["Start"], "flows": ["Flow_1"]})
    rows.add_event("instance_advanced", details={"passed": ["Task_A"], "flows": ["Flow_2"]})
    found = state()
    assert found.states == {"Start": "done", "Task_A": "done"}
    assert found.taken == {"Flow_1", "Flow_2"}


def test_a_step_that_is_open_again_is_active_although_it_was_done_before(rows, state):
    rows.add_event("instance_advanced", details={"passed": ["Task_S1_Contact"], "flows": []})
    rows.add_task()
    assert state().states == {"Task_S1_Contact": "active"}


def test_an_overdue_step_and_a_failed_one_stand_out(rows, state):
    rows.add_task(due_at=START)
    rows.write(
        Incident(
            case_id=rows.case.id,
            process_instance_id=rows.instance.id,
            element_id="GW_S1_Outcome",
            state="open",
            message="",
            cause="",
            raised_at=START,
        )
    )
    assert state().states == {"Task_S1_Contact": "overdue", "GW_S1_Outcome": "failed"}


def test_a_step_that_its_limit_closed_was_reached_but_is_not_done(rows, state):
    rows.add_event("instance_advanced", details={"passed": ["Task_S1_Contact"], "flows": []})
    rows.add_task(state="cancelled")
    rows.add_task(element_id="Task_S0_Discuss", state="cancelled")
    found = state()
    assert found.states == {"Task_S1_Contact": "done"}
    assert found.left_undone == {"Task_S0_Discuss"}


def test_several_open_tasks_at_one_element_are_counted(rows, state):
    for agency in ("reading-school", "reading-council"):
        rows.add_task(element_id="RS_Task_Record", agency_key=agency)
    rows.add_task()
    assert state().counts == {"RS_Task_Record": 2}


def test_what_surrounds_an_open_step_is_active_too(rows, state):
    _know(
        rows,
        FakeElement("Sub_S4_Stage"),
        FakeElement(
            "Call_S4", parent_id="Sub_S4_Stage", called_element="record", incoming=("Flow_in",)
        ),
        FakeElement("Call_S1", called_element="record", incoming=("Flow_s1",)),
        FakeElement("RS_Task_Record", process_id="record"),
    )
    rows.add_event(
        "instance_advanced",
        details={"passed": ["Call_S1"], "flows": ["Flow_s1", "Flow_in"]},
    )
    rows.add_task(element_id="RS_Task_Record")
    assert state().states == {
        "Call_S1": "done",
        "Call_S4": "active",
        "Sub_S4_Stage": "active",
        "RS_Task_Record": "active",
    }


def test_a_waiting_event_is_active_but_not_a_limit_on_a_steps_border(rows, state):
    _know(rows, FakeElement("Timer_border", attached_to="Task_S1_Contact"))
    for number, element_id in enumerate(("Timer_border", "Event_wait")):
        rows.write(
            Timer(
                id=rows.case.id if number else rows.instance.id,
                process_instance_id=rows.instance.id,
                element_id=element_id,
                due_at=START,
                next_attempt_at=START,
                attempts=0,
            )
        )
    assert state().states == {"Event_wait": "active"}
