"""All user tasks of one case, as rows: what a page says of them is worked out from one look."""

import uuid

from sqlalchemy import select

from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork


def tasks_of_case(work: UnitOfWork, case_id: uuid.UUID) -> tuple[UserTask, ...]:
    """Return the tasks of a case in the order of opening. Whoever asks has checked the access."""
    return work.once((tasks_of_case, case_id), lambda: _tasks(work, case_id))


def _tasks(work: UnitOfWork, case_id: uuid.UUID) -> tuple[UserTask, ...]:
    query = select(UserTask).where(UserTask.case_id == case_id)
    order = UserTask.opened_at, UserTask.due_at.nulls_last(), UserTask.id
    return tuple(work.session.scalars(query.order_by(*order)))
