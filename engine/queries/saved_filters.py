"""The filters of the inbox that somebody has kept."""

from dataclasses import dataclass

from sqlalchemy import func, select

from engine.access import Actor
from engine.persistence.saved_filters import SavedFilter
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.worklist_filter import TaskFilter


@dataclass(frozen=True)
class SavedFilterRow:
    """One filter under its name."""

    id: int
    name: str
    wanted: TaskFilter


def list_saved_filters(work: UnitOfWork, actor: Actor) -> tuple[SavedFilterRow, ...]:
    """Return the actor's filters by name, whatever its capitals."""
    query = (
        select(SavedFilter)
        .where(SavedFilter.person_id == actor.person_id)
        .order_by(func.lower(SavedFilter.name), SavedFilter.id)
    )
    return tuple(
        SavedFilterRow(row.id, row.name, TaskFilter.from_query_string(row.query))
        for row in work.session.scalars(query)
    )
