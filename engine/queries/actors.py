"""Who somebody is and which groups they belong to now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from engine.access import Actor, Group
from engine.errors import NotFoundError
from engine.persistence.directory import Agency, Partnership, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork

GrantRow = Row[Person, str | None, str | None, int | None]
"""A person with one of their roles; empty without any."""


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


def load_actors(work: UnitOfWork, person_ids: Iterable[int], now: datetime) -> dict[int, Actor]:
    """Return these people as actors, by id; who may no longer log in is left out."""
    found: dict[int, list[GrantRow]] = {}
    for row in work.session.execute(_grants(Person.id.in_(list(person_ids)), now)):
        found.setdefault(row[0].id, []).append(row)
    return {person_id: _actor_of(rows) for person_id, rows in found.items()}


def list_members(work: UnitOfWork, now: datetime) -> Sequence[Member]:
    """Return everybody who may log in, once per group: by partnership, agency, then role.

    What somebody is as a deputy does not count: they have a role of their own.
    """
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
        .where(Person.active, grant_holds(now), RoleGrant.deputy_for.is_(None))
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
    rows = work.session.execute(_grants(condition, now)).all()
    if not rows:
        raise NotFoundError("person", key)
    return _actor_of(rows)


def _grants(
    condition: ColumnElement[bool], now: datetime
) -> Select[Person, str | None, str | None, int | None]:
    """Return the query for people who may log in, once for each role that they have now."""
    return (
        select(Person, RoleGrant.agency_key, RoleGrant.role, RoleGrant.deputy_for)
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, grant_holds(now)))
        .where(condition, Person.active)
    )


def _actor_of(rows: Sequence[GrantRow]) -> Actor:
    person = rows[0][0]
    held = [
        (Group(agency, role), absent)
        for _, agency, role, absent in rows
        if agency is not None and role is not None
    ]
    own = {group for group, absent in held if absent is None}
    return Actor(
        person.id,
        person.name,
        person.email,
        groups=frozenset(group for group, _ in held),
        stands_in_for=frozenset(absent for _, absent in held if absent is not None),
        deputy_groups=frozenset(
            (group, absent) for group, absent in held if absent is not None and group not in own
        ),
    )
