"""Fire the timers that are due, one process instance and one transaction at a time.

Safe to run in any number of processes: an instance that another one holds is passed over.
"""

import uuid
from datetime import timedelta

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.execution import load_instance, save
from engine.runtime.incidents import cause_of, record_failed_timers
from engine.runtime.locking import unwatched
from engine.runtime.movement import Movement
from engine.spiff.failures import StepFailed
from engine.vocabulary import InstanceState

MOST_ATTEMPTS = 3
FIRST_PAUSE = timedelta(seconds=5)

log = structlog.get_logger(__name__)


def fire_due_timers(engine: Engine, *, limit: int = 100) -> int:
    """Advance at most `limit` instances with a due timer; return how many were advanced.

    After downtime each limit that passed is told once, with its original due time. An instance
    that fails holds back nobody: it is tried again after a pause, then becomes an incident.
    """
    fired = 0
    for _ in range(limit):
        instance_id = _advance_one(engine)
        if instance_id is None:
            break
        fired += 1
    return fired


def _advance_one(engine: Engine) -> uuid.UUID | None:
    """Advance the instance with the oldest due timer; return its id, or None if none is due."""
    instance_id = None
    try:
        with engine.open_unit_of_work() as work:
            row = _oldest_due(engine, work)
            if row is None:
                return None
            instance, case = row
            instance_id = instance.id
            movement = load_instance(engine, work, case, instance)
            movement.process.advance()
            # Without a lock the timer was seen as due; somebody may have fired it since.
            if movement.process.step.fired:
                _save(movement)
                work.commit()
    except OperationalError:
        raise
    except Exception as failure:
        if instance_id is None:
            raise
        # Whatever it is: the others must not wait for it.
        log.warning("timer_failed", process_instance_id=str(instance_id), cause=cause_of(failure))
        _postpone(engine, instance_id, failure)
    return instance_id


def _save(movement: Movement) -> None:
    """Save what has moved; a failure says by which timer: of several it is taken as the first."""
    try:
        save(movement)
        movement.work.send()
    except StepFailed as failed:
        failed.timer_id = failed.timer_id or movement.process.fired_timers[0]
        raise


def _oldest_due(engine: Engine, work: UnitOfWork) -> tuple[ProcessInstance, Case] | None:
    query = (
        select(ProcessInstance, Case)
        .join(Timer, Timer.process_instance_id == ProcessInstance.id)
        .join(Case, Case.id == ProcessInstance.case_id)
        .where(
            Timer.next_attempt_at <= engine.clock.now(),
            ProcessInstance.state == InstanceState.ACTIVE,
        )
        .order_by(Timer.next_attempt_at, Timer.id)
        .limit(1)
        # The instance is locked before its timers: the other order deadlocks with a submit.
        .with_for_update(key_share=True, of=(Case, ProcessInstance), skip_locked=True)
    )
    row = work.session.execute(query).one_or_none()
    return (unwatched(work, row[0]), unwatched(work, row[1])) if row else None


def _postpone(engine: Engine, instance_id: uuid.UUID, failure: Exception) -> None:
    """Give a failed instance a pause that grows, and an incident after the last attempt."""
    due = (
        Timer.process_instance_id == instance_id,
        Timer.next_attempt_at <= engine.clock.now(),
    )
    with engine.open_unit_of_work() as work:
        attempts = (work.session.scalar(select(func.max(Timer.attempts)).where(*due)) or 0) + 1
        pause = FIRST_PAUSE * 6**attempts
        values = {"attempts": attempts, "next_attempt_at": engine.clock.now() + pause}
        if attempts < MOST_ATTEMPTS:
            work.session.execute(update(Timer).where(*due).values(values))
            work.commit()
            return
    record_failed_timers(engine, instance_id, failure)
