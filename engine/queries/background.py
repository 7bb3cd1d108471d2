"""How far the background work has come: the oldest of what waits, and how large the database is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.context import Engine
from engine.persistence.backups import Backup
from engine.persistence.demo_fillings import DemoFilling
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.operations import Operation, OperationItem
from engine.persistence.size import database_size
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import InstanceState, ItemState, NotificationState


@dataclass(frozen=True)
class LastBackup:
    """When the newest backup was made, in real time, and the bytes of its file."""

    made_at: datetime
    size: int


@dataclass(frozen=True)
class Background:
    """The oldest of what waits for the background; empty where nothing is due. Of all cases."""

    timer: datetime | None
    """When the oldest time limit was due that has not fired."""
    notice: datetime | None
    """When the oldest notice was queued that is not in anybody's list yet."""
    delivery: datetime | None
    """When the oldest e-mail was due that has not gone out."""
    operation: datetime | None
    """When the oldest operation was asked for that has not been carried out on all instances."""
    database_bytes: int
    last_backup: LastBackup | None
    """As `concord backup` noted it; other means of making one are not known."""
    invented_cases: int
    """How many cases the generator of demonstrations has made."""


def load_background(engine: Engine, work: UnitOfWork) -> Background:
    """Return how far the background work has come."""
    now, session = engine.clock.now(), work.session
    timer = (
        select(Timer.next_attempt_at)
        .join(ProcessInstance, ProcessInstance.id == Timer.process_instance_id)
        .where(Timer.next_attempt_at <= now, ProcessInstance.state == InstanceState.ACTIVE)
        .order_by(Timer.next_attempt_at)
        .limit(1)
    )
    notice = (
        select(Notification.queued_at)
        .where(Notification.state == NotificationState.PENDING)
        .order_by(Notification.queued_at)
        .limit(1)
    )
    delivery = (
        select(Delivery.next_attempt_at)
        .where(Delivery.state == NotificationState.PENDING, Delivery.next_attempt_at <= now)
        .order_by(Delivery.next_attempt_at)
        .limit(1)
    )
    operation = (
        select(Operation.asked_at)
        .join(OperationItem, OperationItem.operation_id == Operation.id)
        .where(OperationItem.state == ItemState.WAITING)
        .order_by(Operation.asked_at)
        .limit(1)
    )
    made = sum(session.scalars(select(DemoFilling.made)))
    return Background(
        timer=session.scalar(timer),
        notice=session.scalar(notice),
        delivery=session.scalar(delivery),
        operation=session.scalar(operation),
        database_bytes=database_size(work),
        last_backup=_last_backup(work),
        invented_cases=made,
    )


def _last_backup(work: UnitOfWork) -> LastBackup | None:
    newest = select(Backup).order_by(Backup.made_at.desc(), Backup.id.desc()).limit(1)
    found = work.session.scalar(newest)
    return LastBackup(found.made_at, found.size) if found else None
