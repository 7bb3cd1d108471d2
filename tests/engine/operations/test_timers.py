"""Time limits are fired now or set for another time; what people see keeps step."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.persistence.instances import ProcessInstance
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import MONDAY
from tests.support.invariants import broken_invariants
from tests.support.operating import Desk

S1 = "Timer_S1_24h"


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


def test_fired_now_the_limit_is_told_and_the_step_is_overdue(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    item = desk.operate(started, "fire_timer", element=S1)
    assert item.state == "done", item.outcome
    (told,) = desk.notices(started, "S1_OVERDUE")
    assert told.facts["due_at"] == berkshire.clock.now().isoformat()
    assert berkshire.task(started.case_id, "Task_S1_Contact").due_at == berkshire.clock.now()
    assert desk.timers(started) == []
    assert berkshire.wait(hours=30) == 0
    assert len(desk.notices(started, "S1_OVERDUE")) == 1
    assert broken_invariants(berkshire.engine) == []


def test_undone_the_limit_waits_again_with_its_own_time(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    before = desk.rows(started)
    desk.operate(started, "fire_timer", element=S1)
    desk.undo()
    assert desk.rows(started) == before


def test_on_hold_nothing_is_fired(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    desk.operate(started, "suspend", clock="runs_on")
    refused = desk.operate(started, "fire_timer", element=S1)
    assert (refused.state, "Resume it first" in refused.outcome) == ("refused", True)


@pytest.mark.parametrize("kind", ["fire_timer", "recalculate_due"])
def test_a_limit_that_does_not_run_is_refused(berkshire, desk, kind):
    started = berkshire.climb("Task_S1_Contact")
    refused = desk.operate(started, kind, element="Timer_S4_48h")
    assert refused.outcome == "The time limit is not running in it."


def test_a_changed_due_time_is_that_of_the_step_and_of_the_inbox(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    later = MONDAY + timedelta(hours=50)
    shown = desk.preview(started, "change_due", element=S1, due_at=later.isoformat())
    (timer,) = shown.effect.timers
    assert (timer.before, timer.after) == (MONDAY + timedelta(hours=24), later)
    desk.operate(started, "change_due", element=S1, due_at=later.isoformat())
    assert [row.due_at for row in desk.timers(started)] == [later]
    assert berkshire.task(started.case_id, "Task_S1_Contact").due_at == later
    assert berkshire.wait(hours=30) == 0
    assert berkshire.wait(hours=21) == 1
    assert broken_invariants(berkshire.engine) == []


def test_a_due_time_in_the_past_is_refused(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    refused = desk.operate(started, "change_due", element=S1, due_at=MONDAY.isoformat())
    assert (refused.state, "still to come" in refused.outcome) == ("refused", True)


def test_a_danger_limit_is_never_put_off(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    # No procedure of ours has a limit for danger: this one is made to be an alert.
    change = update(ProcessInstance).where(ProcessInstance.id == desk.instance(started).id)
    with berkshire.engine.open_unit_of_work() as work:
        work.session.execute(change.values(message=DANGER_MESSAGE))
        work.commit()
    (timer,) = desk.timers(started, DANGER_MESSAGE)

    def to(hours):
        due_at = (timer.due_at + timedelta(hours=hours)).isoformat()
        return desk.operate(started, "change_due", DANGER_MESSAGE, element=S1, due_at=due_at)

    assert to(1).outcome.endswith("a child may be at risk.")
    assert to(-1).state == "done"
