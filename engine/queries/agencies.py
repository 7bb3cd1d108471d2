"""Finding agencies: by a part of their name, or by the area where a child lives."""

from dataclasses import dataclass

from sqlalchemy import func, select, tuple_

from engine.persistence.directory import Agency, Area, Partnership
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.paging import Page, checked_limit, make_cursor, read_cursor


@dataclass(frozen=True)
class AgencyRow:
    """An agency in a list."""

    key: str
    name: str
    partnership: str


@dataclass(frozen=True)
class AreaContact:
    """An area, and the agency that runs Children's Social Care there."""

    key: str
    name: str
    agency_key: str | None
    agency_name: str | None


def find_agencies(
    work: UnitOfWork,
    *,
    name: str = "",
    partnership_key: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[AgencyRow]:
    """Return agencies by name: those with `name` in it, those of one partnership.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    checked_limit(limit)
    query = (
        select(Agency.key, Agency.name, Partnership.name)
        .join(Partnership, Partnership.key == Agency.partnership_key)
        .order_by(Agency.name, Agency.key)
        .limit(limit + 1)
    )
    if name.strip():
        words = func.lower(Agency.name).contains(name.strip().lower(), autoescape=True)
        query = query.where(words)
    if partnership_key is not None:
        query = query.where(Agency.partnership_key == partnership_key)
    if cursor is not None:
        query = query.where(tuple_(Agency.name, Agency.key) > tuple(read_cursor(cursor, 2)))
    rows = [AgencyRow(*row) for row in work.session.execute(query)]
    shown = tuple(rows[:limit])
    following = make_cursor(shown[-1].name, shown[-1].key) if len(rows) > limit else None
    return Page(shown, following)


def list_area_contacts(work: UnitOfWork) -> tuple[AreaContact, ...]:
    """Return every area with its Children's Social Care, by name."""
    query = (
        select(Area.key, Area.name, Agency.key, Agency.name)
        .outerjoin(Agency, Agency.key == Area.social_care_agency)
        .order_by(Area.name)
    )
    return tuple(AreaContact(*row) for row in work.session.execute(query))


def partnership_of_area(work: UnitOfWork, area_key: str) -> str | None:
    """Return the key of the partnership that an area belongs to; None for an unknown area."""
    return work.session.scalar(select(Area.partnership_key).where(Area.key == area_key))
