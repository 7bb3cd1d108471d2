"""What everybody else meets while an administrator holds a process instance."""

import pytest
from sqlalchemy import select

from engine.errors import NotAllowedError
from engine.persistence.tasks import Draft
from engine.queries.case_details import load_case
from engine.queries.tasks import load_task
from engine.runtime.case_powers import powers_over
from engine.runtime.closing import close_case
from engine.runtime.drafts import save_draft
from engine.runtime.handing_on import hand_on_tasks
from engine.runtime.messages import send_message
from engine.runtime.transfers import Transfer, transfer_case
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import MANAGER, POLICE, RAISER, SCHOOL
from tests.support.invariants import broken_invariants
from tests.support.operating import Desk

STEP = "Task_S1_Contact"
LEAD = ("safeguarding-lead", SCHOOL)


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


@pytest.fixture
def started(berkshire, desk):
    case = berkshire.climb("Task_S3_Contact")
    desk.operate(case, "suspend", clock="runs_on")
    return case


def test_the_step_and_the_case_say_so_and_a_draft_is_kept(berkshire, desk):
    started = berkshire.climb(STEP)
    desk.operate(started, "suspend", clock="runs_on")
    manager, task = berkshire.actor(*MANAGER), berkshire.task(started.case_id, STEP)
    save_draft(berkshire.engine, manager, task.id, {"s1_outcome": "resolved"})
    assert len(berkshire.rows(select(Draft).where(Draft.user_task_id == task.id))) == 1
    with berkshire.engine.open_reading() as work:
        assert load_task(berkshire.engine, work, manager, task.id).is_on_hold
        case = load_case(berkshire.engine, work, manager, started.reference)
    assert [one.is_on_hold for one in case.open_tasks] == [True]
    desk.operate(started, "resume")
    with berkshire.engine.open_reading() as work:
        assert not load_task(berkshire.engine, work, manager, task.id).is_on_hold


def test_a_message_of_the_diagram_is_refused_and_danger_is_not(berkshire, started):
    raiser = berkshire.actor(*RAISER)
    with pytest.raises(NotAllowedError, match="on hold"):
        send_message(berkshire.engine, raiser, started.reference, "Nonsense")
    assert send_message(berkshire.engine, raiser, started.reference, DANGER_MESSAGE)
    assert broken_invariants(berkshire.engine) == []


def test_a_danger_task_is_completed_although_the_case_is_held(berkshire, desk, started):
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    answers = {"called_999": "yes", "child_safe_now": "yes"}
    berkshire.complete(started.case_id, "Task_Danger_Act", LEAD, **answers)
    assert not any(task.is_danger for task in berkshire.tasks(started.case_id))
    assert desk.instance(started).state == "suspended"
    assert broken_invariants(berkshire.engine) == []


def test_nobody_closes_it_or_changes_its_agencies(berkshire, started):
    manager = berkshire.actor("next-level-manager", SCHOOL)
    with berkshire.engine.open_reading() as work:
        powers = powers_over(work, manager, started.reference)
    assert (powers.may_close, powers.may_transfer) == (False, ())
    with pytest.raises(NotAllowedError, match="on hold"):
        close_case(berkshire.engine, manager, started.reference, {})
    with pytest.raises(NotAllowedError, match="on hold"):
        transfer_case(berkshire.engine, manager, started.reference, Transfer(POLICE, SCHOOL))


def test_the_job_that_hands_tasks_on_leaves_it(berkshire, started):
    assert hand_on_tasks(berkshire.engine) == 0
    assert broken_invariants(berkshire.engine) == []
