"""Which partnerships somebody administers."""

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Partnership
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Role


def administered_partnerships(work: UnitOfWork, actor: Actor) -> dict[str, str]:
    """Return the names of the partnerships that the actor administers, by key, in their order.

    As administrator of the partnership's office, and never as somebody's deputy.
    """
    offices = [
        group.agency_key
        for group in actor.groups
        if group.role == Role.ADMINISTRATOR and actor.deputy_in(group) is None
    ]
    query = (
        select(Partnership.key, Partnership.name)
        .join(Agency, Agency.partnership_key == Partnership.key)
        .where(Agency.key.in_(offices), Agency.sector == PARTNERSHIP_SECTOR)
        .order_by(Partnership.name, Partnership.key)
    )
    return {row.key: row.name for row in work.session.execute(query)}
