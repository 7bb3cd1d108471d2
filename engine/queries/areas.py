"""Areas in which a child may live, with the procedure that each follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Agency, Area, Partnership
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import is_published


@dataclass(frozen=True)
class AreaRow:
    """An area, with the name of the published procedure that new cases there follow."""

    key: str
    name: str
    procedure: str
    edition: str
    partnership: str


@dataclass(frozen=True)
class OutOfHours:
    """Whom to ring about a child in an area when offices are closed."""

    area: str
    agency: str
    words: str
    """In the words of the agency that runs Children's Social Care there."""


def list_areas(work: UnitOfWork, now: datetime) -> tuple[AreaRow, ...]:
    """Return the areas that have a published procedure at this time, by partnership and name."""
    query = (
        select(
            Area.key,
            Area.name,
            func.max(ProcessDefinition.name),
            Area.edition,
            Partnership.name,
        )
        .join(Partnership, Partnership.key == Area.partnership_key)
        .join(
            ProcessDefinition,
            (ProcessDefinition.key == Area.process_definition_key)
            & (ProcessDefinition.edition == Area.edition),
        )
        .where(is_published(now))
        .group_by(Area.key, Area.name, Area.edition, Partnership.name)
        .order_by(Partnership.name, Area.name)
    )
    return tuple(AreaRow(*row) for row in work.session.execute(query))


def own_partnerships(work: UnitOfWork, agency_keys: Iterable[str]) -> frozenset[str]:
    """Return the names of the partnerships to which these agencies belong."""
    query = (
        select(Partnership.name)
        .join(Agency, Agency.partnership_key == Partnership.key)
        .where(Agency.key.in_(tuple(agency_keys)))
    )
    return frozenset(work.session.scalars(query))


def areas_by_partnership(areas: Iterable[AreaRow]) -> dict[str, list[AreaRow]]:
    """Return the areas by the name of their partnership, in the order given."""
    partnerships: dict[str, list[AreaRow]] = {}
    for area in areas:
        partnerships.setdefault(area.partnership, []).append(area)
    return partnerships


def list_out_of_hours(work: UnitOfWork) -> tuple[OutOfHours, ...]:
    """Return whom to ring at night and at weekends, for each area that says so, by its name."""
    query = (
        select(Area.name, Agency.name, Agency.out_of_hours)
        .join(Agency, Agency.key == Area.social_care_agency)
        .where(Agency.out_of_hours.is_not(None), Agency.out_of_hours != "")
        .order_by(Area.name)
    )
    rows = work.session.execute(query)
    return tuple(OutOfHours(area, agency, words or "") for area, agency, words in rows)
