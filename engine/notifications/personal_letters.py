"""E-mails that belong to no case: they stand in the outbox like any other, and in nobody's list."""

import uuid
from collections.abc import Iterable

from engine.context import Engine
from engine.notifications.channels.email import EmailChannel
from engine.notifications.letter import Letter
from engine.persistence.notifications import Delivery
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import insert_rows
from engine.vocabulary import NotificationState

Addressee = tuple[int, str]
"""Whom, and the key of the agency as whose person; its quiet hours count."""


def queue_letter(
    engine: Engine, work: UnitOfWork, addressees: Iterable[Addressee], letter: Letter
) -> None:
    """Queue one e-mail for each of these people, in the transaction that causes it."""
    now = engine.clock.now()
    state = EmailChannel().first_state(engine.settings)
    is_pending = state == NotificationState.PENDING
    rows = [
        {
            "id": uuid.uuid4(),
            "notification_id": None,
            "digest_day": None,
            "person_id": person_id,
            "agency_key": agency_key,
            "channel": EmailChannel.name,
            "state": state,
            "attempts": 0,
            "next_attempt_at": now if is_pending else None,
            "delivered_at": None if is_pending else now,
            "subject": letter.subject,
            "body": letter.body,
            "is_danger": False,
        }
        for person_id, agency_key in addressees
    ]
    insert_rows(work, Delivery, rows)
