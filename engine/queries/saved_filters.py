"""The filters of lists that somebody has kept."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import func, select

from engine.access import Actor
from engine.persistence.saved_filters import SavedFilter
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instance_filters import InstanceFilter
from engine.queries.worklist_filter import TaskFilter
from engine.vocabulary import FilteredList

AnyFilter = TypeVar("AnyFilter", TaskFilter, InstanceFilter)


@dataclass(frozen=True)
class SavedFilterRow(Generic[AnyFilter]):
    """One filter under its name."""

    id: int
    name: str
    wanted: AnyFilter


def list_saved_filters(work: UnitOfWork, actor: Actor) -> tuple[SavedFilterRow[TaskFilter], ...]:
    """Return the actor's filters of the inbox by name, whatever its capitals."""
    return _listed(work, actor, FilteredList.INBOX, TaskFilter)


def list_instance_filters(
    work: UnitOfWork, actor: Actor
) -> tuple[SavedFilterRow[InstanceFilter], ...]:
    """Return the actor's filters of process instances by name, whatever its capitals."""
    return _listed(work, actor, FilteredList.INSTANCES, InstanceFilter)


def _listed(
    work: UnitOfWork, actor: Actor, of: FilteredList, read: type[AnyFilter]
) -> tuple[SavedFilterRow[AnyFilter], ...]:
    query = (
        select(SavedFilter)
        .where(SavedFilter.person_id == actor.person_id, SavedFilter.filtered_list == of)
        .order_by(func.lower(SavedFilter.name), SavedFilter.id)
    )
    return tuple(
        SavedFilterRow(row.id, row.name, read.from_query_string(row.query))
        for row in work.session.scalars(query)
    )
