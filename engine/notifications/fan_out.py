"""Turns a queued notification into one delivery for each person and channel."""

import uuid
from collections.abc import Iterator

import structlog
from sqlalchemy import select

from engine.context import Engine
from engine.notifications.channels import CHANNELS
from engine.notifications.letter import Letter, write_letter
from engine.notifications.members import Addressee, list_addressees
from engine.notifications.quiet import waits_until
from engine.persistence.instances import Incident
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import IncidentState, NotificationState

log = structlog.get_logger(__name__)


def fan_out_notifications(engine: Engine, *, limit: int) -> int:
    """Fan queued notifications out, danger first; return how many there were.

    One transaction each, so that one that cannot be fanned out does not hold up the others.
    """
    count = 0
    while count < limit and _fan_out_next(engine):
        count += 1
    return count


def _fan_out_next(engine: Engine) -> bool:
    with engine.open_unit_of_work() as work:
        query = (
            select(Notification)
            .where(Notification.state == NotificationState.PENDING)
            .order_by(Notification.is_danger.desc(), Notification.queued_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        notification = work.session.scalar(query)
        if notification is None:
            return False
        _fan_out(engine, work, notification)
        work.commit()
    return True


def _fan_out(engine: Engine, work: UnitOfWork, notification: Notification) -> None:
    addressees = list_addressees(work, notification, engine.clock.now())
    if not addressees:
        notification.state = NotificationState.FAILED
        work.session.add(_incident(engine, notification))
        log.error("notification_reached_nobody", notification=str(notification.id))
        return
    notification.state = NotificationState.SENT
    work.session.add_all(_deliveries(engine, work, notification, addressees))


def _deliveries(
    engine: Engine,
    work: UnitOfWork,
    notification: Notification,
    addressees: tuple[Addressee, ...],
) -> Iterator[Delivery]:
    now = engine.clock.now()
    for addressee in addressees:
        letter = _letter(engine, notification, addressee)
        quiet_end = None
        if not notification.is_danger:
            quiet_end = waits_until(engine, work, addressee.agency_key)
        for channel in CHANNELS:
            state = channel.first_state(engine.settings)
            if quiet_end is not None and state == NotificationState.SHOWN:
                state = NotificationState.PENDING
            is_pending = state == NotificationState.PENDING
            yield Delivery(
                id=uuid.uuid4(),
                notification_id=notification.id,
                person_id=addressee.person_id,
                agency_key=addressee.agency_key,
                channel=channel.name,
                state=state,
                attempts=0,
                next_attempt_at=(quiet_end or now) if is_pending else None,
                delivered_at=None if is_pending else now,
                subject=letter.subject,
                body=letter.body,
                is_danger=notification.is_danger,
            )


def _letter(engine: Engine, notification: Notification, addressee: Addressee) -> Letter:
    place = engine.settings.base_url if addressee.sees_case else None
    return write_letter(notification.template, notification.facts, place)


def _incident(engine: Engine, notification: Notification) -> Incident:
    """Somebody has to be told and nobody is there: the operators must see it."""
    groups = "; ".join(f"{role} of {agency}" for agency, role in notification.groups["groups"])
    wanted = f"no active person is {groups or 'named in it'}"
    if notification.only_for_agency is not None:
        wanted = "it is an agency's own, and has no active person there"
    return Incident(
        case_id=notification.case_id,
        process_instance_id=notification.process_instance_id,
        element_id=notification.element_id,
        state=IncidentState.OPEN,
        message=f"A notice reached nobody: {wanted}.",
        cause=f"notification {notification.id}",
        raised_at=engine.clock.now(),
        notification_id=notification.id,
        is_danger=notification.is_danger,
    )
