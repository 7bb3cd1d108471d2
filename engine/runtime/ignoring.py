"""Leave an incident as it is, for a reason."""

import uuid

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotAllowedError
from engine.persistence.instances import Timer
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.incidents import require_administered_incident
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_instance
from engine.runtime.notice_incidents import about_notice
from engine.vocabulary import Happening, IncidentState

MOST_REASON = 1000
LIMIT_LEFT = (
    "A time limit stands still because of it, and nobody would be told. Try it again, change its "
    "due time, or move the case on; then ignore the incident."
)


def ignore_incident(engine: Engine, actor: Actor, incident_id: int, reason: str) -> None:
    """Close an incident without trying again. The history keeps who did it and why.

    Raises:
        NotFoundError: no such open incident, or the actor does not administer its case.
        InputRefusedError: no reason was given, or it is too long.
        NotAllowedError: a time limit would stand still for ever.
    """
    why = reason.strip()
    if not why or len(why) > MOST_REASON:
        message = f"Say why you ignore this incident, in at most {MOST_REASON:,} characters."
        raise InputRefusedError(message)
    with engine.open_unit_of_work() as work:
        found = require_administered_incident(work, actor, incident_id)
        instance, case = lock_instance(work, found.process_instance_id)
        # Somebody may have resolved it while this one waited for the lock.
        work.session.expire(found)
        incident = require_administered_incident(work, actor, incident_id)
        is_of_notice = incident.notification_id is not None
        if not is_of_notice and _has_limit_left(work, incident.process_instance_id):
            raise NotAllowedError(LIMIT_LEFT)
        incident.state = IncidentState.IGNORED
        incident.resolved_at, incident.resolved_by = engine.clock.now(), actor.person_id
        journal = Journal(case, engine.clock.now(), actor)
        journal.note(
            Happening.INCIDENT_RESOLVED,
            process_instance_id=instance.id,
            element_id=incident.element_id,
            details={
                "incident": incident.id,
                "reason": why,
                "ignored": True,
                **about_notice(work, incident),
            },
        )
        journal.write(work)
        work.commit()


def _has_limit_left(work: UnitOfWork, instance_id: uuid.UUID) -> bool:
    query = select(Timer.id).where(
        Timer.process_instance_id == instance_id, Timer.next_attempt_at.is_(None)
    )
    return work.session.scalars(query.limit(1)).first() is not None
