"""Areas in which a child may live, with the procedure that each follows."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Area, Partnership
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AreaRow:
    """An area, with the name of the published procedure that new cases there follow."""

    key: str
    name: str
    procedure: str
    edition: str
    partnership: str


def list_areas(work: UnitOfWork) -> tuple[AreaRow, ...]:
    """Return the areas for which a procedure has been published, by partnership and name."""
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
        .where(ProcessDefinition.published_at.is_not(None))
        .group_by(Area.key, Area.name, Area.edition, Partnership.name)
        .order_by(Partnership.name, Area.name)
    )
    return tuple(AreaRow(*row) for row in work.session.execute(query))


def areas_by_partnership(areas: Iterable[AreaRow]) -> dict[str, list[AreaRow]]:
    """Return the areas by the name of their partnership, in the order given."""
    partnerships: dict[str, list[AreaRow]] = {}
    for area in areas:
        partnerships.setdefault(area.partnership, []).append(area)
    return partnerships
