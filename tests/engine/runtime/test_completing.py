"""Completing a user task: what is accepted, what is refused, and that no text is lost."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import (
    AnswersInvalidError,
    InputRefusedError,
    NotAllowedError,
    NotFoundError,
    TaskClaimedError,
    TaskMovedOnError,
)
from engine.persistence.history import HistoryEvent
from engine.persistence.notifications import Notification
from engine.persistence.tasks import Draft, Submission
from engine.runtime.claims import claim_user_task, release_user_task
from engine.runtime.drafts import DRAFT_LABEL, SUBMISSION_LABEL, save_draft
from engine.runtime.timers import fire_due_timers
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import Happening, SubmissionState, TaskState
from tests.support.engine import (
    COUNCIL,
    MANAGER,
    MONDAY,
    OTHER_MANAGER,
    OTHER_PRACTITIONER,
    POLICE,
    RAISER,
    SCHOOL,
)
from tests.support.invariants import broken_invariants

TYPED = {"s1_outcome": "resolved", "agreed_action": "We go there together on Friday."}


@pytest.fixture
def contact(berkshire):
    """Return the open task of the line managers, due in 24 hours."""
    started = berkshire.climb("Task_S1_Contact")
    return berkshire.task(started.case_id, "Task_S1_Contact")


@pytest.fixture(autouse=True)
def _nothing_is_broken(berkshire):
    yield
    assert broken_invariants(berkshire.engine) == []


def submit(berkshire, role, task, answers, **options):
    return complete_user_task(berkshire.engine, berkshire.actor(*role), task.id, answers, **options)


def drafts(berkshire, task):
    sealer = berkshire.engine.sealer
    rows = berkshire.rows(select(Draft).where(Draft.user_task_id == task.id))
    return {row.person_id: sealer.open_json(row.answers, DRAFT_LABEL) for row in rows}


def texts(berkshire, task, state):
    """Return who sent what about a task, and when."""
    query = select(Submission).where(Submission.user_task_id == task.id, Submission.state == state)
    return [
        (row.person_id, berkshire.engine.sealer.open_json(row.answers, SUBMISSION_LABEL))
        for row in berkshire.rows(query.order_by(Submission.id))
    ]


def events(berkshire, task, kind):
    query = select(HistoryEvent).where(
        HistoryEvent.case_id == task.case_id, HistoryEvent.kind == kind
    )
    return berkshire.rows(query.order_by(HistoryEvent.number))


def test_accepted_answers_close_the_task_and_open_the_next(berkshire, contact):
    manager = berkshire.actor(*MANAGER)
    answers = berkshire.answers(MANAGER, contact.id, s1_outcome="not_resolved")
    save_draft(berkshire.engine, manager, contact.id, answers)
    done = submit(berkshire, MANAGER, contact, answers)
    assert done.completed_task_name == contact.name
    assert [task.element_id for task in done.opened] == ["Task_S2_Contact"]
    assert done.opened[0].due_at == MONDAY + timedelta(hours=24)
    assert (done.ended, done.outcome) == (False, None)
    assert texts(berkshire, contact, SubmissionState.ACCEPTED) == [(manager.person_id, answers)]
    assert drafts(berkshire, contact) == {}
    (closed,) = (
        t for t in berkshire.tasks(contact.case_id, TaskState.COMPLETED) if t.id == contact.id
    )
    assert (closed.completed_by, closed.completed_for) == (manager.person_id, SCHOOL)
    assert closed.closed_at == MONDAY


def test_refused_answers_are_kept_as_a_draft_and_move_nothing(berkshire, contact):
    manager = berkshire.actor(*MANAGER)
    with pytest.raises(AnswersInvalidError) as refusal:
        submit(berkshire, MANAGER, contact, TYPED)
    assert {error.key for error in refusal.value.errors} >= {"contact_at", "contact_mode"}
    assert drafts(berkshire, contact) == {manager.person_id: TYPED}
    assert berkshire.open_elements(contact.case_id) == ["Task_S1_Contact"]
    assert texts(berkshire, contact, SubmissionState.ACCEPTED) == []


def test_what_was_due_has_fired_although_the_answers_were_refused(berkshire, contact):
    berkshire.clock.set(contact.due_at + timedelta(days=2))
    with pytest.raises(AnswersInvalidError):
        submit(berkshire, MANAGER, contact, TYPED)
    notices = select(Notification).where(Notification.element_id == "Notify_S1_Overdue")
    assert len(berkshire.rows(notices)) == 1
    assert fire_due_timers(berkshire.engine) == 0
    assert len(drafts(berkshire, contact)) == 1


def test_the_second_manager_hears_who_was_first_and_their_text_is_kept(berkshire, contact):
    first, second = berkshire.actor(*MANAGER), berkshire.actor(*OTHER_MANAGER)
    berkshire.complete(contact.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved")
    berkshire.clock.set(MONDAY + timedelta(minutes=3))
    with pytest.raises(TaskMovedOnError) as refusal:
        submit(berkshire, OTHER_MANAGER, contact, TYPED)
    assert (refusal.value.by, refusal.value.at) == (first.name, MONDAY)
    assert first.name in str(refusal.value)
    assert texts(berkshire, contact, SubmissionState.MOVED_ON) == [(second.person_id, TYPED)]
    (missed,) = events(berkshire, contact, Happening.SUBMISSION_MISSED)
    assert (missed.person_id, missed.at) == (second.person_id, MONDAY + timedelta(minutes=3))


@pytest.mark.parametrize("late", [timedelta(), timedelta(microseconds=1), timedelta(days=9)])
def test_a_submit_at_the_limit_or_later_does_not_undo_the_escalation(berkshire, late):
    started = berkshire.climb("Task_S0_Discuss")
    task = berkshire.task(started.case_id, "Task_S0_Discuss")
    answers = berkshire.answers(RAISER, task.id, s0_outcome="resolved")
    berkshire.clock.set(task.due_at + late)
    with pytest.raises(TaskMovedOnError) as refusal:
        submit(berkshire, RAISER, task, answers)
    assert "time limit passed" in str(refusal.value)
    assert (refusal.value.by, refusal.value.at) == (None, task.due_at + late)
    raiser = berkshire.actor(*RAISER)
    assert texts(berkshire, task, SubmissionState.MOVED_ON) == [(raiser.person_id, answers)]
    assert berkshire.open_elements(started.case_id) == ["Task_S1_Contact"]


def test_a_submit_just_before_the_limit_counts(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    task = berkshire.task(started.case_id, "Task_S0_Discuss")
    answers = berkshire.answers(RAISER, task.id, s0_outcome="resolved", agreed_by="2026-10-01")
    berkshire.clock.set(task.due_at - timedelta(microseconds=1))
    done = submit(berkshire, RAISER, task, answers)
    assert {opened.element_id for opened in done.opened} == {"RS_Task_Record"}


def test_the_engine_and_not_the_late_writer_closed_the_task(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    task = berkshire.task(started.case_id, "Task_S0_Discuss")
    berkshire.clock.set(task.due_at)
    with pytest.raises(TaskMovedOnError):
        submit(berkshire, RAISER, task, {})
    for kind in (Happening.TIMER_FIRED, Happening.TASK_CANCELLED, Happening.NOTIFICATION_QUEUED):
        assert [event.person_id for event in events(berkshire, task, kind)] == [None]


def test_a_limit_that_passed_on_the_way_is_not_put_down_to_whoever_submits(berkshire, contact):
    answers = berkshire.answers(MANAGER, contact.id, s1_outcome="not_resolved")
    berkshire.clock.set(contact.due_at)
    submit(berkshire, MANAGER, contact, answers)
    (fired,) = (
        e
        for e in events(berkshire, contact, Happening.TIMER_FIRED)
        if e.element_id == "Timer_S1_24h"
    )
    assert fired.person_id is None
    assert events(berkshire, contact, Happening.TASK_COMPLETED)[-1].person_id is not None


def test_a_task_that_somebody_else_claimed_is_not_completed(berkshire, contact):
    holder, other = berkshire.actor(*OTHER_MANAGER), berkshire.actor(*MANAGER)
    claim_user_task(berkshire.engine, holder, contact.id)
    answers = berkshire.answers(MANAGER, contact.id, s1_outcome="not_resolved")
    with pytest.raises(TaskClaimedError) as refusal:
        submit(berkshire, MANAGER, contact, answers)
    assert (refusal.value.by, refusal.value.at) == (holder.name, MONDAY)
    assert drafts(berkshire, contact) == {other.person_id: answers}
    with pytest.raises(TaskClaimedError):
        claim_user_task(berkshire.engine, other, contact.id)
    claim_user_task(berkshire.engine, other, contact.id, take_over=True)
    submit(berkshire, MANAGER, contact, answers)
    claims = events(berkshire, contact, Happening.TASK_CLAIMED)
    assert [event.details["taken_over_from"] for event in claims] == [None, holder.person_id]


def test_only_the_holder_gives_a_claim_back(berkshire, contact):
    holder, other = berkshire.actor(*OTHER_MANAGER), berkshire.actor(*MANAGER)
    claim_user_task(berkshire.engine, holder, contact.id)
    claim_user_task(berkshire.engine, holder, contact.id)
    release_user_task(berkshire.engine, other, contact.id)
    assert berkshire.task(contact.case_id, contact.element_id).claimed_by == holder.person_id
    release_user_task(berkshire.engine, holder, contact.id)
    claim_user_task(berkshire.engine, other, contact.id)
    assert berkshire.task(contact.case_id, contact.element_id).claimed_by == other.person_id
    assert len(events(berkshire, contact, Happening.TASK_CLAIMED)) == 2


def test_who_sees_the_case_but_is_no_candidate_is_told_so(berkshire, contact):
    with pytest.raises(NotAllowedError, match="another role or agency"):
        submit(berkshire, RAISER, contact, TYPED)
    assert texts(berkshire, contact, SubmissionState.MOVED_ON) == []
    assert drafts(berkshire, contact) == {}


@pytest.mark.parametrize("state", ["open", "closed"])
def test_for_another_agency_a_task_is_as_missing_as_one_that_never_was(berkshire, contact, state):
    if state == "closed":
        berkshire.complete(contact.case_id, contact.element_id, MANAGER, s1_outcome="not_resolved")
    stranger, nowhere = ("line-manager", POLICE), replace_id(contact)
    for role, task in ((stranger, contact), (MANAGER, nowhere), (stranger, nowhere)):
        with pytest.raises(NotFoundError) as refusal:
            submit(berkshire, role, task, TYPED)
        assert (refusal.value.kind, refusal.value.key) == ("task", task.id)
    assert texts(berkshire, contact, SubmissionState.MOVED_ON) == []


def replace_id(task):
    """Return something like the task, with an id that nothing has."""
    return type(task)(id=uuid.uuid4())


def test_a_person_who_has_lost_the_role_cannot_complete(berkshire, contact):
    manager = replace(berkshire.actor(*MANAGER), groups=frozenset())
    with pytest.raises(NotFoundError):
        complete_user_task(berkshire.engine, manager, contact.id, TYPED)


def test_the_same_key_twice_is_the_same_as_once(berkshire, contact):
    answers = berkshire.answers(MANAGER, contact.id, s1_outcome="not_resolved")
    berkshire.clock.set(MONDAY + timedelta(minutes=1))
    once = submit(berkshire, MANAGER, contact, answers, idempotency_key="k")
    berkshire.clock.set(MONDAY + timedelta(minutes=2))
    assert submit(berkshire, MANAGER, contact, answers, idempotency_key="k") == once
    assert len(texts(berkshire, contact, SubmissionState.ACCEPTED)) == 1
    assert texts(berkshire, contact, SubmissionState.MOVED_ON) == []


def test_the_same_key_answers_the_same_when_danger_began_beside_it(berkshire):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    answers = berkshire.answers(RAISER, task.id, immediate_harm="yes", concern_remains="yes")
    berkshire.clock.set(MONDAY + timedelta(minutes=1))
    once = submit(berkshire, RAISER, task, answers, idempotency_key="k")
    berkshire.clock.set(MONDAY + timedelta(minutes=2))
    assert submit(berkshire, RAISER, task, answers, idempotency_key="k") == once
    assert {opened.element_id for opened in once.opened} == {"Task_S0_Discuss", "Task_Danger_Act"}


def test_a_retry_with_a_key_after_other_text_keeps_the_other_text(berkshire, contact):
    answers = berkshire.answers(MANAGER, contact.id, s1_outcome="not_resolved")
    submit(berkshire, MANAGER, contact, answers, idempotency_key="k")
    with pytest.raises(TaskMovedOnError):
        submit(berkshire, MANAGER, contact, TYPED, idempotency_key="k")
    kept = texts(berkshire, contact, SubmissionState.MOVED_ON)
    assert [answers for _, answers in kept] == [TYPED]


def test_a_key_belongs_to_one_person(berkshire, contact):
    answers = berkshire.answers(MANAGER, contact.id, s1_outcome="not_resolved")
    submit(berkshire, MANAGER, contact, answers, idempotency_key="k")
    with pytest.raises(TaskMovedOnError):
        submit(berkshire, OTHER_MANAGER, contact, answers, idempotency_key="k")
    assert len(texts(berkshire, contact, SubmissionState.MOVED_ON)) == 1


def test_a_draft_on_a_closed_task_is_kept_as_well(berkshire, contact):
    berkshire.complete(contact.case_id, contact.element_id, MANAGER, s1_outcome="not_resolved")
    with pytest.raises(TaskMovedOnError):
        save_draft(berkshire.engine, berkshire.actor(*OTHER_MANAGER), contact.id, TYPED)
    assert [text for _, text in texts(berkshire, contact, SubmissionState.MOVED_ON)] == [TYPED]


def test_each_side_has_a_draft_of_its_own(berkshire, contact):
    for role, text in ((MANAGER, "ours"), (OTHER_MANAGER, "theirs"), (MANAGER, "ours, again")):
        save_draft(berkshire.engine, berkshire.actor(*role), contact.id, {"raising_view": text})
    found = {answers["raising_view"] for answers in drafts(berkshire, contact).values()}
    assert found == {"ours, again", "theirs"}


UNSTORABLE = {
    "a number beyond 64 bits": {"raising_view": 10**30},
    "half a character": {"raising_view": "\ud800"},
    "a box in a box without end": {"raising_view": (deep := [])},
    "more text than a form holds": {"raising_view": uuid.uuid4().hex * 100_000},
}
for _ in range(300):
    deep.append(deep := [])


@pytest.mark.parametrize("answers", UNSTORABLE.values(), ids=UNSTORABLE)
def test_what_cannot_be_stored_is_refused_in_plain_words(berkshire, contact, answers):
    for send in (complete_user_task, save_draft):
        with pytest.raises((InputRefusedError, AnswersInvalidError)):
            send(berkshire.engine, berkshire.actor(*MANAGER), contact.id, answers)
    assert berkshire.open_elements(contact.case_id) == ["Task_S1_Contact"]


def test_a_third_agency_that_is_named_takes_part(berkshire):
    started = berkshire.start()
    berkshire.complete(
        started.case_id,
        "Task_S0_Raise",
        RAISER,
        immediate_harm="no",
        concern_remains="yes",
        receiving_agency=COUNCIL,
        other_agencies=[POLICE],
    )
    berkshire.complete(
        started.case_id, "Task_S0_Discuss", OTHER_PRACTITIONER, s0_outcome="resolved"
    )
    records = [task.agency_key for task in berkshire.tasks(started.case_id)]
    assert sorted(records) == sorted([SCHOOL, COUNCIL, POLICE])
