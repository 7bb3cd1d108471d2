"""User tasks as rows of a list."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.directory import Person
from engine.persistence.operations import Suspension
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.doers import TaskDoer, list_doers_of_tasks
from engine.queries.holding import held_instances
from engine.queries.names import person_names, stage_title
from engine.vocabulary import TaskState


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
    is_on_hold: bool
    """An administrator holds its process instance: nobody can complete it now."""
    waiting_agencies: tuple[str, ...]
    """Names of the agencies that may do it, sorted; empty once it is closed."""
    claimed_by: int | None
    claimed_by_name: str | None
    closed_at: datetime | None
    completed_by: int | None


class _Found(NamedTuple):
    """A task with what stands beside it in a row."""

    task: UserTask
    case: Case
    claimer: str | None
    is_on_hold: bool


def load_task_rows(
    engine: Engine, work: UnitOfWork, task_ids: Sequence[uuid.UUID]
) -> tuple[TaskRow, ...]:
    """Return the rows of these tasks in the order given. Whoever asks has checked the access."""
    if not task_ids:
        return ()
    query = (
        select(UserTask, Case, Person.name, Suspension.process_instance_id)
        .join(Case, Case.id == UserTask.case_id)
        .outerjoin(Person, Person.id == UserTask.claimed_by)
        .outerjoin(Suspension, Suspension.process_instance_id == UserTask.process_instance_id)
        .where(UserTask.id.in_(task_ids))
    )
    found = {
        task.id: _Found(task, case, name, held is not None)
        for task, case, name, held in work.session.execute(query)
    }
    doers = list_doers_of_tasks(work, task_ids)
    return tuple(_row(engine, work, found[one], doers.get(one, ())) for one in task_ids)


def task_rows_of_case(
    engine: Engine, work: UnitOfWork, case: Case, tasks: Sequence[UserTask]
) -> tuple[TaskRow, ...]:
    """Return the rows of these tasks of one case. Whoever asks has checked the access."""
    doers = list_doers_of_tasks(work, [task.id for task in tasks])
    names = person_names(work, [task.claimed_by for task in tasks])
    held = held_instances(work, [task.process_instance_id for task in tasks])
    return tuple(
        _row(
            engine,
            work,
            _Found(task, case, names.get(task.claimed_by or 0), task.process_instance_id in held),
            doers.get(task.id, ()),
        )
        for task in tasks
    )


def _row(engine: Engine, work: UnitOfWork, found: _Found, doers: Sequence[TaskDoer]) -> TaskRow:
    task, case = found.task, found.case
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    return TaskRow(
        id=task.id,
        case_id=task.case_id,
        reference=case.reference,
        element_id=task.element_id,
        name=task.name,
        stage=task.stage,
        stage_title=stage_title(compiled, task.stage),
        state=task.state,
        is_danger=task.is_danger,
        opened_at=task.opened_at,
        due_at=task.due_at,
        is_overdue=is_overdue(task, engine.clock.now()),
        role=task.role,
        agency_side=task.agency_side,
        is_on_hold=found.is_on_hold and task.state == TaskState.OPEN,
        waiting_agencies=tuple(dict.fromkeys(doer.agency_name for doer in doers)),
        claimed_by=task.claimed_by,
        claimed_by_name=found.claimer,
        closed_at=task.closed_at,
        completed_by=task.completed_by,
    )


def is_overdue(task: UserTask, now: datetime) -> bool:
    """Tell whether the task's limit has passed, or had passed when the task was closed."""
    return task.due_at is not None and task.due_at <= (task.closed_at or now)
