"""Carries pending deliveries, each in short transactions around the slow part.

The attempt is written down before it is made and the success after it. A crash between the two
means that the same e-mail goes out again with the same Message-ID; it never means that it is lost.
No transaction is open while a mail server is waited for.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import select

from engine.context import Engine
from engine.notifications.channels import CHANNELS
from engine.notifications.channels.channel import (
    Channel,
    DeliveryDelayedError,
    DeliveryRefusedError,
    Parcel,
)
from engine.persistence.directory import Person
from engine.persistence.notifications import Delivery, Notification
from engine.vocabulary import NotificationState

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 72
"""About two and a half days of trying."""

log = structlog.get_logger(__name__)


def send_deliveries(engine: Engine, *, limit: int, channels: Sequence[Channel] = CHANNELS) -> int:
    """Carry the deliveries that are due, danger first; return how many were tried.

    A channel that is down is left alone for the rest of the round; its deliveries stay due.
    """
    working = {channel.name: channel for channel in channels}
    count = 0
    for delivery_id, name in _due(engine, limit):
        parcel = _take(engine, delivery_id) if name in working else None
        if parcel is None:
            continue
        count += 1
        if not _carry(engine, working[name], parcel):
            del working[name]
    return count


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after this many attempts: doubling, an hour at most."""
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_PAUSE)


def _due(engine: Engine, limit: int) -> Sequence[tuple[uuid.UUID, str]]:
    query = (
        select(Delivery.id, Delivery.channel)
        .join(Notification, Notification.id == Delivery.notification_id)
        .where(
            Delivery.state == NotificationState.PENDING,
            Delivery.next_attempt_at <= engine.clock.now(),
        )
        .order_by(Notification.is_danger.desc(), Delivery.next_attempt_at)
        .limit(limit)
    )
    with engine.open_reading() as work:
        return [(delivery_id, channel) for delivery_id, channel in work.session.execute(query)]


def _take(engine: Engine, delivery_id: uuid.UUID) -> Parcel | None:
    """Write the attempt down; empty when another process has taken the delivery meanwhile."""
    now = engine.clock.now()
    query = (
        select(Delivery, Person.email, Notification.is_danger)
        .join(Person, Person.id == Delivery.person_id)
        .join(Notification, Notification.id == Delivery.notification_id)
        .where(
            Delivery.id == delivery_id,
            Delivery.state == NotificationState.PENDING,
            Delivery.next_attempt_at <= now,
        )
        .with_for_update(of=Delivery, skip_locked=True)
    )
    with engine.open_unit_of_work() as work:
        row = work.session.execute(query).one_or_none()
        if row is None:
            return None
        delivery, address, is_danger = row
        delivery.attempts += 1
        delivery.next_attempt_at = now + pause_after(delivery.attempts)
        work.commit()
    return Parcel(delivery.id, address, delivery.subject, delivery.body, is_danger, now)


def _carry(engine: Engine, channel: Channel, parcel: Parcel) -> bool:
    """Try one delivery and write down what came of it; false when the channel is down."""
    try:
        channel.send(parcel, engine.settings)
    except DeliveryRefusedError as error:
        _note_failure(engine, parcel, str(error), is_final=True)
    except DeliveryDelayedError as error:
        _note_failure(engine, parcel, str(error), is_final=False)
        return not error.is_channel_down
    except Exception as error:
        # One e-mail that cannot be built must not hold up the others.
        log.exception("delivery_broke", delivery=str(parcel.delivery_id), channel=channel.name)
        message = f"An unexpected failure ({type(error).__name__})."
        _note_failure(engine, parcel, message, is_final=False)
    else:
        _note_success(engine, parcel)
    return True


def _note_success(engine: Engine, parcel: Parcel) -> None:
    with engine.open_unit_of_work() as work:
        delivery = work.session.get_one(Delivery, parcel.delivery_id)
        delivery.state, delivery.failure = NotificationState.SENT, None
        delivery.delivered_at, delivery.next_attempt_at = engine.clock.now(), None
        work.commit()


def _note_failure(engine: Engine, parcel: Parcel, reason: str, *, is_final: bool) -> None:
    with engine.open_unit_of_work() as work:
        delivery = work.session.get_one(Delivery, parcel.delivery_id)
        delivery.failure = reason
        if is_final or delivery.attempts >= MOST_ATTEMPTS:
            delivery.state, delivery.next_attempt_at = NotificationState.FAILED, None
        work.commit()
    log.warning(
        "delivery_failed",
        delivery=str(parcel.delivery_id),
        attempts=delivery.attempts,
        state=delivery.state,
    )
