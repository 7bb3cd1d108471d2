"""A process instance is held and let go: what stands still, what goes on, what the clocks do."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.operations.asking import ask_operation
from engine.operations.previewing import preview_operation
from engine.operations.undoing import undo_operation
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.operations import OperationItem, Suspension
from engine.queries.operations import load_operation
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import OFFICE, RAISER
from tests.support.invariants import broken_invariants

ADMINISTRATOR = ("administrator", OFFICE)
RUNS_ON, KEEPS = {"clock": "runs_on"}, {"clock": "keeps_remaining"}


def instance_of(house, started):
    query = select(ProcessInstance).where(ProcessInstance.case_id == started.case_id)
    return house.rows(query.where(ProcessInstance.is_main.is_(True)))[0]


def operate(house, started, kind, answers=None, role=ADMINISTRATOR):
    operation_id = ask_operation(
        house.engine,
        house.actor(*role),
        kind,
        [instance_of(house, started).id],
        answers or {},
        "The procedure is being put right.",
    )
    with house.engine.open_reading() as work:
        return load_operation(house.engine, work, house.actor(*role), operation_id)


def due(house, started):
    query = select(Timer).where(Timer.process_instance_id == instance_of(house, started).id)
    return house.rows(query)[0].due_at


def test_nobody_completes_a_suspended_step_and_what_was_typed_is_kept(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    operate(berkshire, started, "suspend", RUNS_ON)
    with pytest.raises(NotAllowedError, match="on hold"):
        berkshire.complete(
            started.case_id,
            "Task_S1_Contact",
            ("line-manager", "reading-school"),
            s1_outcome="not_resolved",
        )
    assert berkshire.open_elements(started.case_id) == ["Task_S1_Contact"]


def test_no_timer_fires_until_it_is_resumed_and_then_with_its_own_due_time(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    limit = due(berkshire, started)
    operate(berkshire, started, "suspend", RUNS_ON)
    assert berkshire.wait(hours=30) == 0
    operate(berkshire, started, "resume")
    overdue = berkshire.task(started.case_id, "Task_S1_Contact")
    assert overdue.due_at == limit
    assert broken_invariants(berkshire.engine) == []


def test_the_remaining_time_is_kept(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    limit = due(berkshire, started)
    operate(berkshire, started, "suspend", KEEPS)
    berkshire.wait(hours=30)
    operate(berkshire, started, "resume")
    assert due(berkshire, started) == limit + timedelta(hours=30)
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    assert task.due_at == limit + timedelta(hours=30)
    assert broken_invariants(berkshire.engine) == []


def test_danger_goes_on(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    operate(berkshire, started, "suspend", RUNS_ON)
    opened = send_message(
        berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE
    )
    assert opened


def test_a_preview_changes_nothing(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    before = instance_of(berkshire, started)
    (shown,) = preview_operation(
        berkshire.engine, berkshire.actor(*ADMINISTRATOR), "suspend", [before.id], RUNS_ON
    )
    assert shown.effect is not None
    assert (shown.effect.state_before, shown.effect.state_after) == ("active", "suspended")
    assert instance_of(berkshire, started).state == "active"
    assert instance_of(berkshire, started).revision == before.revision


def test_it_is_undone_while_nothing_has_happened(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    details = operate(berkshire, started, "suspend", RUNS_ON)
    assert details.items[0].can_undo
    actor = berkshire.actor(*ADMINISTRATOR)
    undo_operation(berkshire.engine, actor, details.row.id, 1, "It was the wrong case.")
    assert instance_of(berkshire, started).state == "active"
    assert berkshire.rows(select(Suspension)) == []
    assert berkshire.rows(select(OperationItem))[0].state == "undone"
    assert broken_invariants(berkshire.engine) == []


def test_what_cannot_be_done_is_refused_with_the_reason(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    assert operate(berkshire, started, "resume").items[0].outcome == "It is not suspended."
    operate(berkshire, started, "suspend", RUNS_ON)
    again = operate(berkshire, started, "suspend", RUNS_ON).items[0]
    assert (again.state, again.outcome) == ("refused", "Only what is running can be suspended.")


@pytest.mark.parametrize("role", [RAISER, ("business-manager", OFFICE)])
def test_only_administrators_operate(berkshire, role):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(NotFoundError):
        operate(berkshire, started, "suspend", RUNS_ON, role=role)


def test_a_reason_and_every_answer_are_needed(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(InputRefusedError, match="time limits"):
        operate(berkshire, started, "suspend")
    with pytest.raises(InputRefusedError, match="Say why"):
        ask_operation(
            berkshire.engine,
            berkshire.actor(*ADMINISTRATOR),
            "suspend",
            [instance_of(berkshire, started).id],
            RUNS_ON,
            " ",
        )
