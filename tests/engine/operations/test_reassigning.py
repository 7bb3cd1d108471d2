"""A step is given to one of those who may do it, or freed for all of them."""

import pytest

from engine.runtime.claims import claim_user_task
from engine.runtime.drafts import save_draft
from tests.support.engine import COUNCIL, MANAGER, OTHER_MANAGER
from tests.support.invariants import broken_invariants
from tests.support.operating import Desk

STEP = "Task_S1_Contact"


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


def claimed(berkshire):
    started = berkshire.climb(STEP)
    task = berkshire.task(started.case_id, STEP)
    claim_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id)
    return started


def test_it_is_with_the_person_who_is_told_and_nothing_typed_is_lost(berkshire, desk):
    started = claimed(berkshire)
    task = berkshire.task(started.case_id, STEP)
    save_draft(berkshire.engine, berkshire.actor(*MANAGER), task.id, {"s1_outcome": "resolved"})
    other = berkshire.actor(*OTHER_MANAGER)
    item = desk.operate(started, "reassign", element=STEP, person=other.email.upper())
    assert item.state == "done", item.outcome
    now = berkshire.task(started.case_id, STEP)
    assert (now.claimed_by, now.due_at) == (other.person_id, task.due_at)
    (told,) = desk.notices(started, "REASSIGNED")
    assert told.groups["people"] == [other.person_id]
    (handed,) = desk.happened(started, "task_handed_over")
    assert handed["taken_over_from"] == berkshire.actor(*MANAGER).person_id
    assert broken_invariants(berkshire.engine) == []


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("nobody@nowhere.example", "Nobody who works here has this e-mail address."),
        (None, "may not do this step"),
    ],
)
def test_who_may_not_do_it_does_not_get_it(berkshire, desk, email, why):
    started = claimed(berkshire)
    person = email or berkshire.actor("senior-manager", COUNCIL).email
    refused = desk.operate(started, "reassign", element=STEP, person=person)
    assert (refused.state, why in refused.outcome) == ("refused", True)


def test_who_has_it_already_is_refused(berkshire, desk):
    started = claimed(berkshire)
    person = berkshire.actor(*MANAGER).email
    refused = desk.operate(started, "reassign", element=STEP, person=person)
    assert "already" in refused.outcome


def test_the_people_offered_are_those_who_may_do_the_step(berkshire, desk):
    started = claimed(berkshire)
    shown = desk.options(started, "reassign", "person", element=STEP)
    assert berkshire.actor(*OTHER_MANAGER).email in shown
    assert berkshire.actor("senior-manager", COUNCIL).email not in shown


def test_a_freed_step_is_nobodys_and_undone_it_is_theirs_again(berkshire, desk):
    started = claimed(berkshire)
    before = desk.rows(started)
    desk.operate(started, "release", element=STEP)
    assert berkshire.task(started.case_id, STEP).claimed_by is None
    assert desk.operate(started, "release", element=STEP).outcome == "Nobody has taken it."
    assert desk.rows(started) != before
    assert broken_invariants(berkshire.engine) == []


def test_it_is_undone(berkshire, desk):
    started = claimed(berkshire)
    before = desk.rows(started)
    desk.operate(started, "release", element=STEP)
    desk.undo()
    assert desk.rows(started) == before


def test_a_preview_changes_nothing(berkshire, desk):
    started = claimed(berkshire)
    before = desk.rows(started)
    person = berkshire.actor(*OTHER_MANAGER).email
    shown = desk.preview(started, "reassign", element=STEP, person=person)
    assert [notice.name for notice in shown.effect.notices] == [
        berkshire.task(started.case_id, STEP).name
    ]
    assert desk.rows(started) == before


def test_a_step_that_is_not_open_is_refused(berkshire, desk):
    started = claimed(berkshire)
    refused = desk.operate(started, "release", element="Task_S2_Contact")
    assert refused.outcome == "The step is not open in it."
