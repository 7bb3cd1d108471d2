"""Taking a case for one transaction: its row is locked before anything of it is read.

All process instances of a case share the lock of the case, so that its history chain has one
writer. A second caller waits a moment and then sees what the first one left. Everybody locks in the
same order, the case first: whoever held a task and waited for its case would deadlock with the one
who holds the case and closes the task. A link to another case refers to that one's row without
waiting for it (`key_share`): of two that are closed as duplicates of each other neither waits.
"""

import uuid
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import bindparam, select

from engine.access import Group, Opening
from engine.errors import NotFoundError
from engine.persistence.base import Base
from engine.persistence.cases import Case, CaseAccess
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork

AnyRow = TypeVar("AnyRow", bound=Base)

# Built once: building a statement costs as much as running it.
_TASK = (
    select(UserTask, ProcessInstance, Case)
    .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
    .join(Case, Case.id == UserTask.case_id)
    .where(UserTask.id == bindparam("user_task_id"))
)
_LOCKED_TASK = _TASK.with_for_update(key_share=True, of=(Case, ProcessInstance, UserTask))
_LOCKED_INSTANCE = (
    select(ProcessInstance, Case)
    .join(Case, Case.id == ProcessInstance.case_id)
    .where(ProcessInstance.id == bindparam("instance_id"))
    .with_for_update(key_share=True, of=(Case, ProcessInstance))
)
_TASK_OPENINGS = select(
    TaskCandidate.agency_key, TaskCandidate.role, TaskCandidate.person_id
).where(TaskCandidate.user_task_id == bindparam("user_task_id"))
_CASE_OPENINGS = select(CaseAccess.agency_key, CaseAccess.role, CaseAccess.person_id).where(
    CaseAccess.case_id == bindparam("case_id")
)


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
    return _task(work, user_task_id, is_locked=True)


def read_task(work: UnitOfWork, user_task_id: uuid.UUID) -> TaskInCase:
    """Return task, instance and case without a lock, for reading.

    Raises:
        NotFoundError: there is no such user task.
    """
    return _task(work, user_task_id, is_locked=False)


def lock_case(work: UnitOfWork, reference: str) -> Case:
    """Lock a case by its reference.

    Raises:
        NotFoundError: there is no such case.
    """
    # What was read of it before the lock may be old.
    query = select(Case).where(Case.reference == reference).with_for_update(key_share=True)
    case = work.session.scalar(query.execution_options(populate_existing=True))
    if case is None:
        raise NotFoundError("case", reference)
    return unwatched(work, case)


def lock_instance(work: UnitOfWork, instance_id: uuid.UUID) -> tuple[ProcessInstance, Case]:
    """Lock a process instance and its case.

    Raises:
        NotFoundError: there is no such process instance.
    """
    found = work.session.execute(_LOCKED_INSTANCE, {"instance_id": instance_id})
    row = found.one_or_none()
    if row is None:
        raise NotFoundError("process instance", instance_id)
    return unwatched(work, row[0]), unwatched(work, row[1])


def main_instance(work: UnitOfWork, case: Case) -> ProcessInstance:
    """Return the main process instance of a case, whose lock it shares."""
    query = select(ProcessInstance).where(
        ProcessInstance.case_id == case.id, ProcessInstance.is_main.is_(True)
    )
    return work.session.scalars(query).one()


def task_openings(work: UnitOfWork, user_task_id: uuid.UUID) -> tuple[Opening, ...]:
    """Return to whom an open user task is open."""
    rows = work.session.connection().execute(_TASK_OPENINGS, {"user_task_id": user_task_id})
    return tuple(Opening(Group(row.agency_key, row.role), row.person_id) for row in rows)


def case_openings(work: UnitOfWork, case_id: uuid.UUID) -> tuple[Opening, ...]:
    """Return to whom a case is open: everybody whom it has reached."""
    return work.once((case_openings, case_id), lambda: _case_openings(work, case_id))


def _case_openings(work: UnitOfWork, case_id: uuid.UUID) -> tuple[Opening, ...]:
    rows = work.session.connection().execute(_CASE_OPENINGS, {"case_id": case_id})
    return tuple(Opening(Group(row.agency_key, row.role), row.person_id) for row in rows)


def _task(work: UnitOfWork, user_task_id: uuid.UUID, *, is_locked: bool) -> TaskInCase:
    query = _LOCKED_TASK if is_locked else _TASK
    row = work.session.execute(query, {"user_task_id": user_task_id}).one_or_none()
    if row is None:
        raise NotFoundError("task", user_task_id)
    if not is_locked:
        return TaskInCase(row[0], row[1], row[2])
    return TaskInCase(*(unwatched(work, each) for each in row))


def unwatched(work: UnitOfWork, row: AnyRow) -> AnyRow:
    """Take a locked row out of the session: whoever changes it writes it, once (`update_row`)."""
    work.session.expunge(row)
    return row
