"""Claim and release user tasks: a claim tells colleagues who is working on a task."""

import uuid

from engine.access import Actor
from engine.context import Engine
from engine.errors import TaskClaimedError
from engine.persistence.directory import Person
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import update_row
from engine.runtime.act import Act
from engine.runtime.journal import Journal
from engine.runtime.locking import TaskInCase, lock_task
from engine.runtime.moved_on import moved_on_error
from engine.runtime.permission import meet_task
from engine.vocabulary import Happening, TaskState


def claim_user_task(
    engine: Engine, actor: Actor, user_task_id: uuid.UUID, *, take_over: bool = False
) -> None:
    """Claim an open task. Claiming one's own claim again changes nothing.

    A colleague who is away must not hold up a child's case, so that another candidate may take a
    claim over; the history says so.

    Raises:
        TaskClaimedError: somebody else has claimed it, and `take_over` is not set.
        TaskMovedOnError: the task is closed.
        NotFoundError, NotAllowedError: the task is not for this person.
    """
    with engine.open_unit_of_work() as work:
        locked, journal = _begin(engine, work, actor, user_task_id)
        task = locked.task
        if task.claimed_by == actor.person_id:
            return
        if not take_over:
            refuse_claimed_by_another(work, actor, task)
        journal.note(
            Happening.TASK_CLAIMED,
            process_instance_id=task.process_instance_id,
            element_id=task.element_id,
            details={"task": str(task.id), "taken_over_from": task.claimed_by},
        )
        task.claimed_by, task.claimed_at = actor.person_id, engine.clock.now()
        _write(work, locked, journal)


def release_user_task(engine: Engine, actor: Actor, user_task_id: uuid.UUID) -> None:
    """Give one's claim back. Without a claim of the actor nothing changes.

    Raises:
        TaskMovedOnError: the task is closed.
        NotFoundError, NotAllowedError: the task is not for this person.
    """
    with engine.open_unit_of_work() as work:
        locked, journal = _begin(engine, work, actor, user_task_id)
        task = locked.task
        if task.claimed_by != actor.person_id:
            return
        task.claimed_by = task.claimed_at = None
        journal.note(
            Happening.TASK_RELEASED,
            process_instance_id=task.process_instance_id,
            element_id=task.element_id,
            details={"task": str(task.id)},
        )
        _write(work, locked, journal)


def refuse_claimed_by_another(work: UnitOfWork, actor: Actor, task: UserTask) -> None:
    """Raise TaskClaimedError when somebody else has claimed the task."""
    if task.claimed_by is None or task.claimed_at is None or task.claimed_by == actor.person_id:
        return
    holder = work.session.get(Person, task.claimed_by)
    raise TaskClaimedError(by=holder.name if holder else "Somebody", at=task.claimed_at)


def _begin(
    engine: Engine, work: UnitOfWork, actor: Actor, user_task_id: uuid.UUID
) -> tuple[TaskInCase, Journal]:
    locked = lock_task(work, user_task_id)
    meeting = meet_task(work, actor, locked.task)
    if locked.task.state != TaskState.OPEN:
        raise moved_on_error(work, locked.task)
    act = Act(
        engine,
        work,
        actor,
        meeting.group,
        locked.case,
        engine.clock.now(),
        deputy_for=meeting.deputy_for,
    )
    return locked, act.open_journal()


def _write(work: UnitOfWork, locked: TaskInCase, journal: Journal) -> None:
    locked.case.revision += 1
    update_row(work, locked.task)
    journal.write(work)
    work.commit()
