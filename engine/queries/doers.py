"""Who may do the open tasks of a case: groups, and people by name."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.access import EVERY_MEMBER
from engine.persistence.directory import Agency, Person
from engine.persistence.tasks import TaskCandidate
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class TaskDoer:
    """A group, or one person of it, that may do a task."""

    role: str
    agency_key: str
    agency_name: str
    person_id: int | None
    """Empty: every member of the group."""
    person_name: str | None


def list_doers(work: UnitOfWork, user_task_id: uuid.UUID) -> tuple[TaskDoer, ...]:
    """Return who may do an open task, agencies by name. The caller has checked the access."""
    return list_doers_of_tasks(work, [user_task_id]).get(user_task_id, ())


def list_doers_of_tasks(
    work: UnitOfWork, task_ids: Iterable[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[TaskDoer, ...]]:
    """Return by open task who may do it, agencies by name. The caller has checked the access."""
    asked = tuple(task_ids)
    return work.once((list_doers_of_tasks, asked), lambda: _doers(work, asked))


def _doers(
    work: UnitOfWork, task_ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[TaskDoer, ...]]:
    query = (
        select(
            TaskCandidate.user_task_id,
            TaskCandidate.role,
            TaskCandidate.agency_key,
            Agency.name,
            Person.id,
            Person.name,
        )
        .join(Agency, Agency.key == TaskCandidate.agency_key)
        .outerjoin(
            Person,
            (Person.id == TaskCandidate.person_id) & (TaskCandidate.person_id != EVERY_MEMBER),
        )
        .where(TaskCandidate.user_task_id.in_(task_ids))
        .order_by(Agency.name, TaskCandidate.role, TaskCandidate.person_id)
    )
    doers: defaultdict[uuid.UUID, list[TaskDoer]] = defaultdict(list)
    for task_id, role, agency_key, agency, person_id, person in work.session.execute(query):
        doers[task_id].append(TaskDoer(role, agency_key, agency, person_id, person))
    return {task_id: tuple(found) for task_id, found in doers.items()}
