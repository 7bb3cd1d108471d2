"""The due times of what somebody may do: the rows of their calendar."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Subquery, select, union_all

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.persistence.cases import Case
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.bars import load_bars
from engine.queries.limits import Counting, counting_of
from engine.queries.names import element_name, stage_title
from engine.queries.task_rows import is_overdue
from engine.queries.visibility import ways_to_tasks
from engine.queries.worklist_order import WITHOUT_LIMIT

MOST_TASKS = 500


@dataclass(frozen=True)
class DueTask:
    """An open task that somebody may do, and when it is due."""

    id: uuid.UUID
    reference: str
    name: str
    stage_title: str
    is_danger: bool
    opened_at: datetime
    due_at: datetime
    limit: str
    """The label of the timer that the due time comes from; empty when there is none."""
    counting: Counting | None
    is_overdue: bool


def list_due_tasks(
    engine: Engine, work: UnitOfWork, actor: Actor, *, most: int = MOST_TASKS
) -> tuple[DueTask, ...]:
    """Return the open tasks with a due time that the actor may do: danger, then the soonest."""
    query = (
        select(UserTask, Case.reference, Case.process_definition_id)
        .join(Case, Case.id == UserTask.case_id)
        .where(UserTask.id.in_(_soonest_ids(work, actor, most)), UserTask.due_at.is_not(None))
        .order_by(UserTask.is_danger.desc(), UserTask.due_at, UserTask.id)
        .limit(most)
    )
    rows = work.session.execute(query).all()
    now = engine.clock.now()
    return tuple(
        _due_task(engine.definitions.compiled(work, definition_id), task, reference, now)
        for task, reference, definition_id in rows
    )


def _soonest_ids(work: UnitOfWork, actor: Actor, most: int) -> Select[uuid.UUID]:
    """Return the query for the first tasks of each group of the actor and of their own.

    Each part is a short walk along an index, whatever is open for others or later.
    """
    walks = [
        select(TaskCandidate.user_task_id)
        .where(way, TaskCandidate.sort_key < WITHOUT_LIMIT)
        .order_by(TaskCandidate.sort_key)
        .limit(most)
        .subquery()
        for way in ways_to_tasks(actor, load_bars(work, actor))
    ]
    merged: Subquery = union_all(*(select(walk.c.user_task_id) for walk in walks)).subquery()
    return select(merged.c.user_task_id)


def _due_task(compiled: CompiledBundle, task: UserTask, reference: str, now: datetime) -> DueTask:
    # The query takes none without a due time; the column may be empty.
    due_at = task.due_at or now
    return DueTask(
        id=task.id,
        reference=reference,
        name=task.name,
        stage_title=stage_title(compiled, task.stage),
        is_danger=task.is_danger,
        opened_at=task.opened_at,
        due_at=due_at,
        limit=element_name(compiled, task.due_element_id),
        counting=counting_of(compiled, task.due_element_id),
        is_overdue=is_overdue(task, now),
    )
