"""A due time is worked out again, from when the limit began."""

from datetime import timedelta

import pytest

from tests.support.engine import MONDAY
from tests.support.invariants import broken_invariants
from tests.support.operating import Desk

S1 = "Timer_S1_24h"
DUE = MONDAY + timedelta(hours=24)


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


def set_for(desk, started, due_at):
    desk.operate(started, "change_due", element=S1, due_at=due_at.isoformat())


def test_it_counts_from_when_the_limit_began_not_from_now(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    set_for(desk, started, DUE - timedelta(hours=12))
    berkshire.clock.set(MONDAY + timedelta(hours=5))
    assert desk.operate(started, "recalculate_due", element=S1).state == "done"
    assert [timer.due_at for timer in desk.timers(started)] == [DUE]
    assert berkshire.task(started.case_id, "Task_S1_Contact").due_at == DUE
    assert broken_invariants(berkshire.engine) == []


def test_a_shorter_limit_leaves_an_hour(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    set_for(desk, started, DUE + timedelta(hours=24))
    now = DUE + timedelta(hours=1)
    berkshire.clock.set(now)
    desk.operate(started, "recalculate_due", element=S1)
    assert [timer.due_at for timer in desk.timers(started)] == [now + timedelta(hours=1)]


def test_what_is_right_stays(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    refused = desk.operate(started, "recalculate_due", element=S1)
    assert (refused.state, refused.outcome.endswith("has the right due time already.")) == (
        "refused",
        True,
    )


def test_it_is_undone(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    set_for(desk, started, DUE + timedelta(hours=24))
    before = desk.rows(started)
    desk.operate(started, "recalculate_due", element=S1)
    assert desk.rows(started) != before
    desk.undo()
    assert desk.rows(started) == before
