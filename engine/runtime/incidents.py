"""Incidents: an unexpected failure while a process instance advanced, and the way out of it.

The failed transaction has been rolled back; the incident is written in a second one. It blocks
nothing but the step that failed.
"""

import traceback
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError
from engine.notifications.requeueing import requeue_notifications
from engine.persistence.cases import Case
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.tasks import Submission
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.incidents import require_administered_incident
from engine.runtime.act import Act
from engine.runtime.drafts import keep_draft, keep_submission
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
    """Record that an instance cannot fire its due timers; the sweep leaves them until a retry."""
    with engine.open_unit_of_work() as work:
        instance, case = lock_instance(work, instance_id)
        work.session.execute(
            update(Timer)
            .where(
                Timer.process_instance_id == instance_id,
                Timer.next_attempt_at <= engine.clock.now(),
            )
            .values(next_attempt_at=None)
        )
        incident = _incident(engine, case, instance, failure)
        _write(engine, work, case, incident, None)
        work.commit()
        return incident.id


def retry_incident(engine: Engine, actor: Actor, incident_id: int, reason: str) -> None:
    """Let a failed step be tried again: timers by the sweep, a submit from the kept draft.

    Raises:
        NotFoundError: no such open incident, or the actor does not administer its case.
        InputRefusedError: no reason was given.
    """
    if not reason.strip():
        message = "Say why you retry this incident."
        raise InputRefusedError(message)
    with engine.open_unit_of_work() as work:
        require_administered_incident(work, actor, incident_id)
        incident = work.session.scalar(
            select(Incident)
            .where(Incident.id == incident_id, Incident.state == IncidentState.OPEN)
            .with_for_update()
        )
        if incident is None:
            raise NotFoundError("open incident", incident_id)
        instance, case = lock_instance(work, incident.process_instance_id)
        work.session.execute(
            update(Timer)
            .where(Timer.process_instance_id == instance.id, Timer.next_attempt_at.is_(None))
            .values(next_attempt_at=engine.clock.now(), attempts=0)
        )
        requeue_notifications(work, instance.id)
        incident.state = IncidentState.RESOLVED
        incident.resolved_at, incident.resolved_by = engine.clock.now(), actor.person_id
        journal = Journal(case, engine.clock.now(), actor)
        journal.note(
            Happening.INCIDENT_RESOLVED,
            process_instance_id=instance.id,
            element_id=incident.element_id,
            details={"incident": incident.id, "reason": reason.strip()},
        )
        journal.write(work)
        work.commit()


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
