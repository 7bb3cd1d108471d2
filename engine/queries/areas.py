"""Areas in which a child may live, with the procedure that each follows."""

from dataclasses import dataclass

from sqlalchemy import func, select

from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Area
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AreaRow:
    """An area, with the name of the published procedure that new cases there follow."""

    key: str
    name: str
    procedure: str
    edition: str


def list_areas(work: UnitOfWork) -> tuple[AreaRow, ...]:
    """Return the areas for which a procedure has been published, by name."""
    query = (
        select(Area.key, Area.name, func.max(ProcessDefinition.name), Area.edition)
        .join(
            ProcessDefinition,
            (ProcessDefinition.key == Area.process_definition_key)
            & (ProcessDefinition.edition == Area.edition),
        )
        .where(ProcessDefinition.published_at.is_not(None))
        .group_by(Area.key, Area.name, Area.edition)
        .order_by(Area.name)
    )
    return tuple(AreaRow(*row) for row in work.session.execute(query))
