"""Somebody's own account: who they are here, and what they have chosen."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody holds for an agency now."""

    role: str
    agency_key: str
    agency_name: str
    since: datetime
    until: datetime | None
    deputy_for: str | None
    """The name of the absent colleague whose role it is."""


@dataclass(frozen=True)
class Account:
    """A person as they see themselves."""

    name: str
    email: str
    telephone: str | None
    """For colleagues, of every agency that works with them in a case."""
    gets_digest: bool
    """Whether a summary is sent on the mornings of working days."""
    has_calendar: bool
    """Whether a calendar feed is switched on."""
    roles: tuple[HeldRole, ...]


def load_account(work: UnitOfWork, actor: Actor, now: datetime) -> Account:
    """Return the actor's account."""
    person = work.session.get_one(Person, actor.person_id)
    return Account(
        name=person.name,
        email=person.email,
        telephone=person.telephone,
        gets_digest=person.gets_digest,
        has_calendar=person.calendar_digest is not None,
        roles=_roles(work, actor, now),
    )


def _roles(work: UnitOfWork, actor: Actor, now: datetime) -> tuple[HeldRole, ...]:
    absent = aliased(Person)
    query = (
        select(
            RoleGrant.role,
            Agency.key,
            Agency.name,
            RoleGrant.valid_from,
            RoleGrant.valid_to,
            absent.name,
        )
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .outerjoin(absent, absent.id == RoleGrant.deputy_for)
        .where(RoleGrant.person_id == actor.person_id, grant_holds(now))
        .order_by(Agency.name, RoleGrant.id)
    )
    return tuple(HeldRole(*row) for row in work.session.execute(query))
