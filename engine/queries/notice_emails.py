"""How far somebody's notices got by e-mail, beside their list in Concord."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.notifications import Delivery
from engine.persistence.unit_of_work import UnitOfWork

EMAIL = "email"


@dataclass(frozen=True)
class NoticeEmail:
    """The e-mail that carries one notice to one person."""

    state: str
    """`pending`, `sent`, `failed`, or `shown` (in Concord instead of sent)."""
    attempts: int
    delivered_at: datetime | None
    next_attempt_at: datetime | None
    failure: str | None
    """Why the last attempt did not work."""


def load_emails(
    work: UnitOfWork, actor: Actor, notification_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, NoticeEmail]:
    """Return the actor's own e-mails by the ids of their notifications."""
    if not notification_ids:
        return {}
    query = select(Delivery).where(
        Delivery.notification_id.in_(notification_ids),
        Delivery.person_id == actor.person_id,
        Delivery.channel == EMAIL,
    )
    return {
        row.notification_id: NoticeEmail(
            row.state, row.attempts, row.delivered_at, row.next_attempt_at, row.failure
        )
        for row in work.session.scalars(query)
        if row.notification_id is not None
    }
