"""Which events of a case's history somebody may know of: what is one agency's own is nobody else's.

When such an event happened, and how many there are, would say that it did.
"""

from sqlalchemy import ColumnElement, or_, select

from engine.access import Actor
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.own_agencies import own_agencies


def is_known_to(work: UnitOfWork, actor: Actor, case: Case) -> ColumnElement[bool]:
    """Return the condition that an event of a case is not another agency's own."""
    only_for = HistoryEvent.details["only_for_agency"].as_string()
    return or_(only_for.is_(None), only_for.in_(own_agencies(work, actor, case.id)))


def last_known_event(work: UnitOfWork, actor: Actor, case: Case) -> HistoryEvent:
    """Return the last event that the actor may know of: of every case they may know the first."""
    query = select(HistoryEvent).where(
        HistoryEvent.case_id == case.id,
        HistoryEvent.number <= case.history_count,
        is_known_to(work, actor, case),
    )
    return work.session.scalars(query.order_by(HistoryEvent.number.desc()).limit(1)).one()
