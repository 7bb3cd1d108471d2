"""Taking a case for one transaction: its row is locked before anything of it is read.

All process instances of a case share the lock of the case, so that its history chain has one
writer. A second caller waits a moment and then sees what the first one left.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import Select, select

from engine.access import Actor, Group, Opening
from engine.errors import NotFoundError
from engine.persistence.cases import Case, CaseAccess
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class TaskInCase:
    """A user task with its instance and its case."""

    task: UserTask
    instance: ProcessInstance
    case: Case


def lock_task(work: UnitOfWork, user_task_id: uuid.UUID) -> TaskInCase:
    """Lock the case of a user task, and return task, instance and case.

    Raises:
        NotFoundError: there is no such user task.
    """
    return _task(work, _task_query(user_task_id).with_for_update(), user_task_id)


def read_task(work: UnitOfWork, user_task_id: uuid.UUID) -> TaskInCase:
    """Return task, instance and case without a lock, for reading.

    Raises:
        NotFoundError: there is no such user task.
    """
    return _task(work, _task_query(user_task_id), user_task_id)


def lock_case(work: UnitOfWork, reference: str) -> Case:
    """Lock a case by its reference.

    Raises:
        NotFoundError: there is no such case.
    """
    case = work.session.scalar(select(Case).where(Case.reference == reference).with_for_update())
    if case is None:
        raise NotFoundError("case", reference)
    return case


def lock_instance(work: UnitOfWork, instance_id: uuid.UUID) -> tuple[ProcessInstance, Case]:
    """Lock a process instance and its case.

    Raises:
        NotFoundError: there is no such process instance.
    """
    query = (
        select(ProcessInstance, Case)
        .join(Case, Case.id == ProcessInstance.case_id)
        .where(ProcessInstance.id == instance_id)
        .with_for_update()
    )
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("process instance", instance_id)
    return row[0], row[1]


def task_openings(work: UnitOfWork, user_task_id: uuid.UUID) -> tuple[Opening, ...]:
    """Return to whom an open user task is open."""
    query = select(TaskCandidate.agency_key, TaskCandidate.role, TaskCandidate.person_id)
    rows = work.session.execute(query.where(TaskCandidate.user_task_id == user_task_id))
    return tuple(Opening(Group(row.agency_key, row.role), row.person_id) for row in rows)


def case_openings(work: UnitOfWork, case_id: uuid.UUID) -> tuple[Opening, ...]:
    """Return to whom a case is open: everybody whom it has reached."""
    query = select(CaseAccess.agency_key, CaseAccess.role, CaseAccess.person_id)
    rows = work.session.execute(query.where(CaseAccess.case_id == case_id))
    return tuple(Opening(Group(row.agency_key, row.role), row.person_id) for row in rows)


def may_see_case(work: UnitOfWork, actor: Actor, case_id: uuid.UUID) -> bool:
    """Tell whether a case has reached the actor."""
    return any(opening.admits(actor) for opening in case_openings(work, case_id))


def _task_query(user_task_id: uuid.UUID) -> Select[UserTask, ProcessInstance, Case]:
    return (
        select(UserTask, ProcessInstance, Case)
        .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
        .join(Case, Case.id == UserTask.case_id)
        .where(UserTask.id == user_task_id)
    )


def _task(
    work: UnitOfWork,
    query: Select[UserTask, ProcessInstance, Case],
    user_task_id: uuid.UUID,
) -> TaskInCase:
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("task", user_task_id)
    return TaskInCase(row[0], row[1], row[2])
