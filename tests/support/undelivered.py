"""E-mails that did not arrive, in a demonstration in which none is sent."""

import uuid

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.notifications import Delivery


def taken_by_a_server(engine: Engine, actor: Actor) -> uuid.UUID:
    """Make as if a mail server had taken the newest danger alert for somebody; return its id."""
    query = select(Delivery).where(
        Delivery.person_id == actor.person_id, Delivery.channel == "email", Delivery.is_danger
    )
    with engine.open_unit_of_work() as work:
        delivery = work.session.scalars(query.order_by(Delivery.delivered_at.desc())).first()
        assert delivery is not None, f"{actor.name} was not alerted"
        delivery.state = "sent"
        work.commit()
        return delivery.id
