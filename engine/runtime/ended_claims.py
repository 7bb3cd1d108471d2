"""Frees open tasks that are claimed by somebody who cannot do them any more.

An absence is over and the deputy's roles with it, a role has ended, somebody has left. Their claim
would tell everybody else that the task is in good hands.
"""

import uuid
from datetime import datetime

import structlog
from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.exc import OperationalError

from engine.access import EVERY_MEMBER
from engine.context import Engine
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.writing import update_row
from engine.queries.actors import grant_holds, load_actors
from engine.runtime.incidents import cause_of
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_task
from engine.runtime.permission import may_do
from engine.vocabulary import Happening, TaskState

log = structlog.get_logger(__name__)


def free_ended_claims(engine: Engine) -> int:
    """Take back the claims of those who cannot do the task any more; return how many.

    One task and one transaction at a time; one that fails holds back nobody. Due times and drafts
    stay.
    """
    with engine.open_reading() as work:
        held = work.session.scalars(_held_by_others(engine.clock.now())).all()
    return sum(_free_safely(engine, task_id) for task_id in held)


def _held_by_others(now: datetime) -> Select[uuid.UUID]:
    """Return the query for claimed tasks that are open neither to the claimer nor to their role."""
    is_member = and_(RoleGrant.role == TaskCandidate.role, TaskCandidate.person_id == EVERY_MEMBER)
    has_role = exists().where(
        RoleGrant.person_id == UserTask.claimed_by,
        RoleGrant.agency_key == TaskCandidate.agency_key,
        grant_holds(now),
        or_(is_member, RoleGrant.deputy_for == TaskCandidate.person_id),
    )
    is_asked = exists().where(
        TaskCandidate.user_task_id == UserTask.id,
        Person.id == UserTask.claimed_by,
        Person.active.is_(True),
        # At any depth it is the row and the task of the queries around.
        or_(
            TaskCandidate.person_id == UserTask.claimed_by,
            has_role.correlate_except(RoleGrant),
        ),
    )
    return select(UserTask.id).where(
        UserTask.state == TaskState.OPEN,
        UserTask.claimed_by.is_not(None),
        ~is_asked.correlate_except(TaskCandidate, Person),
    )


def _free_safely(engine: Engine, task_id: uuid.UUID) -> bool:
    try:
        return _free(engine, task_id)
    except OperationalError:
        raise
    except Exception as failure:  # noqa: BLE001 - the others must not wait for it
        log.critical("freeing_failed", user_task_id=str(task_id), cause=cause_of(failure))
        return False


def _free(engine: Engine, task_id: uuid.UUID) -> bool:
    now = engine.clock.now()
    with engine.open_unit_of_work() as work:
        found = lock_task(work, task_id)
        task, claimer = found.task, found.task.claimed_by
        if task.state != TaskState.OPEN or claimer is None:
            return False
        actor = load_actors(work, [claimer], now).get(claimer)
        if actor is not None and may_do(work, actor, task):
            return False
        task.claimed_by = task.claimed_at = None
        journal = Journal(found.case, now, None)
        journal.note(
            Happening.TASK_RELEASED,
            process_instance_id=task.process_instance_id,
            element_id=task.element_id,
            details={"task": str(task.id), "taken_from": claimer},
        )
        found.case.revision += 1
        update_row(work, task)
        journal.write(work)
        work.commit()
    return True
