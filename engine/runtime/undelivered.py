"""Notes that a delivery failed for good; of a danger alert, the next contact is told with it.

The failure and what follows from it are one transaction: an alert that did not arrive is never
known to have failed without somebody else being told, and no notice without an incident by which
administrators see it.
"""

import uuid

import structlog
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.incidents import cause_of
from engine.runtime.locking import lock_instance
from engine.runtime.next_contacts import Undelivered, pass_alert_on
from engine.runtime.notice_incidents import incident_of_notice, raise_undelivered, was_read
from engine.vocabulary import NotificationState

NOT_PASSED_ON = "A danger alert was not delivered, and could not go to the next contact. Telephone."
NOT_ARRIVED = "A notice was not delivered."

log = structlog.get_logger(__name__)


def note_undelivered(engine: Engine, delivery_id: uuid.UUID, reason: str) -> bool:
    """Note once that a delivery failed for good; false when that was known already.

    A danger alert goes to the next contact of the same agency in the same transaction.

    Raises:
        NotFoundError: there is no such delivery, or nothing was ever sent by it.
    """
    try:
        return _note(engine, delivery_id, reason)
    except (NotFoundError, OperationalError):
        raise
    except Exception as failure:  # noqa: BLE001 - that it failed must be known in any case
        log.critical("alert_not_passed_on", delivery=str(delivery_id), cause=cause_of(failure))
        return _note_alone(engine, delivery_id, reason, cause_of(failure))


def _note(engine: Engine, delivery_id: uuid.UUID, reason: str) -> bool:
    with engine.open_unit_of_work() as work:
        notice = _notice_of(work, delivery_id)
        is_danger = notice is not None and notice.is_danger
        # The case is locked before the delivery, as everywhere.
        locked = lock_instance(work, notice.process_instance_id) if notice and is_danger else None
        delivery = _locked_delivery(work, delivery_id)
        if delivery.state == NotificationState.FAILED:
            return False
        _fail(delivery, reason)
        work.session.flush()
        if notice and locked:
            instance, case = locked
            missed = Undelivered(case, instance, notice, delivery, engine.clock.now())
            pass_alert_on(engine, work, missed)
        elif notice and not was_read(work, delivery):
            raise_undelivered(work, notice, delivery, engine.clock.now())
        work.commit()
    log.warning("delivery_failed", delivery=str(delivery_id), is_danger=is_danger)
    return True


def _note_alone(engine: Engine, delivery_id: uuid.UUID, reason: str, cause: str) -> bool:
    """Note the failure by itself, and let the operators see that nobody else was told."""
    with engine.open_unit_of_work() as work:
        notice = _notice_of(work, delivery_id)
        delivery = _locked_delivery(work, delivery_id)
        if delivery.state == NotificationState.FAILED:
            return False
        _fail(delivery, reason)
        if notice is not None:
            message = NOT_PASSED_ON if notice.is_danger else NOT_ARRIVED
            incident = incident_of_notice(notice, message, engine.clock.now())
            incident.delivery_id, incident.cause = delivery_id, f"delivery {delivery_id}: {cause}"
            work.session.add(incident)
        work.commit()
    return True


def _notice_of(work: UnitOfWork, delivery_id: uuid.UUID) -> Notification | None:
    """Return the notice that a delivery carries; None for what belongs to no case."""
    query = (
        select(Notification)
        .join(Delivery, Delivery.notification_id == Notification.id)
        .where(Delivery.id == delivery_id)
    )
    return work.session.scalar(query)


def _locked_delivery(work: UnitOfWork, delivery_id: uuid.UUID) -> Delivery:
    query = (
        select(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state != NotificationState.SHOWN)
        .with_for_update()
    )
    delivery = work.session.scalar(query)
    if delivery is None:
        raise NotFoundError("delivery", delivery_id)
    return delivery


def _fail(delivery: Delivery, reason: str) -> None:
    delivery.state, delivery.failure = NotificationState.FAILED, reason
    delivery.next_attempt_at = None
