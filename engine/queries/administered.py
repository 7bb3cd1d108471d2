"""What somebody administers: as administrator of a partnership's office, never as a deputy."""

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.persistence.cases import Case
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Role


def select_administered(actor: Actor) -> Select[str]:
    """Return the query for the keys of the partnerships that the actor administers."""
    offices = [
        group.agency_key
        for group in actor.groups
        if group.role == Role.ADMINISTRATOR and actor.deputy_in(group) is None
    ]
    office = aliased(Agency)
    return select(office.partnership_key).where(
        office.key.in_(sorted(offices)), office.sector == PARTNERSHIP_SECTOR
    )


def is_administered_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the row's case belongs to a partnership of the actor's."""
    return Case.partnership_key.in_(select_administered(actor))


def administers(work: UnitOfWork, actor: Actor, case: Case) -> bool:
    """Tell whether the actor is an administrator of the case's partnership."""
    query = select(Case.id).where(Case.id == case.id, is_administered_by(actor))
    return work.session.scalar(query) is not None
