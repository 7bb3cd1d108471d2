"""Agencies and areas of the partnerships that somebody administers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.errors import NotFoundError
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Agency, Area, Partnership, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.queries.definitions import followed_version
from engine.queries.paging import Page, checked_limit, make_cursor, read_cursor
from engine.queries.partnerships import administered_partnerships


@dataclass(frozen=True)
class DirectoryAgency:
    """An agency as the administrators of its partnership see it."""

    key: str
    name: str
    sector: str
    partnership_key: str
    partnership_name: str
    telephone: str | None
    out_of_hours: str | None
    people: int
    """How many people have a role there now."""


@dataclass(frozen=True)
class DirectoryArea:
    """An area with the edition that new cases there follow."""

    key: str
    name: str
    partnership_key: str
    partnership_name: str
    process_definition_key: str
    edition: str
    social_care_agency: str | None
    social_care_name: str | None
    is_followed: bool
    """Whether a version of the edition is published, so that a case can be raised there."""


@dataclass(frozen=True)
class Edition:
    """An edition of a procedure that an area can follow."""

    partnership_key: str
    process_definition_key: str
    edition: str
    name: str


@dataclass(frozen=True)
class AgencyFilter:
    """Which agencies a list shows; what is empty does not matter."""

    name: str = ""
    """A part of it."""
    sector: str = ""


ANY_AGENCY = AgencyFilter()


def list_agencies_of_directory(
    work: UnitOfWork,
    actor: Actor,
    now: datetime,
    *,
    only: AgencyFilter = ANY_AGENCY,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[DirectoryAgency]:
    """Return a page of agencies by name.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    mine = administered_partnerships(work, actor)
    query = select(Agency).where(Agency.partnership_key.in_(mine))
    if only.name.strip():
        words = func.lower(Agency.name).contains(only.name.strip().lower(), autoescape=True)
        query = query.where(words)
    if only.sector:
        query = query.where(Agency.sector == only.sector)
    if cursor is not None:
        query = query.where(tuple_(Agency.name, Agency.key) > tuple(read_cursor(cursor, 2)))
    query = query.order_by(Agency.name, Agency.key).limit(size + 1)
    found = work.session.scalars(query).all()
    people = _people(work, [row.key for row in found], now)
    rows = tuple(_agency(row, mine, people) for row in found[:size])
    following = make_cursor(rows[-1].name, rows[-1].key) if len(found) > size else None
    return Page(rows, following)


def load_agency_of_directory(
    work: UnitOfWork, actor: Actor, agency_key: str, now: datetime
) -> DirectoryAgency:
    """Return one agency.

    Raises:
        NotFoundError: there is none, or it is for other administrators.
    """
    mine = administered_partnerships(work, actor)
    row = work.session.get(Agency, agency_key)
    if row is None or row.partnership_key not in mine:
        raise NotFoundError("agency", agency_key)
    return _agency(row, mine, _people(work, [row.key], now))


def list_areas_of_directory(
    work: UnitOfWork, actor: Actor, now: datetime
) -> tuple[DirectoryArea, ...]:
    """Return the areas by partnership and name; a partnership has a few dozen at most."""
    mine = administered_partnerships(work, actor)
    council = aliased(Agency)
    query = (
        select(Area, council.name)
        .outerjoin(council, council.key == Area.social_care_agency)
        .join(Partnership, Partnership.key == Area.partnership_key)
        .where(Area.partnership_key.in_(mine))
        .order_by(Partnership.name, Area.name, Area.key)
    )
    return tuple(
        DirectoryArea(
            key=area.key,
            name=area.name,
            partnership_key=area.partnership_key,
            partnership_name=mine[area.partnership_key],
            process_definition_key=area.process_definition_key,
            edition=area.edition,
            social_care_agency=area.social_care_agency,
            social_care_name=council_name,
            is_followed=followed_version(work, area.process_definition_key, area.edition, now)
            is not None,
        )
        for area, council_name in work.session.execute(query)
    )


def load_area_of_directory(
    work: UnitOfWork, actor: Actor, area_key: str, now: datetime
) -> DirectoryArea:
    """Return one area.

    Raises:
        NotFoundError: there is none, or it is for other administrators.
    """
    for area in list_areas_of_directory(work, actor, now):
        if area.key == area_key:
            return area
    raise NotFoundError("area", area_key)


def list_editions_for_areas(work: UnitOfWork, actor: Actor) -> tuple[Edition, ...]:
    """Return the editions that areas of the actor's partnerships can follow, the newest first."""
    mine = administered_partnerships(work, actor)
    query = (
        select(
            ProcessDefinition.partnership_key,
            ProcessDefinition.key,
            ProcessDefinition.edition,
            func.max(ProcessDefinition.name),
        )
        .where(ProcessDefinition.partnership_key.in_(mine))
        .group_by(
            ProcessDefinition.partnership_key, ProcessDefinition.key, ProcessDefinition.edition
        )
        .order_by(ProcessDefinition.key, ProcessDefinition.edition.desc())
    )
    return tuple(Edition(*row) for row in work.session.execute(query))


def _agency(row: Agency, mine: dict[str, str], people: dict[str, int]) -> DirectoryAgency:
    return DirectoryAgency(
        key=row.key,
        name=row.name,
        sector=row.sector,
        partnership_key=row.partnership_key,
        partnership_name=mine[row.partnership_key],
        telephone=row.telephone,
        out_of_hours=row.out_of_hours,
        people=people.get(row.key, 0),
    )


def _people(work: UnitOfWork, keys: list[str], now: datetime) -> dict[str, int]:
    query = (
        select(RoleGrant.agency_key, func.count(RoleGrant.person_id.distinct()))
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.agency_key.in_(keys),
            RoleGrant.deputy_for.is_(None),
            Person.active,
            grant_holds(now),
        )
        .group_by(RoleGrant.agency_key)
    )
    return {key: count for key, count in work.session.execute(query)}  # noqa: C416 - typed rows
