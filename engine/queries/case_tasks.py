"""Every user task of one case: for whom it was, and what became of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.queries.names import agency_names, person_names, stage_title
from engine.queries.task_ends import why_cancelled
from engine.vocabulary import Happening, TaskState


@dataclass(frozen=True)
class CaseTask:
    """One user task, as somebody who may see its case sees it."""

    id: uuid.UUID
    process_instance_id: uuid.UUID
    element_id: str
    name: str
    stage_title: str
    role: str
    agency_side: str
    agency_name: str | None
    """The one agency that an “each” task is for."""
    is_danger: bool
    state: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    why_closed: str
    """A clause, for a task that nobody completed; else empty."""
    completed_by_name: str | None
    completed_for_name: str | None


def list_case_tasks(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[CaseTask, ...]:
    """Return the user tasks of a case that has reached the actor, in the order of opening.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    query = select(UserTask).where(UserTask.case_id == case.id)
    order = _order_of_opening(work, case)
    tasks = sorted(work.session.scalars(query), key=lambda task: order[str(task.id)])
    people = person_names(work, [task.completed_by for task in tasks])
    keys = [key for task in tasks for key in (task.agency_key, task.completed_for)]
    agencies = agency_names(work, keys)
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    return tuple(
        CaseTask(
            id=task.id,
            process_instance_id=task.process_instance_id,
            element_id=task.element_id,
            name=task.name,
            stage_title=stage_title(compiled, task.stage),
            role=task.role,
            agency_side=task.agency_side,
            agency_name=agencies.get(task.agency_key or ""),
            is_danger=task.is_danger,
            state=task.state,
            opened_at=task.opened_at,
            due_at=task.due_at,
            closed_at=task.closed_at,
            why_closed=_why_closed(work, case, task),
            completed_by_name=people.get(task.completed_by or 0),
            completed_for_name=agencies.get(task.completed_for or ""),
        )
        for task in tasks
    )


def _order_of_opening(work: UnitOfWork, case: Case) -> dict[str, int]:
    """Return by task its place in the history: several may open at the same moment."""
    query = select(HistoryEvent.details, HistoryEvent.number).where(
        HistoryEvent.case_id == case.id, HistoryEvent.kind == Happening.TASK_OPENED
    )
    return {details["task"]: number for details, number in work.session.execute(query)}


def _why_closed(work: UnitOfWork, case: Case, task: UserTask) -> str:
    return why_cancelled(work, task.id, case.id) if task.state == TaskState.CANCELLED else ""
