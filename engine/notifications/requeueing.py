"""Queues notices again that reached nobody, once somebody is there to be told."""

import uuid

from sqlalchemy import update

from engine.persistence.notifications import Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import NotificationState


def requeue_notifications(work: UnitOfWork, process_instance_id: uuid.UUID) -> None:
    """Queue the failed notices of a process instance again; part of retrying its incident."""
    failed = update(Notification).where(
        Notification.process_instance_id == process_instance_id,
        Notification.state == NotificationState.FAILED,
    )
    work.session.execute(failed.values(state=NotificationState.PENDING))
