"""What administrators are told of a notice that did not reach somebody by e-mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from engine.english import holder_in_words
from engine.persistence.directory import Agency, RoleGrant
from engine.persistence.instances import Incident
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.vocabulary import IncidentState

IN_APP = "in_app"
OWN = "A notice that is an agency’s own did not reach somebody by e-mail"


def raise_undelivered(
    work: UnitOfWork, notice: Notification, delivery: Delivery, at: datetime, then: str = ""
) -> None:
    """Record that a notice did not reach somebody; `then`: what came of it, after a comma.

    Of what is an agency's own nothing is said that tells whose, not even the mail server's answer.
    """
    is_own = notice.only_for_agency is not None
    words = OWN if is_own else _in_words(work, notice, delivery, at)
    incident = incident_of_notice(notice, f"{words}{then}.", at)
    incident.delivery_id = delivery.id
    if not is_own:
        incident.cause = f"{delivery.failure} ({incident.cause}, delivery {delivery.id})"
    work.session.add(incident)


def incident_of_notice(notice: Notification, message: str, at: datetime) -> Incident:
    """Return an open incident about a notice."""
    return Incident(
        case_id=notice.case_id,
        process_instance_id=notice.process_instance_id,
        element_id=notice.element_id or None,
        state=IncidentState.OPEN,
        message=message,
        cause=f"notification {notice.id}",
        raised_at=at,
        notification_id=notice.id,
        is_danger=notice.is_danger,
    )


def about_notice(work: UnitOfWork, incident: Incident) -> dict[str, Any]:
    """Return what the history says of an incident about a notice; of any other, nothing.

    What is an agency's own stays so.
    """
    if incident.notification_id is None:
        return {}
    notice = work.session.get_one(Notification, incident.notification_id)
    own = {"only_for_agency": notice.only_for_agency} if notice.only_for_agency else {}
    return {"notice": str(notice.id), **own}


def role_told(
    work: UnitOfWork, notice: Notification, delivery: Delivery, at: datetime
) -> str | None:
    """Return as what a person was told whom a delivery was for."""
    agency = delivery.agency_key
    query = (
        select(RoleGrant.role)
        .where(
            RoleGrant.person_id == delivery.person_id,
            RoleGrant.agency_key == agency,
            grant_holds(at),
        )
        .order_by(RoleGrant.id)
    )
    held = list(work.session.scalars(query))
    asked = [role for key, role in notice.groups["groups"] if key == agency]
    return next((role for role in held if role in asked), held[0] if held else None)


def was_read(work: UnitOfWork, delivery: Delivery) -> bool:
    """Tell whether the person of an e-mail has read the same notice in Concord."""
    query = exists().where(
        Delivery.notification_id == delivery.notification_id,
        Delivery.person_id == delivery.person_id,
        Delivery.channel == IN_APP,
        Delivery.read_at.is_not(None),
    )
    return bool(work.session.scalar(select(query)))


def _in_words(work: UnitOfWork, notice: Notification, delivery: Delivery, at: datetime) -> str:
    agency = work.session.get(Agency, delivery.agency_key)
    role = role_told(work, notice, delivery, at)
    holder = holder_in_words(role, agency.name) if agency else "somebody"
    what = "A danger alert" if notice.is_danger else f"The notice “{delivery.subject}”"
    return f"{what} did not reach {holder} by e-mail"
