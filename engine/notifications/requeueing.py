"""Queues again what reached nobody, or not one person, once that can go better."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update

from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import NotificationState


def requeue_notifications(work: UnitOfWork, process_instance_id: uuid.UUID) -> None:
    """Queue the failed notices of a process instance again; part of retrying its incident."""
    failed = update(Notification).where(
        Notification.process_instance_id == process_instance_id,
        Notification.state == NotificationState.FAILED,
    )
    work.session.execute(failed.values(state=NotificationState.PENDING))


def requeue_deliveries(work: UnitOfWork, ids: Collection[uuid.UUID], at: datetime) -> None:
    """Let e-mails that failed for good go out again, to the address that the person has then."""
    failed = update(Delivery).where(
        Delivery.id.in_(ids), Delivery.state == NotificationState.FAILED
    )
    again = {"state": NotificationState.PENDING, "attempts": 0, "next_attempt_at": at}
    work.session.execute(failed.values(**again, failure=None))
