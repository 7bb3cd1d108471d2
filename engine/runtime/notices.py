"""What people do with the notices that reached them inside Concord."""

import uuid

from sqlalchemy import select, update

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.notifications import Delivery

IN_APP = "in_app"


def mark_notice_read(engine: Engine, actor: Actor, delivery_id: uuid.UUID) -> None:
    """Note that the actor has read a notice; the first time counts.

    Raises:
        NotFoundError: there is no such notice for the actor.
    """
    with engine.open_unit_of_work() as work:
        notice = work.session.scalar(
            select(Delivery).where(
                Delivery.id == delivery_id,
                Delivery.person_id == actor.person_id,
                Delivery.channel == IN_APP,
            )
        )
        if notice is None:
            raise NotFoundError("notice", delivery_id)
        notice.read_at = notice.read_at or engine.clock.now()
        work.commit()


def mark_all_notices_read(engine: Engine, actor: Actor) -> None:
    """Note that the actor has read every notice in their list."""
    unread = update(Delivery).where(
        Delivery.person_id == actor.person_id,
        Delivery.channel == IN_APP,
        Delivery.read_at.is_(None),
    )
    with engine.open_unit_of_work() as work:
        work.session.execute(unread.values(read_at=engine.clock.now()))
        work.commit()
