"""Whether a limit was kept is seen from the answers; whoever was late says why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import AnswersInvalidError, TaskMovedOnError
from engine.persistence.history import HistoryEvent
from engine.persistence.tasks import DRAFT_LABEL, REMARKS_LABEL, Draft, Submission, UserTask
from engine.runtime.remarks import Remarks
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import Happening, SubmissionState, TaskState
from tests.support.engine import MANAGER, MONDAY, OTHER_PRACTITIONER, RAISER, SCHOOL
from tests.support.invariants import broken_invariants

HEAD = ("departmental-head", SCHOOL)
DUE = MONDAY + timedelta(hours=24)
IN_TIME = MONDAY + timedelta(hours=3)
TOO_LATE = DUE + timedelta(hours=1)
LATE = Remarks(late_reason="leave_or_absence", late_words="The deputy was away as well.")


@pytest.fixture
def contact(berkshire):
    """Return the open task of the line managers, due in 24 hours."""
    started = berkshire.climb("Task_S1_Contact")
    return berkshire.task(started.case_id, "Task_S1_Contact")


@pytest.fixture(autouse=True)
def _nothing_is_broken(berkshire):
    yield
    assert broken_invariants(berkshire.engine) == []


def submit(berkshire, task, *, role=MANAGER, remarks=None, key=None, **answers):
    given = berkshire.answers(role, task.id, **answers)
    return complete_user_task(
        berkshire.engine,
        berkshire.actor(*role),
        task.id,
        given,
        remarks=remarks or Remarks(),
        idempotency_key=key,
    )


def row_of(berkshire, task):
    return berkshire.rows(select(UserTask).where(UserTask.id == task.id))[0]


def remarks_of(berkshire, task, state=SubmissionState.ACCEPTED):
    query = select(Submission).where(Submission.user_task_id == task.id, Submission.state == state)
    (row,) = berkshire.rows(query)
    return row.remarks and berkshire.engine.sealer.open_json(row.remarks, REMARKS_LABEL)


def draft_of(berkshire, task):
    (row,) = berkshire.rows(select(Draft).where(Draft.user_task_id == task.id))
    return berkshire.engine.sealer.open_json(row.answers, DRAFT_LABEL)


def events(berkshire, task, *kinds):
    query = select(HistoryEvent).where(
        HistoryEvent.case_id == task.case_id, HistoryEvent.kind.in_(kinds)
    )
    return berkshire.rows(query.order_by(HistoryEvent.number))


def at(moment):
    return moment.isoformat()


def test_a_contact_in_time_needs_no_reason_however_late_it_is_recorded(berkshire, contact):
    berkshire.wait(days=4)
    submit(berkshire, contact, s1_outcome="not_resolved", contact_at=at(IN_TIME))
    row = row_of(berkshire, contact)
    assert (row.met_at, row.late_reason) == (IN_TIME, None)
    assert row.closed_at == MONDAY + timedelta(days=4)
    assert remarks_of(berkshire, contact) is None
    (fired,) = events(berkshire, contact, Happening.TIMER_FIRED)
    assert fired.element_id == "Timer_S1_24h"


def test_a_contact_after_the_limit_is_refused_until_somebody_says_why(berkshire, contact):
    berkshire.wait(hours=30)
    with pytest.raises(AnswersInvalidError) as refused:
        submit(berkshire, contact, s1_outcome="not_resolved", contact_at=at(TOO_LATE))
    assert [problem.key for problem in refused.value.errors] == ["late_reason"]
    assert row_of(berkshire, contact).state == TaskState.OPEN
    submit(berkshire, contact, s1_outcome="not_resolved", contact_at=at(TOO_LATE), remarks=LATE)
    row = row_of(berkshire, contact)
    assert (row.met_at, row.late_reason) == (TOO_LATE, "leave_or_absence")
    assert remarks_of(berkshire, contact) == {
        "late": {"reason": "leave_or_absence", "words": "The deputy was away as well."}
    }
    (done,) = [
        event
        for event in events(berkshire, contact, Happening.TASK_COMPLETED)
        if event.element_id == "Task_S1_Contact"
    ]
    assert done.details["late_reason"] == "leave_or_absence"


@pytest.mark.parametrize(
    "remarks",
    [
        Remarks(late_reason="no_such_reason"),
        Remarks(late_reason="other"),
        Remarks(late_words="Only words."),
        Remarks(late_reason="not_reached", late_words="x" * 401),
    ],
    ids=["unknown", "other without words", "words without a reason", "too many words"],
)
def test_a_reason_has_to_be_one_of_the_form(berkshire, contact, remarks):
    berkshire.wait(hours=30)
    with pytest.raises(AnswersInvalidError) as refused:
        submit(berkshire, contact, contact_at=at(TOO_LATE), remarks=remarks)
    assert {problem.key for problem in refused.value.errors} <= {"late_reason", "late_words"}


def test_what_was_typed_stays_in_the_draft_when_the_reason_is_refused(berkshire, contact):
    berkshire.wait(hours=30)
    remarks = Remarks(late_reason="not_reached", late_words="y" * 401)
    with pytest.raises(AnswersInvalidError):
        submit(berkshire, contact, contact_at=at(TOO_LATE), remarks=remarks)
    typed = draft_of(berkshire, contact)
    assert (typed["late_reason"], typed["late_words"]) == ("not_reached", "y" * 401)
    with berkshire.engine.open_reading() as work:
        shown = open_form(berkshire.engine, work, berkshire.actor(*MANAGER), contact.id)
    assert shown.late.answers == {"late_reason": "not_reached", "late_words": "y" * 401}
    assert "late_reason" not in shown.answers
    assert shown.answers["s1_outcome"] == typed["s1_outcome"]


def test_a_form_asks_why_only_once_the_limit_has_passed(berkshire, contact):
    def late():
        with berkshire.engine.open_reading() as work:
            return open_form(berkshire.engine, work, berkshire.actor(*MANAGER), contact.id).late

    assert late() is None
    berkshire.wait(hours=24)
    assert late().due_at == DUE
    assert late().moment == "When did you speak?"


def test_nobody_reached_means_that_the_moment_of_sending_counts(berkshire, contact):
    berkshire.wait(hours=30)
    silence = {"s1_outcome": "not_resolved", "contact_mode": "not_reached"}
    with pytest.raises(AnswersInvalidError) as refused:
        submit(berkshire, contact, **silence)
    assert [problem.key for problem in refused.value.errors] == ["late_reason"]
    submit(berkshire, contact, remarks=Remarks(late_reason="not_reached"), **silence)
    assert row_of(berkshire, contact).met_at == MONDAY + timedelta(hours=30)


def test_a_reason_that_is_not_needed_is_kept_but_marks_nothing_as_late(berkshire, contact):
    berkshire.wait(hours=30)
    submit(berkshire, contact, contact_at=at(IN_TIME), remarks=LATE)
    assert row_of(berkshire, contact).late_reason is None
    assert remarks_of(berkshire, contact)["late"]["reason"] == "leave_or_absence"


def test_the_same_key_with_another_reason_is_another_request(berkshire, contact):
    berkshire.wait(hours=30)
    given = {"s1_outcome": "not_resolved", "contact_at": at(TOO_LATE)}
    answers = berkshire.answers(MANAGER, contact.id, **given)
    actor = berkshire.actor(*MANAGER)

    def send(remarks):
        return complete_user_task(
            berkshire.engine, actor, contact.id, answers, remarks=remarks, idempotency_key="k"
        )

    first = send(LATE)
    assert send(LATE).opened == first.opened
    with pytest.raises(TaskMovedOnError):
        send(Remarks(late_reason="not_reached"))
    assert remarks_of(berkshire, contact, SubmissionState.MOVED_ON) == {
        "late": {"reason": "not_reached", "words": None}
    }


def test_arranging_a_meeting_is_not_holding_it(berkshire):
    started = berkshire.climb("Task_S4_Arrange")
    arrange = berkshire.task(started.case_id, "Task_S4_Arrange")
    berkshire.wait(hours=50)
    with berkshire.engine.open_reading() as work:
        shown = open_form(berkshire.engine, work, berkshire.actor(*HEAD), arrange.id)
    assert shown.late is None
    why = {"late_meeting_reason": "A head was not available before."}
    submit(berkshire, arrange, role=HEAD, s4_meeting_at=at(MONDAY + timedelta(hours=51)), **why)
    assert row_of(berkshire, arrange).met_at is None
    decide = berkshire.task(started.case_id, "Task_S4_Decision")
    # The 48 hours have passed while the meeting was arranged; they do not begin again.
    assert (decide.due_at, decide.due_element_id) == (arrange.due_at, "Timer_S4_48h")
    held = MONDAY + timedelta(hours=47)
    submit(berkshire, decide, role=HEAD, s4_held_at=at(held), s4_outcome="resolved")
    assert row_of(berkshire, decide).met_at == held


def test_what_was_settled_below_meets_the_limit_that_closed_the_step_below(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    discuss = berkshire.task(started.case_id, "Task_S0_Discuss")
    berkshire.wait(days=2)
    contact = berkshire.task(started.case_id, "Task_S1_Contact")
    settled = {"s1_outcome": "resolved", "resolved_by": "practitioners_already"}
    submit(berkshire, contact, contact_at=at(IN_TIME), **settled)
    below, own = row_of(berkshire, discuss), row_of(berkshire, contact)
    assert (below.state, below.met_at) == (TaskState.CANCELLED, IN_TIME)
    assert (own.met_at, own.late_reason) == (IN_TIME, None)


def test_what_was_met_before_is_not_met_again(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    discuss = berkshire.task(started.case_id, "Task_S0_Discuss")
    submit(berkshire, discuss, role=RAISER, s0_outcome="not_resolved", discussed_at=at(MONDAY))
    berkshire.wait(hours=5)
    contact = berkshire.task(started.case_id, "Task_S1_Contact")
    settled = {"s1_outcome": "resolved", "resolved_by": "practitioners_already"}
    submit(berkshire, contact, contact_at=at(IN_TIME), **settled)
    assert row_of(berkshire, discuss).met_at == MONDAY


def test_a_task_without_a_limit_meets_none(berkshire):
    started = berkshire.start()
    raising = berkshire.task(started.case_id, "Task_S0_Raise")
    submit(berkshire, raising, role=RAISER, immediate_harm="no", concern_remains="yes")
    assert row_of(berkshire, raising).met_at is None


def test_what_falls_due_during_a_submit_is_the_engines_own_act(berkshire, contact):
    berkshire.clock.set(DUE + timedelta(hours=2))
    submit(berkshire, contact, s1_outcome="not_resolved", contact_at=at(IN_TIME))
    manager = berkshire.actor(*MANAGER).person_id
    (fired,) = events(berkshire, contact, Happening.TIMER_FIRED)
    completed = events(berkshire, contact, Happening.TASK_COMPLETED)[-1]
    assert (fired.person_id, completed.person_id) == (None, manager)
    queued = events(berkshire, contact, Happening.NOTIFICATION_QUEUED)
    by_engine = [event for event in queued if fired.number < event.number < completed.number]
    by_manager = [event for event in queued if event.number > completed.number]
    assert [event.element_id for event in by_engine] == ["Notify_S1_Overdue"]
    assert {event.person_id for event in by_engine} == {None}
    assert {event.person_id for event in by_manager} == {manager}


def test_a_refused_submit_keeps_what_fell_due_meanwhile(berkshire, contact):
    berkshire.clock.set(DUE + timedelta(hours=2))
    with pytest.raises(AnswersInvalidError):
        submit(berkshire, contact, contact_at=at(TOO_LATE))
    (fired,) = events(berkshire, contact, Happening.TIMER_FIRED)
    assert fired.person_id is None
    assert berkshire.wait(hours=0) == 0


def test_a_step_that_its_limit_closed_asks_for_no_reason(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    discuss = berkshire.task(started.case_id, "Task_S0_Discuss")
    answers = berkshire.answers(OTHER_PRACTITIONER, discuss.id, s0_outcome="resolved")
    berkshire.clock.set(MONDAY + timedelta(days=2))
    with pytest.raises(TaskMovedOnError):
        complete_user_task(
            berkshire.engine, berkshire.actor(*OTHER_PRACTITIONER), discuss.id, answers
        )
    assert row_of(berkshire, discuss).met_at is None
