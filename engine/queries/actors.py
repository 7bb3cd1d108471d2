"""Who somebody is and which groups they belong to now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from engine.access import Actor, Group
from engine.errors import NotFoundError
from engine.persistence.directory import Agency, Partnership, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Member:
    """A person in one group, for lists of people."""

    person_id: int
    name: str
    email: str
    role: str
    agency_key: str
    agency_name: str
    sector: str
    partnership_name: str


def grant_holds(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a role grant holds at this time."""
    return and_(
        RoleGrant.valid_from <= now, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now)
    )


def load_actor(work: UnitOfWork, person_id: int, now: datetime) -> Actor:
    """Return the person as an actor, with the groups whose grants hold now.

    Raises:
        NotFoundError: there is no such person, or they may no longer log in.
    """
    return _actor(work, Person.id == person_id, person_id, now)


def load_actor_by_email(work: UnitOfWork, email: str, now: datetime) -> Actor:
    """Return the person with this e-mail address as an actor; capitals do not matter.

    Raises:
        NotFoundError: there is no such person, or they may no longer log in.
    """
    address = email.strip().lower()
    return _actor(work, Person.email == address, address, now)


def list_members(work: UnitOfWork, now: datetime) -> Sequence[Member]:
    """Return everybody who may log in, once per group: by partnership, agency, then role."""
    query = (
        select(
            Person.id,
            Person.name,
            Person.email,
            RoleGrant.role,
            Agency.key,
            Agency.name,
            Agency.sector,
            Partnership.name,
        )
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .join(Partnership, Partnership.key == Agency.partnership_key)
        .where(Person.active, grant_holds(now))
        .order_by(Partnership.name, Agency.name, RoleGrant.id)
    )
    return [Member(*row) for row in work.session.execute(query)]


def members_by_agency(members: Sequence[Member]) -> dict[str, dict[str, list[Member]]]:
    """Return the members by the names of their partnership and agency, in the order given."""
    partnerships: dict[str, dict[str, list[Member]]] = {}
    for member in members:
        agencies = partnerships.setdefault(member.partnership_name, {})
        agencies.setdefault(member.agency_name, []).append(member)
    return partnerships


def _actor(work: UnitOfWork, condition: ColumnElement[bool], key: object, now: datetime) -> Actor:
    query = (
        select(Person, RoleGrant.agency_key, RoleGrant.role)
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, grant_holds(now)))
        .where(condition, Person.active)
    )
    rows = work.session.execute(query).all()
    if not rows:
        raise NotFoundError("person", key)
    person = rows[0][0]
    groups = frozenset(Group(agency, role) for _, agency, role in rows if agency is not None)
    return Actor(person.id, person.name, person.email, groups)
