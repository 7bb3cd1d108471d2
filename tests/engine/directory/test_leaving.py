"""Somebody leaves: what they had open is listed, and goes on with others."""

from sqlalchemy import select

from engine.directory.leaving import let_leave
from engine.persistence.history import HistoryEvent
from engine.queries.leaver_tasks import Left, count_by_reason, list_left_tasks
from engine.runtime.claims import claim_user_task
from engine.runtime.directory import add_person, grant_role
from engine.vocabulary import Happening

SCHOOL, OFFICE = "reading-school", "berkshire-partnership"


def left(berkshire, actor, person):
    with berkshire.engine.open_reading() as work:
        return list_left_tasks(work, actor, person.person_id, berkshire.clock.now())


def happened(berkshire, kind):
    return berkshire.rows(select(HistoryEvent).where(HistoryEvent.kind == kind))


def test_what_only_they_could_do_goes_to_the_next_level(berkshire):
    administrator = berkshire.actor("administrator", OFFICE)
    started = berkshire.climb("Task_S1_Contact")
    manager = berkshire.actor("line-manager", SCHOOL)
    (task,) = left(berkshire, administrator, manager)
    assert (task.reference, task.why) == (berkshire.case(started.case_id).reference, Left.ONLY_ONE)
    foreign = berkshire.actor("administrator", "barnsley-partnership")
    assert left(berkshire, foreign, manager) == ()
    due_at = berkshire.tasks(started.case_id)[0].due_at
    let_leave(
        berkshire.engine, administrator, manager.person_id, reason="Retired", ends_log_in=True
    )
    (event,) = happened(berkshire, Happening.TASK_HANDED_ON)
    assert [SCHOOL, "line-manager"] not in event.details["groups"]
    assert left(berkshire, administrator, manager) == ()
    assert berkshire.tasks(started.case_id)[0].due_at == due_at


def test_what_they_worked_on_is_free_for_a_colleague(berkshire):
    administrator = berkshire.actor("administrator", OFFICE)
    started = berkshire.climb("Task_S1_Contact")
    manager = berkshire.actor("line-manager", SCHOOL)
    add_person(berkshire.engine, email="second@reading-school.example", name="Second")
    grant_role(
        berkshire.engine,
        email="second@reading-school.example",
        agency_key=SCHOOL,
        role="line-manager",
    )
    assert left(berkshire, administrator, manager) == ()
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    claim_user_task(berkshire.engine, manager, task.id)
    tasks = left(berkshire, administrator, manager)
    assert count_by_reason(tasks) == {Left.CLAIMED: 1}
    let_leave(berkshire.engine, administrator, manager.person_id, reason="x", ends_log_in=False)
    assert berkshire.task(started.case_id, "Task_S1_Contact").claimed_by is None
    assert happened(berkshire, Happening.TASK_HANDED_ON) == []
