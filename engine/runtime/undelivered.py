"""Notes that a delivery failed for good; of a danger alert, the next contact is told with it.

The failure and what follows from it are one transaction: an alert that did not arrive is never
known to have failed without somebody else being told, or an incident that nobody is left.
"""

import uuid

import structlog
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.instances import Incident
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.incidents import cause_of
from engine.runtime.locking import lock_instance
from engine.runtime.next_contacts import Undelivered, pass_alert_on
from engine.vocabulary import IncidentState, NotificationState

NOT_PASSED_ON = "A danger alert was not delivered, and could not go to the next contact. Telephone."

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
        alert = _alert_of(work, delivery_id)
        # The case is locked before the delivery, as everywhere.
        locked = lock_instance(work, alert.process_instance_id) if alert else None
        delivery = _locked_delivery(work, delivery_id)
        if delivery.state == NotificationState.FAILED:
            return False
        _fail(delivery, reason)
        work.session.flush()
        if alert and locked:
            instance, case = locked
            missed = Undelivered(case, instance, alert, delivery, engine.clock.now())
            pass_alert_on(engine, work, missed)
        work.commit()
    log.warning("delivery_failed", delivery=str(delivery_id), is_danger=alert is not None)
    return True


def _note_alone(engine: Engine, delivery_id: uuid.UUID, reason: str, cause: str) -> bool:
    """Note the failure by itself, and let the operators see that nobody else was told."""
    with engine.open_unit_of_work() as work:
        alert = _alert_of(work, delivery_id)
        delivery = _locked_delivery(work, delivery_id)
        if delivery.state == NotificationState.FAILED:
            return False
        _fail(delivery, reason)
        if alert is not None:
            incident = Incident(
                case_id=alert.case_id,
                process_instance_id=alert.process_instance_id,
                element_id=alert.element_id or None,
                state=IncidentState.OPEN,
                message=NOT_PASSED_ON,
                cause=f"delivery {delivery_id}: {cause}",
                raised_at=engine.clock.now(),
            )
            work.session.add(incident)
        work.commit()
    return True


def _alert_of(work: UnitOfWork, delivery_id: uuid.UUID) -> Notification | None:
    """Return the danger notice that a delivery carries; None for any other."""
    query = (
        select(Notification)
        .join(Delivery, Delivery.notification_id == Notification.id)
        .where(Delivery.id == delivery_id, Notification.is_danger)
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
