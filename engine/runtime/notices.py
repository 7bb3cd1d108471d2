"""What people do with the notices that reached them inside Concord."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, not_, select, update

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.notifications import Delivery
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.notices import is_own


@dataclass(frozen=True)
class MarkedNotices:
    """What marking all as read has done."""

    count: int
    read_at: datetime
    """The moment that all of them carry; it takes the marking back."""


def mark_notice_read(engine: Engine, actor: Actor, delivery_id: uuid.UUID) -> None:
    """Note that the actor has read a notice; the first time counts.

    Raises:
        NotFoundError: there is no such notice for the actor.
    """
    with engine.open_unit_of_work() as work:
        notice = work.session.scalar(
            select(Delivery).where(Delivery.id == delivery_id, is_own(actor))
        )
        if notice is None:
            raise NotFoundError("notice", delivery_id)
        notice.read_at = notice.read_at or engine.clock.now()
        work.commit()


def mark_all_notices_read(engine: Engine, actor: Actor) -> MarkedNotices:
    """Note that the actor has read every notice in their list but those of danger.

    A danger notice is read one by one: nobody passes over it by clearing a list.
    """
    now = engine.clock.now()
    unread = update(Delivery).where(
        is_own(actor), not_(Delivery.is_danger), Delivery.read_at.is_(None)
    )
    with engine.open_unit_of_work() as work:
        count = _changed(work, unread.values(read_at=now))
        work.commit()
    return MarkedNotices(count, now)


def take_back_marking(engine: Engine, actor: Actor, read_at: datetime) -> int:
    """Make the actor's notices new again that were marked as read together at this moment.

    Returns how many there were.
    """
    marked = update(Delivery).where(
        is_own(actor), not_(Delivery.is_danger), Delivery.read_at == read_at
    )
    with engine.open_unit_of_work() as work:
        count = _changed(work, marked.values(read_at=None))
        work.commit()
    return count


def _changed(work: UnitOfWork, statement: Update) -> int:
    return cast("CursorResult[Any]", work.session.execute(statement)).rowcount
