"""How often a step has been open: the tasks of one time make a round."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class Round:
    """A step that is open now, and how often it has been."""

    element_id: str
    name: str
    role: str
    """The role that is asked first."""
    number: int
    """1: the first time."""


def rounds_of(tasks: Iterable[UserTask]) -> Iterator[list[UserTask]]:
    """Yield the tasks of each time that a step was open; they come in the order of opening."""
    steps: dict[tuple[uuid.UUID, str], list[list[UserTask]]] = {}
    for task in tasks:
        rounds = steps.setdefault((task.process_instance_id, task.element_id), [])
        if not rounds or _was_over(rounds[-1], task):
            rounds.append([])
        rounds[-1].append(task)
    for rounds in steps.values():
        yield from rounds


def list_open_rounds(
    work: UnitOfWork, case_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, tuple[Round, ...]]:
    """Return by case the open steps of its procedure, without danger; the longest open first."""
    other = aliased(UserTask)
    is_open_now = exists().where(
        other.process_instance_id == UserTask.process_instance_id,
        other.element_id == UserTask.element_id,
        other.state == TaskState.OPEN,
    )
    query = select(UserTask).where(
        and_(UserTask.case_id.in_(case_ids), UserTask.is_danger.is_(False), is_open_now)
    )
    tasks: defaultdict[uuid.UUID, list[UserTask]] = defaultdict(list)
    for task in work.session.scalars(query.order_by(UserTask.opened_at, UserTask.id)):
        tasks[task.case_id].append(task)
    return {case_id: open_rounds(found) for case_id, found in tasks.items()}


def open_rounds(tasks: Iterable[UserTask]) -> tuple[Round, ...]:
    """Return the open steps of one case without danger; its tasks come in the order of opening."""
    counts: Counter[tuple[uuid.UUID, str]] = Counter()
    found = []
    for tasks_of_round in rounds_of(task for task in tasks if not task.is_danger):
        task = tasks_of_round[0]
        key = task.process_instance_id, task.element_id
        counts[key] += 1
        if any(one.state == TaskState.OPEN for one in tasks_of_round):
            found.append(Round(task.element_id, task.name, task.role, counts[key]))
    return tuple(found)


def _was_over(earlier: list[UserTask], task: UserTask) -> bool:
    """Tell whether all of a round had been closed when another task opened."""
    if task.opened_at == earlier[0].opened_at:
        return False
    return all(one.closed_at is not None and one.closed_at <= task.opened_at for one in earlier)
