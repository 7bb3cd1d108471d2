"""An agency's telephone, its words for out of hours, and its quiet hours."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor
from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.directory import Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Role

OWN_ROLES = (Role.SAFEGUARDING_LEAD, Role.DEPARTMENTAL_HEAD)
"""Who of an agency looks after its settings, beside the partnership's administrators."""
NOT_YOURS = (
    "The settings of {name} are for its safeguarding leads and departmental heads, and for an "
    "administrator of the partnership."
)


@dataclass(frozen=True)
class AgencySettings:
    """What an agency has settled for itself."""

    agency_key: str
    agency_name: str
    telephone: str | None
    out_of_hours: str | None
    quiet_from: str | None
    quiet_until: str | None
    """London times `HH:MM`."""
    quiet_at_weekends: bool


def load_agency_settings(work: UnitOfWork, actor: Actor, agency_key: str) -> AgencySettings:
    """Return the settings of an agency that the actor looks after.

    Raises:
        NotFoundError: there is no such agency.
        NotAllowedError: it is for others to look after.
    """
    agency = require_looked_after(work, actor, agency_key)
    return AgencySettings(
        agency_key=agency.key,
        agency_name=agency.name,
        telephone=agency.telephone,
        out_of_hours=agency.out_of_hours,
        quiet_from=agency.quiet_from,
        quiet_until=agency.quiet_until,
        quiet_at_weekends=agency.quiet_at_weekends,
    )


def looks_after(work: UnitOfWork, actor: Actor, agency_key: str) -> bool:
    """Tell whether the actor may change the settings of an agency."""
    agency = work.session.get(Agency, agency_key)
    return agency is not None and _looks_after(work, actor, agency)


def require_looked_after(work: UnitOfWork, actor: Actor, agency_key: str) -> Agency:
    """Return an agency whose settings the actor may change; raises as `load_agency_settings`."""
    agency = work.session.get(Agency, agency_key)
    if agency is None:
        raise NotFoundError("agency", agency_key)
    if not _looks_after(work, actor, agency):
        raise NotAllowedError(NOT_YOURS.format(name=agency.name))
    return agency


def _looks_after(work: UnitOfWork, actor: Actor, agency: Agency) -> bool:
    if any(g.agency_key == agency.key and g.role in OWN_ROLES for g in actor.groups):
        return True
    offices = [group.agency_key for group in actor.groups if group.role == Role.ADMINISTRATOR]
    query = select(Agency.partnership_key).where(Agency.key.in_(offices))
    return agency.partnership_key in set(work.session.scalars(query))
