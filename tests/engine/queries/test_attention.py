"""What waits for an administrator, and how far the background work is."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.errors import NotAllowedError
from engine.jobs.signs import give_sign, take_sign_back
from engine.operations.asking import ask_operation
from engine.persistence.directory import RoleGrant
from engine.persistence.instances import Incident, ProcessInstance
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.workers import WorkerSign
from engine.queries.attention import Tally, load_attention
from engine.queries.background import load_background
from engine.queries.workers import SILENT_AFTER, list_workers
from engine.runtime.delivering import deliver_notifications
from engine.vocabulary import NotificationState
from tests.support.engine import MONDAY, OFFICE, SCHOOL

NONE = Tally(0, None)


def _attention(berkshire, role="administrator"):
    with berkshire.engine.open_reading() as work:
        return load_attention(berkshire.engine, work, berkshire.actor(role, OFFICE))


def _background(berkshire):
    with berkshire.engine.open_reading() as work:
        return load_background(berkshire.engine, work)


def _write(berkshire, *things):
    with berkshire.engine.open_unit_of_work() as work:
        for thing in things:
            if hasattr(thing, "__tablename__"):
                work.session.add(thing)
            else:
                work.session.execute(thing)
        work.session.flush()
        work.commit()


def test_a_quiet_day(berkshire):
    berkshire.climb("Task_S1_Contact")
    found = _attention(berkshire)
    assert (found.incidents, found.danger_notices, found.notices) == (NONE, NONE, NONE)
    assert (found.waiting_for_nobody, found.on_hold) == (NONE, NONE)


def test_failures_and_suspended_instances_are_counted(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    deliver_notifications(berkshire.engine)
    (instance,) = berkshire.rows(ProcessInstance.__table__.select())
    ask_operation(
        berkshire.engine,
        berkshire.actor("administrator", OFFICE),
        "suspend",
        [instance],
        {"clock": "runs_on"},
        "A look at it.",
    )
    incident = Incident(
        case_id=started.case_id,
        process_instance_id=instance,
        state="open",
        message="x",
        cause="y",
        raised_at=MONDAY,
    )
    missed = [_missed(started.case_id, instance, is_danger) for is_danger in (True, False, False)]
    _write(berkshire, incident, *missed)
    berkshire.clock.set(MONDAY + timedelta(hours=1))
    found = _attention(berkshire)
    assert found.incidents == Tally(1, MONDAY)
    assert found.on_hold == Tally(1, MONDAY)
    assert found.danger_notices == Tally(1, MONDAY)
    assert found.notices == Tally(2, MONDAY)
    with berkshire.engine.open_reading() as work:
        other = berkshire.actor("administrator", "tees-partnership")
        assert load_attention(berkshire.engine, work, other).incidents == NONE


def _missed(case_id, instance, is_danger):
    return Incident(
        case_id=case_id,
        process_instance_id=instance,
        state="open",
        message="x",
        cause="y",
        raised_at=MONDAY,
        notification_id=uuid.uuid4(),
        is_danger=is_danger,
    )


def test_a_task_of_a_role_that_nobody_holds_any_more_waits_for_nobody(berkshire):
    berkshire.climb("Task_S1_Contact")
    groups = RoleGrant.role.in_(("line-manager", "safeguarding-lead", "next-level-manager"))
    _write(berkshire, update(RoleGrant).where(groups).values(valid_to=MONDAY))
    assert _attention(berkshire).waiting_for_nobody.count == 1


def test_only_administrators_see_it(berkshire):
    with pytest.raises(NotAllowedError):
        _attention(berkshire, role="business-manager")


def test_the_oldest_of_what_waits_for_the_background(berkshire):
    berkshire.climb("Task_S1_Contact")
    found = _background(berkshire)
    assert (found.notice, found.timer, found.operation) == (MONDAY, None, None)
    assert found.database_bytes > 100_000
    assert found.invented_cases == 0
    deliver_notifications(berkshire.engine)
    assert _background(berkshire).notice is None
    _write(
        berkshire,
        update(Delivery).values(state=NotificationState.PENDING, next_attempt_at=MONDAY),
        update(Notification).values(state=NotificationState.SENT),
    )
    berkshire.clock.set(MONDAY + timedelta(days=5))
    late = _background(berkshire)
    assert late.delivery == MONDAY
    assert late.timer is not None
    assert MONDAY < late.timer < MONDAY + timedelta(days=5)


def test_a_worker_gives_a_sign_and_takes_it_back(berkshire):
    engine = berkshire.engine
    give_sign(engine)
    give_sign(engine)
    (worker,) = list_workers(engine)
    assert worker.is_alive
    assert worker.began_at <= worker.seen_at
    _write(berkshire, update(WorkerSign).values(seen_at=worker.seen_at - SILENT_AFTER))
    assert [one.is_alive for one in list_workers(engine)] == [False]
    take_sign_back(engine)
    assert list_workers(engine) == ()


def test_the_school_is_no_office(berkshire):
    with berkshire.engine.open_reading() as work, pytest.raises(NotAllowedError):
        load_attention(berkshire.engine, work, berkshire.actor("practitioner", SCHOOL))
