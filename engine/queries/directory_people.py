"""The people of the partnerships that somebody administers, with their roles and dates."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_

from engine.access import Actor
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.absences import away_until
from engine.queries.paging import UNKNOWN_CURSOR, Page, checked_limit, make_cursor, read_cursor
from engine.queries.partnerships import administered_partnerships


@dataclass(frozen=True)
class RoleRow:
    """A role of somebody's own, with its dates."""

    id: int
    role: str
    agency_key: str
    agency_name: str
    starts_at: datetime
    ends_at: datetime | None
    is_over: bool
    is_coming: bool
    may_end: bool
    """Whether the reader administers the agency's partnership."""


@dataclass(frozen=True)
class PersonRow:
    """A person in the directory."""

    id: int
    name: str
    email: str
    telephone: str | None
    can_log_in: bool
    has_password: bool
    away_until: datetime | None
    roles: tuple[RoleRow, ...]
    is_own: bool
    """Whether the reader may change name, address and log-in: they work for nobody else."""

    @property
    def roles_now(self) -> tuple[RoleRow, ...]:
        """Roles that hold or are to come."""
        return tuple(role for role in self.roles if not role.is_over)


@dataclass(frozen=True)
class PeopleFilter:
    """Which people a list shows; what is empty does not matter."""

    name: str = ""
    """A part of the name or of the e-mail address."""
    agency_key: str = ""
    role: str = ""
    has_left: bool = False
    """Those who have no role any more in the reader's partnerships, in place of those who have."""


EVERYBODY_HERE = PeopleFilter()


def list_people_of_directory(
    work: UnitOfWork,
    actor: Actor,
    now: datetime,
    *,
    only: PeopleFilter = EVERYBODY_HERE,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[PersonRow]:
    """Return a page of people by name, of the partnerships that the actor administers.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    mine = tuple(administered_partnerships(work, actor))
    here = _has_role(mine, only, RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to > now))
    ever = _has_role(mine, only, RoleGrant.valid_to.is_not(None))
    query = select(Person).where(ever & ~here if only.has_left else here)
    if only.name.strip():
        words = only.name.strip().lower()
        query = query.where(
            or_(
                func.lower(Person.name).contains(words, autoescape=True),
                Person.email.contains(words, autoescape=True),
            )
        )
    if cursor is not None:
        name, person_id = read_cursor(cursor, 2)
        if not person_id.isdecimal():
            raise InputRefusedError(UNKNOWN_CURSOR)
        query = query.where(tuple_(Person.name, Person.id) > (name, int(person_id)))
    people = work.session.scalars(query.order_by(Person.name, Person.id).limit(size + 1)).all()
    rows = _rows(work, people[:size], mine, now)
    last = people[size - 1] if len(people) > size else None
    return Page(rows, make_cursor(last.name, str(last.id)) if last else None)


def load_person(work: UnitOfWork, actor: Actor, person_id: int, now: datetime) -> PersonRow:
    """Return somebody who has or had a role in a partnership that the actor administers.

    Raises:
        NotFoundError: there is no such person.
    """
    mine = tuple(administered_partnerships(work, actor))
    query = select(Person).where(
        Person.id == person_id, _has_role(mine, EVERYBODY_HERE, RoleGrant.id.is_not(None))
    )
    people = work.session.scalars(query).all()
    if not people:
        raise NotFoundError("person", person_id)
    return _rows(work, people, mine, now)[0]


def _has_role(
    partnerships: tuple[str, ...], only: PeopleFilter, condition: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the condition that somebody has a role of their own that is asked for."""
    wanted = [Agency.partnership_key.in_(partnerships), RoleGrant.deputy_for.is_(None), condition]
    if only.agency_key:
        wanted.append(RoleGrant.agency_key == only.agency_key)
    if only.role:
        wanted.append(RoleGrant.role == only.role)
    return exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.agency_key == Agency.key, *wanted
    )


def _rows(
    work: UnitOfWork, people: Iterable[Person], mine: tuple[str, ...], now: datetime
) -> tuple[PersonRow, ...]:
    people = list(people)
    ids = [person.id for person in people]
    roles: defaultdict[int, list[tuple[RoleRow, str]]] = defaultdict(list)
    query = (
        select(RoleGrant, Agency.name, Agency.partnership_key)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(RoleGrant.person_id.in_(ids), RoleGrant.deputy_for.is_(None))
        .order_by(Agency.name, RoleGrant.valid_from, RoleGrant.id)
    )
    for grant, agency_name, partnership_key in work.session.execute(query):
        row = RoleRow(
            id=grant.id,
            role=grant.role,
            agency_key=grant.agency_key,
            agency_name=agency_name,
            starts_at=grant.valid_from,
            ends_at=grant.valid_to,
            is_over=grant.valid_to is not None and grant.valid_to <= now,
            is_coming=grant.valid_from > now,
            may_end=partnership_key in mine,
        )
        roles[grant.person_id].append((row, partnership_key))
    away = away_until(work, ids, now)
    return tuple(
        PersonRow(
            id=person.id,
            name=person.name,
            email=person.email,
            telephone=person.telephone,
            can_log_in=person.active,
            has_password=person.password is not None,
            away_until=away.get(person.id),
            roles=tuple(row for row, _ in roles[person.id]),
            is_own=_is_own(roles[person.id], mine),
        )
        for person in people
    )


def _is_own(roles: list[tuple[RoleRow, str]], mine: tuple[str, ...]) -> bool:
    """Tell whether all of somebody's roles are in these partnerships: of now, or of before."""
    standing = {key for row, key in roles if not row.is_over} or {key for _, key in roles}
    return bool(standing) and standing <= set(mine)
