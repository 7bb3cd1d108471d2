"""Passes danger alerts on whose e-mails are on their way for too long.

An e-mail that is merely delayed may still arrive, so one further contact is told for an alert, and
only while nobody has it yet: a mail server that is down holds up every level alike, and climbing
the whole ladder through it would reach nobody sooner. Each of them has it in Concord at once.
"""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from engine.context import Engine
from engine.persistence.instances import ProcessInstance
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_instance
from engine.runtime.next_contacts import Undelivered, next_contact, tell_next_contact
from engine.runtime.notice_incidents import IN_APP
from engine.vocabulary import ALERT_PATIENCE, InstanceState, NotificationState


def pass_delayed_alerts_on(engine: Engine) -> int:
    """Tell the next contact of each alert whose e-mails are delayed; return how many were told."""
    with engine.open_reading() as work:
        late = work.session.scalars(_delayed_instances(engine.clock.now())).all()
    return sum(_pass_on(engine, instance_id) for instance_id in late)


def _pass_on(engine: Engine, instance_id: uuid.UUID) -> bool:
    now = engine.clock.now()
    with engine.open_unit_of_work() as work:
        instance, case = lock_instance(work, instance_id)
        found = _first_delayed(work, instance_id, now)
        if found is None:
            return False
        alert, delivery = found
        missed = Undelivered(case, instance, alert, delivery, now)
        following = next_contact(work, missed)
        if following is None:
            return False
        journal = Journal(case, now, None)
        tell_next_contact(engine, work, missed, following, journal)
        case.revision += 1
        journal.write(work)
        work.commit()
    return True


def _first_delayed(
    work: UnitOfWork, instance_id: uuid.UUID, now: datetime
) -> tuple[Notification, Delivery] | None:
    query = (
        select(Notification, Delivery)
        .join(Delivery, Delivery.notification_id == Notification.id)
        .where(Notification.process_instance_id == instance_id, *_waits_for_nobody_else(now))
        .order_by(Notification.queued_at, Delivery.person_id)
        .limit(1)
    )
    row = work.session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def _delayed_instances(now: datetime) -> Select[uuid.UUID]:
    return (
        select(Notification.process_instance_id)
        .join(Delivery, Delivery.notification_id == Notification.id)
        .where(*_waits_for_nobody_else(now))
        .distinct()
    )


def _waits_for_nobody_else(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions: too long on its way, nobody has the alert, nobody was told instead."""
    other, its_notice = aliased(Delivery), aliased(Notification)
    has_it = or_(
        and_(other.channel != IN_APP, other.state == NotificationState.SENT),
        and_(other.channel == IN_APP, other.read_at.is_not(None)),
    )
    of_same_alert = and_(
        its_notice.process_instance_id == Notification.process_instance_id, its_notice.is_danger
    )
    return (
        Delivery.state == NotificationState.PENDING,
        Delivery.is_danger.is_(True),
        Notification.queued_at <= now - ALERT_PATIENCE,
        exists().where(
            ProcessInstance.id == Notification.process_instance_id,
            ProcessInstance.state != InstanceState.ENDED,
        ),
        ~exists().where(of_same_alert, other.notification_id == its_notice.id, has_it),
        ~exists().where(of_same_alert, its_notice.instead_of.is_not(None)),
    )
