"""Carries pending deliveries, each in short transactions around the slow part.

The attempt is written down before it is made and the success after it. A crash between the two
means that the same e-mail goes out again with the same Message-ID; it never means that it is lost.
No transaction is open while a mail server is waited for.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import Row, exists, or_, select

from engine.clock import LONDON
from engine.context import Engine
from engine.notifications.channels import CHANNELS
from engine.notifications.channels.channel import (
    Channel,
    DeliveryDelayedError,
    DeliveryRefusedError,
    Parcel,
)
from engine.notifications.quiet import waits_until
from engine.persistence.directory import Person
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import NotificationState

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 72
"""About two and a half days of trying."""

OVER = "The day of this summary is over."
HAS_LEFT = "This person does not use Concord any more."

GiveUp = Callable[[Engine, uuid.UUID, str], object]
"""Notes in a transaction of its own that a delivery failed for good, and why."""

log = structlog.get_logger(__name__)


def send_deliveries(
    engine: Engine, *, limit: int, give_up: GiveUp, channels: Sequence[Channel] = CHANNELS
) -> int:
    """Carry the deliveries that are due, danger first; return how many were tried.

    A channel that is down is left alone for the rest of the round; its deliveries stay due. Danger
    that comes meanwhile ends the round: it is first in the next, however slow the mail server is.
    """
    working = {channel.name: channel for channel in channels}
    count = 0
    for delivery_id, name, is_danger, is_there in _due(engine, limit):
        if count and not is_danger and _danger_waits(engine):
            break
        if not is_there:
            give_up(engine, delivery_id, HAS_LEFT)
            count += 1
            continue
        parcel = _take(engine, delivery_id) if name in working else None
        if parcel is None:
            continue
        count += 1
        if not _carry(engine, working[name], parcel, give_up):
            del working[name]
    return count


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after this many attempts: doubling, an hour at most."""
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_PAUSE)


def _due(engine: Engine, limit: int) -> Sequence[Row[uuid.UUID, str, bool, bool]]:
    """Return id, channel and danger of what is due, and whether the person is still there."""
    query = (
        select(Delivery.id, Delivery.channel, Delivery.is_danger, Person.active)
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Notification, Notification.id == Delivery.notification_id)
        .where(
            Delivery.state == NotificationState.PENDING,
            Delivery.next_attempt_at <= engine.clock.now(),
        )
        # What waited for the same morning goes out in the order in which it was caused.
        .order_by(Delivery.is_danger.desc(), Delivery.next_attempt_at, Notification.queued_at)
        .limit(limit)
    )
    with engine.open_reading() as work:
        return work.session.execute(query).all()


def _danger_waits(engine: Engine) -> bool:
    """Tell whether a danger alert is to be fanned out or to be carried now."""
    queued = exists().where(
        Notification.state == NotificationState.PENDING, Notification.is_danger.is_(True)
    )
    due = exists().where(
        Delivery.state == NotificationState.PENDING,
        Delivery.next_attempt_at <= engine.clock.now(),
        Delivery.is_danger.is_(True),
    )
    with engine.open_reading() as work:
        return bool(work.session.scalar(select(or_(queued, due))))


def _take(engine: Engine, delivery_id: uuid.UUID) -> Parcel | None:
    """Write the attempt down; empty when it has to wait, or another process took it meanwhile."""
    now = engine.clock.now()
    query = (
        select(Delivery, Person.email)
        .join(Person, Person.id == Delivery.person_id)
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
        delivery, address = row
        is_held_back = _hold_back(engine, work, delivery)
        if not is_held_back:
            delivery.attempts += 1
            delivery.next_attempt_at = now + pause_after(delivery.attempts)
        work.commit()
    if is_held_back:
        return None
    return Parcel(
        delivery.id, address, delivery.subject, delivery.body, delivery.is_danger, sent_at=now
    )


def _hold_back(engine: Engine, work: UnitOfWork, delivery: Delivery) -> bool:
    """Put a delivery off while its agency is quiet; a summary of a past day is never sent."""
    today = engine.clock.now().astimezone(LONDON).date()
    if delivery.digest_day is not None and delivery.digest_day < today:
        delivery.state, delivery.failure = NotificationState.FAILED, OVER
        delivery.next_attempt_at = None
        return True
    quiet_end = None if delivery.is_danger else waits_until(engine, work, delivery.agency_key)
    if quiet_end is None:
        return False
    delivery.next_attempt_at = quiet_end
    return True


def _carry(engine: Engine, channel: Channel, parcel: Parcel, give_up: GiveUp) -> bool:
    """Try one delivery and write down what came of it; false when the channel is down."""
    try:
        channel.send(parcel, engine.settings)
    except DeliveryRefusedError as error:
        give_up(engine, parcel.delivery_id, str(error))
    except DeliveryDelayedError as error:
        _note_delay(engine, parcel, str(error), give_up)
        return not error.is_channel_down
    except Exception as error:
        # One e-mail that cannot be built must not hold up the others.
        log.exception("delivery_broke", delivery=str(parcel.delivery_id), channel=channel.name)
        _note_delay(engine, parcel, f"An unexpected failure ({type(error).__name__}).", give_up)
    else:
        _note_success(engine, channel, parcel)
    return True


def _note_success(engine: Engine, channel: Channel, parcel: Parcel) -> None:
    is_shown = channel.first_state(engine.settings) == NotificationState.SHOWN
    with engine.open_unit_of_work() as work:
        delivery = work.session.get_one(Delivery, parcel.delivery_id, with_for_update=True)
        # A bounce may have come back sooner than this was written.
        if delivery.state == NotificationState.PENDING:
            delivery.state = NotificationState.SHOWN if is_shown else NotificationState.SENT
            delivery.failure, delivery.next_attempt_at = None, None
            delivery.delivered_at = engine.clock.now()
        work.commit()


def _note_delay(engine: Engine, parcel: Parcel, reason: str, give_up: GiveUp) -> None:
    with engine.open_unit_of_work() as work:
        delivery = work.session.get_one(Delivery, parcel.delivery_id)
        delivery.failure = reason
        work.commit()
    log.warning("delivery_delayed", delivery=str(parcel.delivery_id), attempts=delivery.attempts)
    if delivery.attempts >= MOST_ATTEMPTS:
        give_up(engine, parcel.delivery_id, reason)
