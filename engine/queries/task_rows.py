"""User tasks as rows of a list."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.directory import Agency, Person
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import stage_title


@dataclass(frozen=True)
class TaskRow:
    """One user task in a list."""

    id: uuid.UUID
    case_id: uuid.UUID
    reference: str
    element_id: str
    name: str
    stage: str
    stage_title: str
    state: str
    is_danger: bool
    opened_at: datetime
    due_at: datetime | None
    is_overdue: bool
    role: str
    agency_side: str
    waiting_agencies: tuple[str, ...]
    """Names of the agencies that may do it, sorted; empty once it is closed."""
    claimed_by: int | None
    claimed_by_name: str | None
    closed_at: datetime | None
    completed_by: int | None


def load_task_rows(
    engine: Engine, work: UnitOfWork, task_ids: Sequence[uuid.UUID]
) -> tuple[TaskRow, ...]:
    """Return the rows of these tasks in the order given. Whoever asks has checked the access."""
    if not task_ids:
        return ()
    now = engine.clock.now()
    waiting = waiting_agencies(work, task_ids)
    query = (
        select(UserTask, Case.reference, Case.process_definition_id, Person.name)
        .join(Case, Case.id == UserTask.case_id)
        .outerjoin(Person, Person.id == UserTask.claimed_by)
        .where(UserTask.id.in_(task_ids))
    )
    rows = {}
    for task, reference, definition_id, claimer in work.session.execute(query):
        compiled = engine.definitions.compiled(work, definition_id)
        rows[task.id] = TaskRow(
            id=task.id,
            case_id=task.case_id,
            reference=reference,
            element_id=task.element_id,
            name=task.name,
            stage=task.stage,
            stage_title=stage_title(compiled, task.stage),
            state=task.state,
            is_danger=task.is_danger,
            opened_at=task.opened_at,
            due_at=task.due_at,
            is_overdue=is_overdue(task, now),
            role=task.role,
            agency_side=task.agency_side,
            waiting_agencies=waiting.get(task.id, ()),
            claimed_by=task.claimed_by,
            claimed_by_name=claimer,
            closed_at=task.closed_at,
            completed_by=task.completed_by,
        )
    return tuple(rows[task_id] for task_id in task_ids)


def is_overdue(task: UserTask, now: datetime) -> bool:
    """Tell whether the task's limit has passed, or had passed when the task was closed."""
    return task.due_at is not None and task.due_at <= (task.closed_at or now)


def waiting_agencies(
    work: UnitOfWork, task_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, tuple[str, ...]]:
    """Return for each open task the names of the agencies that may do it, sorted."""
    query = (
        select(TaskCandidate.user_task_id, Agency.name)
        .join(Agency, Agency.key == TaskCandidate.agency_key)
        .where(TaskCandidate.user_task_id.in_(task_ids))
        .order_by(Agency.name)
    )
    names: defaultdict[uuid.UUID, dict[str, None]] = defaultdict(dict)
    for task_id, name in work.session.execute(query):
        names[task_id][name] = None
    return {task_id: tuple(agencies) for task_id, agencies in names.items()}
