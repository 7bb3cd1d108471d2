"""Whether a case is somebody's to administer."""

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instances import is_administered_by


def administers(work: UnitOfWork, actor: Actor, case: Case) -> bool:
    """Tell whether the actor is an administrator of the case's partnership."""
    query = select(Case.id).where(Case.id == case.id, is_administered_by(actor))
    return work.session.scalar(query) is not None
