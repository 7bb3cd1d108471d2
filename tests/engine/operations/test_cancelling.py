"""A process instance is ended: the case is closed by an administrator, danger goes on."""

import pytest
from sqlalchemy import select

from engine.errors import NotAllowedError
from engine.persistence.cases import CaseChildNumber
from engine.persistence.tasks import Draft
from engine.queries.tasks import load_task
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import MANAGER, RAISER
from tests.support.invariants import broken_invariants
from tests.support.operating import Desk
from tests.support.whole_case import HINT


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


def test_the_case_ends_as_ended_by_an_administrator_and_both_sides_are_told(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    item = desk.operate(started, "cancel")
    assert (item.state, item.outcome) == (
        "done",
        "Cancelled, and the case has ended. What people typed is kept.",
    )
    case = berkshire.case(started.case_id)
    assert (case.closed_as, case.outcome) == ("administrative", None)
    assert case.ended_at == berkshire.clock.now()
    assert berkshire.tasks(started.case_id) == []
    assert desk.timers(started) == []
    (told,) = desk.notices(started, "CASE_CLOSED")
    assert {agency for agency, _ in told.groups["groups"]} == {"reading-council", "reading-school"}
    assert broken_invariants(berkshire.engine) == []


def test_what_was_typed_into_a_cancelled_task_can_still_be_read(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    manager = berkshire.actor(*MANAGER)
    save_draft(berkshire.engine, manager, task.id, {"s1_outcome": "not_resolved"})
    desk.operate(started, "cancel")
    assert len(berkshire.rows(select(Draft).where(Draft.user_task_id == task.id))) == 1
    with berkshire.engine.open_reading() as work:
        shown = load_task(berkshire.engine, work, manager, task.id)
    assert shown.why_closed == "the case was closed: ended by an administrator"


def test_danger_is_never_cancelled_and_holds_the_case_open(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    refused = desk.operate(started, "cancel", DANGER_MESSAGE)
    assert refused.outcome == "A danger alert is never cancelled: a child may be at risk."
    done = desk.operate(started, "cancel")
    assert done.outcome == "Cancelled. The case ends when its danger alert has been answered."
    assert berkshire.case(started.case_id).ended_at is None
    assert {task.is_danger for task in berkshire.tasks(started.case_id)} == {True}
    again = send_message(
        berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE
    )
    assert again
    assert broken_invariants(berkshire.engine) == []


def test_undone_it_is_as_it_was_and_people_are_told(berkshire, desk):
    started = berkshire.start()
    raised = {"immediate_harm": "no", "concern_remains": "yes", "child_match_hint": HINT}
    berkshire.complete(started.case_id, "Task_S0_Raise", RAISER, **raised)
    berkshire.complete(started.case_id, "Task_S0_Discuss", RAISER, s0_outcome="not_resolved")
    before, numbers = desk.rows(started), len(berkshire.rows(select(CaseChildNumber)))
    hint = berkshire.case(started.case_id).identity_hint
    assert hint is not None
    desk.operate(started, "cancel")
    desk.undo()
    assert desk.rows(started) == before
    case = berkshire.case(started.case_id)
    assert (case.ended_at, case.closed_as, case.identity_hint) == (None, None, hint)
    assert len(berkshire.rows(select(CaseChildNumber))) == numbers
    assert len(desk.notices(started, "CASE_GOES_ON")) == 1
    assert broken_invariants(berkshire.engine) == []
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved")


def test_an_alert_that_began_meanwhile_is_counted_when_it_is_undone(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    danger = (berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    send_message(*danger)
    desk.operate(started, "cancel")
    send_message(*danger)
    desk.undo()
    assert berkshire.case(started.case_id).open_instances == 3
    assert broken_invariants(berkshire.engine) == []


def test_a_preview_says_what_closes_and_changes_nothing(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    before = desk.rows(started)
    shown = desk.preview(started, "cancel")
    assert shown.effect.case_ends
    assert [task.element_id for task in shown.effect.closed] == ["Task_S1_Contact"]
    assert desk.rows(started) == before
    assert berkshire.case(started.case_id).closed_as is None


def test_a_suspended_one_can_be_cancelled_and_an_ended_one_not(berkshire, desk):
    started = berkshire.climb("Task_S1_Contact")
    desk.operate(started, "suspend", clock="runs_on")
    assert desk.operate(started, "cancel").state == "done"
    assert desk.operate(started, "cancel").outcome == "It has ended."
    with pytest.raises(NotAllowedError, match="has ended"):
        send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    assert broken_invariants(berkshire.engine) == []
