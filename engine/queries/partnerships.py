"""Which partnerships somebody administers."""

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.directory import Partnership
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import select_administered


def administered_partnerships(work: UnitOfWork, actor: Actor) -> dict[str, str]:
    """Return the names of the partnerships that the actor administers, by key, in their order.

    As administrator of the partnership's office, and never as somebody's deputy.
    """
    query = (
        select(Partnership.key, Partnership.name)
        .where(Partnership.key.in_(select_administered(actor)))
        .order_by(Partnership.name, Partnership.key)
    )
    return {row.key: row.name for row in work.session.execute(query)}
