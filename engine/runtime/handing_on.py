"""Asks others for open tasks: somebody has left, a role has ended, an agency was replaced."""

import uuid
from collections.abc import Iterable

import structlog
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from engine.access import Opening
from engine.context import Engine
from engine.persistence.notifications import Notification
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.writing import delete_rows, insert_rows
from engine.queries.actors import load_actors
from engine.runtime.application_notices import (
    ApplicationNotice,
    queue_application_notice,
    sender_of,
    tell_that_nobody_can_act,
)
from engine.runtime.asking import asked_for_task
from engine.runtime.execution import load_instance
from engine.runtime.incidents import cause_of
from engine.runtime.locking import lock_instance, task_openings
from engine.runtime.movement import Movement
from engine.runtime.permission import way_in
from engine.runtime.reach import open_case_to
from engine.runtime.sides import Door, load_sides
from engine.runtime.stand_ins import Asked
from engine.runtime.task_rows import candidate
from engine.runtime.waiting_for_nobody import instances_with_nobody
from engine.vocabulary import Happening, InstanceState

log = structlog.get_logger(__name__)


def hand_on_tasks(engine: Engine) -> int:
    """Ask the next level for open tasks that nobody of an asked agency can do any more.

    One instance and one transaction at a time; one that fails holds back nobody. Due times and
    drafts stay. Returns how many instances had a task that was handed on, or that nobody can do.
    """
    with engine.open_reading() as work:
        waiting = work.session.scalars(instances_with_nobody(engine.clock.now())).all()
    return sum(_hand_on_safely(engine, instance_id) for instance_id in waiting)


def ask_again(movement: Movement) -> tuple[Opening, ...]:
    """Work out again who is asked for each open task of an instance; return who is new."""
    new: list[Opening] = []
    rows = movement.work.session.scalars(
        select(UserTask).where(UserTask.id.in_(movement.process.open_tasks))
    )
    for row in rows.all():
        task = movement.process.open_tasks[row.id]
        row.agency_key = task.agency
        element = movement.compiled.library.element(row.element_id)
        new += _ask_for(movement, row, asked_for_task(movement, element, task))
    return tuple(dict.fromkeys(new))


def _hand_on_safely(engine: Engine, instance_id: uuid.UUID) -> bool:
    try:
        return _hand_on(engine, instance_id)
    except OperationalError:
        raise
    except Exception as failure:  # noqa: BLE001 - the others must not wait for it
        log.critical(
            "handing_on_failed", process_instance_id=str(instance_id), cause=cause_of(failure)
        )
        return False


def _hand_on(engine: Engine, instance_id: uuid.UUID) -> bool:
    with engine.open_unit_of_work() as work:
        instance, case = lock_instance(work, instance_id)
        if instance.state != InstanceState.ACTIVE:
            return False
        movement = load_instance(engine, work, case, instance)
        new = ask_again(movement)
        if movement.journal.is_empty:
            return False
        open_case_to(work, case.id, new, movement.now)
        tell_newly_asked(movement, new)
        case.revision += 1
        movement.journal.write(work)
        work.commit()
    return True


def tell_newly_asked(movement: Movement, new: Iterable[Opening]) -> None:
    """Tell people that there is something for them to do that had waited for others."""
    notice = ApplicationNotice("TASK_OPENED", "A step was handed on", tuple(new))
    queue_application_notice(sender_of(movement), notice)


def _ask_for(movement: Movement, row: UserTask, asked: Asked) -> list[Opening]:
    """Write who is asked for one task, if it has changed; return who is new."""
    work, before = movement.work, set(task_openings(movement.work, row.id))
    if asked.nobody_in and not _was_told(movement, row):
        tell_that_nobody_can_act(movement, row, asked.nobody_in)
    if before == set(asked.openings):
        return []
    delete_rows(work, TaskCandidate.user_task_id, [row.id])
    insert_rows(work, TaskCandidate, (candidate(row, opening) for opening in asked.openings))
    if not _may_claim(movement, row, asked.openings):
        row.claimed_by = row.claimed_at = None
    movement.journal.note(
        Happening.TASK_HANDED_ON,
        process_instance_id=movement.instance.id,
        element_id=row.element_id,
        details={
            "task": str(row.id),
            "groups": [[o.group.agency_key, o.group.role] for o in asked.openings],
        },
    )
    return [opening for opening in asked.openings if opening not in before]


def _may_claim(movement: Movement, row: UserTask, asked: tuple[Opening, ...]) -> bool:
    """Tell whether whoever works on a task is still among those who may do it."""
    if row.claimed_by is None:
        return False
    claimer = load_actors(movement.work, [row.claimed_by], movement.now).get(row.claimed_by)
    door = Door(load_sides(movement.work, row.case_id), asked)
    return claimer is not None and way_in(door, claimer, row) is not None


def _was_told(movement: Movement, row: UserTask) -> bool:
    query = select(Notification.id).where(
        Notification.case_id == row.case_id,
        Notification.template == "NOBODY_TO_ACT",
        Notification.element_id == row.element_id,
        Notification.queued_at >= row.opened_at,
    )
    return movement.work.session.scalars(query.limit(1)).first() is not None
