"""The inbox: what somebody may do now, danger first, then by due time.

A page is one walk along an index for each group of the actor, so that its cost does not grow with
what is open for others.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select, union_all

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.paging import Page, checked_limit, make_cursor, read_cursor
from engine.queries.task_rows import TaskRow, load_task_rows
from engine.queries.visibility import case_is_open_to, open_task_ids, task_is_open_to, ways_to_tasks
from engine.vocabulary import TaskState

Walk = Select[uuid.UUID, str]


@dataclass(frozen=True)
class TaskCounts:
    """How many tasks somebody may do now."""

    open: int
    overdue: int
    danger: int
    mine: int


def list_open_tasks(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    mine: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[TaskRow]:
    """Return a page of the open tasks that the actor may do; `mine`: only those they claimed.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    after = read_cursor(cursor, 1)[0] if cursor is not None else ""
    walks = _claimed_walks(actor) if mine else _walks(actor)
    keys = _merged(work, walks, after, size + 1)
    rows = load_task_rows(engine, work, [task_id for task_id, _ in keys[:size]])
    next_cursor = make_cursor(keys[size - 1][1]) if len(keys) > size else None
    return Page(rows, next_cursor)


def list_done_tasks(
    engine: Engine, work: UnitOfWork, actor: Actor, *, limit: int = 20
) -> tuple[TaskRow, ...]:
    """Return the tasks that the actor completed last, in cases that they still may see."""
    query = (
        select(UserTask.id)
        .join(Case, Case.id == UserTask.case_id)
        .where(UserTask.completed_by == actor.person_id, case_is_open_to(actor))
        .order_by(UserTask.closed_at.desc(), UserTask.id)
        .limit(checked_limit(limit))
    )
    return load_task_rows(engine, work, work.session.scalars(query).all())


def count_open_tasks(engine: Engine, work: UnitOfWork, actor: Actor) -> TaskCounts:
    """Return how many tasks the actor may do, and how many of them press."""
    now = engine.clock.now()
    query = select(
        func.count(),
        func.count().filter(UserTask.due_at <= now),
        func.count().filter(UserTask.is_danger),
        func.count().filter(UserTask.claimed_by == actor.person_id),
    ).where(UserTask.state == TaskState.OPEN, UserTask.id.in_(open_task_ids(actor)))
    return TaskCounts(*work.session.execute(query).one())


def _walks(actor: Actor) -> Iterator[Walk]:
    """Yield one walk for each group of the actor, and one for what is open to them by name."""
    # Distinct: one who is named twice for a task would otherwise fill the page with doubles.
    yield from (_walk(way).distinct() for way in ways_to_tasks(actor))


def _claimed_walks(actor: Actor) -> Iterator[Walk]:
    claimed = select(UserTask.id).where(
        UserTask.claimed_by == actor.person_id,
        UserTask.state == TaskState.OPEN,
        task_is_open_to(actor),
    )
    yield _walk(TaskCandidate.user_task_id.in_(claimed)).distinct()


def _walk(condition: ColumnElement[bool]) -> Walk:
    return select(TaskCandidate.user_task_id, TaskCandidate.sort_key).where(condition)


def _merged(
    work: UnitOfWork, walks: Iterator[Walk], after: str, count: int
) -> Sequence[tuple[uuid.UUID, str]]:
    """Return task ids with their sort keys: the first `count` after `after`, none twice."""
    parts = [
        walk.where(TaskCandidate.sort_key > after)
        .order_by(TaskCandidate.sort_key)
        .limit(count)
        .subquery()
        for walk in walks
    ]
    merged = union_all(*(select(part.c.user_task_id, part.c.sort_key) for part in parts)).subquery()
    query = (
        select(merged.c.user_task_id, merged.c.sort_key)
        .distinct()
        .order_by(merged.c.sort_key)
        .limit(count)
    )
    return [(task_id, key) for task_id, key in work.session.execute(query)]
