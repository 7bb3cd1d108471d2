"""Colleagues: who holds a role of their own at the same agency, and for whom one may arrange."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from engine.access import LADDER, Actor
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.queries.administered import select_administered
from engine.vocabulary import Role

ARRANGING = (*LADDER[1:], Role.SAFEGUARDING_LEAD)
"""Roles that arrange absences for others of their own agency."""
OFFICES = (Role.EDITOR, Role.ADMINISTRATOR)
"""Roles that no deputy has: whoever needs them is given them by name."""


@dataclass(frozen=True)
class Colleague:
    """Somebody with a role at an agency; who has several is there once."""

    person_id: int
    name: str
    role: str
    agency_name: str


def own_agencies(work: UnitOfWork, person_id: int, now: datetime) -> frozenset[str]:
    """Return the agencies for which somebody works, by roles of their own that deputies have."""
    query = select(RoleGrant.agency_key).where(
        RoleGrant.person_id == person_id, is_own_role(now), RoleGrant.role.not_in(OFFICES)
    )
    return frozenset(work.session.scalars(query))


def is_own_role(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a grant holds now and is nobody else's."""
    return and_(RoleGrant.deputy_for.is_(None), grant_holds(now))


def list_colleagues(
    work: UnitOfWork, agency_keys: Iterable[str], now: datetime
) -> tuple[Colleague, ...]:
    """Return who works for these agencies now, by name."""
    return _colleagues(work, RoleGrant.agency_key.in_(sorted(agency_keys)), now)


def may_arrange_for(work: UnitOfWork, actor: Actor, person_id: int, now: datetime) -> bool:
    """Tell whether the actor may arrange that somebody is away.

    For themselves, for people of an agency in which they are a manager or the safeguarding lead,
    and as an administrator of a partnership's office for its agencies.
    """
    if person_id == actor.person_id:
        return True
    people = people_arranged_by(actor, now).where(Person.id == person_id)
    return work.session.scalars(people.limit(1)).first() is not None


def people_arranged_by(actor: Actor, now: datetime) -> Select[int]:
    """Return the query for the ids of others for whom the actor may arrange an absence."""
    return (
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(Person.active, is_own_role(now), _is_arranged_by(actor))
    )


def find_people_to_cover(
    work: UnitOfWork, actor: Actor, now: datetime, *, name: str, limit: int
) -> tuple[Colleague, ...]:
    """Return others for whom the actor may arrange an absence, by name; `name`: a part of it."""
    if not is_arranger(actor):
        return ()
    words = func.lower(Person.name).contains(name.strip().lower(), autoescape=True)
    wanted = and_(Person.id != actor.person_id, words, _is_arranged_by(actor))
    return _colleagues(work, wanted, now, limit=limit)


def is_administrator_of(work: UnitOfWork, actor: Actor, person_id: int, now: datetime) -> bool:
    """Tell whether the actor administers a partnership for which somebody works."""
    query = _people(and_(Person.id == person_id, _is_administered_by(actor)), now)
    return work.session.execute(query.limit(1)).first() is not None


def is_arranger(actor: Actor) -> bool:
    """Tell whether the actor may arrange absences of others: by a role of their own."""
    return bool(_agencies_as(actor, (*ARRANGING, Role.ADMINISTRATOR)))


def _is_arranged_by(actor: Actor) -> ColumnElement[bool]:
    managed = _agencies_as(actor, ARRANGING)
    return or_(RoleGrant.agency_key.in_(managed), _is_administered_by(actor))


def _is_administered_by(actor: Actor) -> ColumnElement[bool]:
    return Agency.partnership_key.in_(select_administered(actor))


def _agencies_as(actor: Actor, roles: Iterable[str]) -> list[str]:
    """Return the agencies in which the actor holds one of these roles, not as a deputy."""
    wanted = set(roles)
    own = [group for group in actor.groups if actor.deputy_in(group) is None]
    return sorted(group.agency_key for group in own if group.role in wanted)


def _colleagues(
    work: UnitOfWork, condition: ColumnElement[bool], now: datetime, *, limit: int | None = None
) -> tuple[Colleague, ...]:
    found: dict[int, Colleague] = {}
    for person_id, name, role, agency_name in work.session.execute(_people(condition, now)):
        found.setdefault(person_id, Colleague(person_id, name, role, agency_name))
        if len(found) == limit:
            break
    return tuple(found.values())


def _people(condition: ColumnElement[bool], now: datetime) -> Select[int, str, str, str]:
    return (
        select(Person.id, Person.name, RoleGrant.role, Agency.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(Person.active, is_own_role(now), RoleGrant.role.not_in(OFFICES), condition)
        .order_by(Person.name, Person.id, RoleGrant.id)
    )
