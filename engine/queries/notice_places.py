"""Where a notice leads: the task that it asks for, or its case."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.bars import load_bars
from engine.queries.notices import is_own
from engine.queries.visibility import case_is_open_to, task_is_open_to
from engine.vocabulary import InstanceState, TaskState

MOST_WAITING = 5


@dataclass(frozen=True)
class NoticePlace:
    """Where a notice leads."""

    reference: str | None
    """Its case; empty when the actor may not see it."""
    user_task_id: uuid.UUID | None
    """The one open task that the actor may do where the notice comes from."""


@dataclass(frozen=True)
class DangerWaiting:
    """A danger notice that somebody has not read, while the alert is still open."""

    notice_id: uuid.UUID
    reference: str
    delivered_at: datetime
    task_ids: frozenset[uuid.UUID]
    """What is open in the alert."""


def find_notice_place(work: UnitOfWork, actor: Actor, notice_id: uuid.UUID) -> NoticePlace:
    """Return where one of the actor's notices leads.

    Raises:
        NotFoundError: there is no such notice for the actor.
    """
    query = (
        select(Notification.process_instance_id, Case.reference, case_is_open_to(actor))
        .join(Delivery, Delivery.notification_id == Notification.id)
        .join(Case, Case.id == Notification.case_id)
        .where(Delivery.id == notice_id, is_own(actor))
    )
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("notice", notice_id)
    instance_id, reference, is_open = row
    return NoticePlace(reference if is_open else None, _only_task(work, actor, instance_id))


def list_danger_waiting(work: UnitOfWork, actor: Actor) -> tuple[DangerWaiting, ...]:
    """Return the actor's unread danger notices of alerts that are open, one for each alert.

    The newest first. Every page asks this: without danger it is one look into an index.
    """
    query = (
        select(
            Delivery.id,
            Case.reference,
            Delivery.delivered_at,
            Notification.process_instance_id,
        )
        .join(Notification, Notification.id == Delivery.notification_id)
        .join(Case, Case.id == Notification.case_id)
        .join(ProcessInstance, ProcessInstance.id == Notification.process_instance_id)
        .where(
            is_own(actor),
            Delivery.is_danger,
            Delivery.read_at.is_(None),
            ProcessInstance.state != InstanceState.ENDED,
        )
        .order_by(Delivery.delivered_at)
    )
    # Of several notices of one alert the last, which is the newest, stays.
    newest = {row.process_instance_id: row for row in work.session.execute(query)}
    tasks = _open_tasks(work, newest.keys())
    waiting = [
        DangerWaiting(row.id, row.reference, row.delivered_at, tasks[instance_id])
        for instance_id, row in newest.items()
    ]
    waiting.sort(key=lambda one: one.delivered_at, reverse=True)
    return tuple(waiting[:MOST_WAITING])


def _only_task(work: UnitOfWork, actor: Actor, instance_id: uuid.UUID) -> uuid.UUID | None:
    """Return what the actor may do in an instance, when it is a single task."""
    query = select(UserTask.id).where(
        UserTask.process_instance_id == instance_id,
        UserTask.state == TaskState.OPEN,
        task_is_open_to(actor, load_bars(work, actor)),
    )
    found = work.session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _open_tasks(
    work: UnitOfWork, instance_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    if not instance_ids:
        return {}
    query = select(UserTask.process_instance_id, UserTask.id).where(
        UserTask.process_instance_id.in_(instance_ids), UserTask.state == TaskState.OPEN
    )
    rows = work.session.execute(query).all()
    return {
        instance_id: frozenset(task_id for owner, task_id in rows if owner == instance_id)
        for instance_id in instance_ids
    }
