"""Whom to ring or to write to: the people of agencies by role, with deputies."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.access import JOINS_AT, LADDER
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.absences import away_until
from engine.queries.actors import grant_holds
from engine.vocabulary import Role


@dataclass(frozen=True)
class Contact:
    """A person in one role of an agency, and how to reach them."""

    person_id: int
    name: str
    role: str
    telephone: str | None
    email: str
    deputy_for: str | None = None
    """The name of the absent colleague whose role this is for the time being."""
    away_until: datetime | None = None


@dataclass(frozen=True)
class AgencyContacts:
    """An agency with the people who act for it now, in the order of the ladder."""

    agency_key: str
    agency_name: str
    telephone: str | None
    out_of_hours: str | None
    """Whom to ring at night and at weekends, in the agency's own words."""
    people: tuple[Contact, ...]


def list_contacts(
    work: UnitOfWork,
    agency_keys: Sequence[str],
    now: datetime,
    *,
    roles: Collection[str] = (),
) -> tuple[AgencyContacts, ...]:
    """Return agencies with their people, in the order of the keys; unknown keys are left out.

    `roles` keeps it to these roles; without any, everybody is listed.
    """
    rows = work.session.scalars(select(Agency).where(Agency.key.in_(agency_keys)))
    agencies = {row.key: row for row in rows}
    people = _people(work, list(agencies), now, roles)
    return tuple(
        AgencyContacts(
            row.key, row.name, row.telephone, row.out_of_hours, tuple(people.get(row.key, ()))
        )
        for row in (agencies[key] for key in dict.fromkeys(agency_keys) if key in agencies)
    )


def place_on_ladder(role: str) -> tuple[int, int]:
    """Return where a role stands in lists: by its level, beside roles after the level they join."""
    order = list(Role).index(Role(role))
    if role in LADDER:
        return LADDER.index(Role(role)), -1
    level = JOINS_AT.get(Role(role))
    return (LADDER.index(level), order) if level else (len(LADDER), order)


def _people(
    work: UnitOfWork, agency_keys: list[str], now: datetime, roles: Collection[str]
) -> dict[str, list[Contact]]:
    absent = aliased(Person)
    query = (
        select(
            RoleGrant.agency_key,
            Person.id,
            Person.name,
            RoleGrant.role,
            Person.telephone,
            Person.email,
            absent.name,
        )
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(absent, absent.id == RoleGrant.deputy_for)
        .where(RoleGrant.agency_key.in_(agency_keys), Person.active, grant_holds(now))
        .distinct()
    )
    if roles:
        query = query.where(RoleGrant.role.in_(roles))
    rows = work.session.execute(query).all()
    away = away_until(work, {row[1] for row in rows}, now)
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: _order(row[3], row[6], row[2])):
        agency_key, person_id, name, role, telephone, email, absent_name = row
        until = away.get(person_id)
        found[agency_key].append(
            Contact(person_id, name, role, telephone, email, absent_name, until)
        )
    return found


def _order(role: str, absent: str | None, name: str) -> tuple[tuple[int, int], str, bool]:
    """Sort by role, then by whose role it is, so that a deputy follows the one who is away."""
    return place_on_ladder(role), absent or name, absent is not None
