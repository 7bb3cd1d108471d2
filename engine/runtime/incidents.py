"""Incidents: an unexpected failure while a process instance advanced, and the way out of it.

The failed transaction has been rolled back; the incident is written in a second one. It blocks
nothing but the step that failed.
"""

import traceback
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import and_, func, select, update

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.tasks import Submission
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.act import Act
from engine.runtime.drafts import keep_draft, keep_submission
from engine.runtime.execution import keep_state, load_instance
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_case, lock_instance, lock_task, main_instance
from engine.runtime.permission import acting_group
from engine.runtime.remarks import NO_REMARKS, Remarks
from engine.spiff.failures import StepFailed
from engine.vocabulary import Happening, IncidentState, SubmissionState


def record_failed_submit(
    engine: Engine,
    actor: Actor,
    user_task_id: uuid.UUID,
    answers: Mapping[str, Any],
    failure: Exception,
    remarks: Remarks = NO_REMARKS,
) -> int:
    """Record that the procedure could not go on after a submit; return the incident's id.

    The answers are kept twice: as the person's draft, so that the form still shows them, and as a
    submission beside the incident.
    """
    with engine.open_unit_of_work() as work:
        found = lock_task(work, user_task_id)
        group = acting_group(work, actor, found.task)
        act = Act(engine, work, actor, group, found.case, engine.clock.now())
        keep_draft(act, found.task, {**answers, **remarks.late_answers()})
        keep_submission(act, found.task, answers, SubmissionState.FAILED, remarks=remarks)
        work.send()
        incident = _incident(engine, found.case, found.instance, failure)
        incident.user_task_id = user_task_id
        newest = select(func.max(Submission.id)).where(Submission.user_task_id == user_task_id)
        incident.submission_id = work.session.scalar(newest)
        _write(engine, work, found.case, incident, actor)
        work.commit()
        return incident.id


def record_failed_message(engine: Engine, actor: Actor, reference: str, failure: Exception) -> int:
    """Record that a message could not begin what it begins; return the incident's id.

    It stands beside the main process instance, which goes on untouched.
    """
    with engine.open_unit_of_work() as work:
        case = lock_case(work, reference)
        incident = _incident(engine, case, main_instance(work, case), failure)
        _write(engine, work, case, incident, actor)
        work.commit()
        return incident.id


def record_failed_timers(engine: Engine, instance_id: uuid.UUID, failure: Exception) -> int:
    """Record that an instance cannot fire a due timer, and leave that timer until a retry.

    The timer alone is held: other limits of the instance and other steps go on. Where it is not
    known which one fails, the sweep leaves everything that is due.
    """
    timer_id = failure.timer_id if isinstance(failure, StepFailed) else None
    is_due = and_(
        Timer.process_instance_id == instance_id, Timer.next_attempt_at <= engine.clock.now()
    )
    with engine.open_unit_of_work() as work:
        instance, case = lock_instance(work, instance_id)
        if timer_id is not None and _hold(engine, work, case, instance, timer_id):
            again = update(Timer).where(is_due, Timer.id != timer_id)
            work.session.execute(again.values(attempts=0, next_attempt_at=engine.clock.now()))
            is_due = and_(Timer.id == timer_id)
        work.session.execute(update(Timer).where(is_due).values(next_attempt_at=None))
        incident = _incident(engine, case, instance, failure)
        _write(engine, work, case, incident, None)
        work.commit()
        return incident.id


def _hold(
    engine: Engine, work: UnitOfWork, case: Case, instance: ProcessInstance, timer_id: uuid.UUID
) -> bool:
    """Hold a timer in the saved state; tell whether it still waits."""
    movement = load_instance(engine, work, case, instance)
    if timer_id not in movement.process.timers:
        return False
    movement.process.clocks.hold(timer_id)
    keep_state(movement)
    return True


def cause_of(failure: Exception) -> str:
    """Return what went wrong, for support.

    Of an error that nobody foresaw only its kind and its place: its text, and the values around
    it, may be what somebody typed.
    """
    if isinstance(failure, StepFailed):
        return str(failure)
    place = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{type(failure).__name__} at {Path(place.filename).name}:{place.lineno}"


def _incident(
    engine: Engine, case: Case, instance: ProcessInstance, failure: Exception
) -> Incident:
    return Incident(
        case_id=case.id,
        process_instance_id=instance.id,
        element_id=failure.element_id if isinstance(failure, StepFailed) else None,
        state=IncidentState.OPEN,
        message="The procedure could not go on from this step.",
        cause=cause_of(failure),
        raised_at=engine.clock.now(),
    )


def _write(
    engine: Engine, work: UnitOfWork, case: Case, incident: Incident, actor: Actor | None
) -> None:
    work.session.add(incident)
    work.session.flush()
    journal = Journal(case, engine.clock.now(), actor)
    journal.note(
        Happening.INCIDENT_RAISED,
        process_instance_id=incident.process_instance_id,
        element_id=incident.element_id,
        details={"incident": incident.id},
    )
    journal.write(work)
