"""Incidents that an administrator may act on: those of their own partnerships' cases."""

from sqlalchemy import select

from engine.access import Actor
from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.instances import Incident
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by
from engine.vocabulary import IncidentState


def require_administered_incident(work: UnitOfWork, actor: Actor, incident_id: int) -> Incident:
    """Return an open incident; one that is not the actor's to act on is as if it were not there.

    Raises:
        NotFoundError: there is no such open incident, or the actor does not administer its case.
    """
    query = (
        select(Incident)
        .join(Case, Case.id == Incident.case_id)
        .where(
            Incident.id == incident_id,
            Incident.state == IncidentState.OPEN,
            is_administered_by(actor),
        )
    )
    incident = work.session.scalar(query)
    if incident is None:
        raise NotFoundError("open incident", incident_id)
    return incident
