"""The open tasks of a trial's case, in the order in which they opened."""

import uuid

from sqlalchemy import select

from engine.persistence.history import HistoryEvent
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Happening, TaskState


def open_tasks_in_order(work: UnitOfWork, case_id: uuid.UUID) -> list[UserTask]:
    """Return what is open; of tasks that opened at the same moment the history knows the order."""
    opened = select(HistoryEvent.details, HistoryEvent.number).where(
        HistoryEvent.case_id == case_id, HistoryEvent.kind == Happening.TASK_OPENED
    )
    order = {details["task"]: number for details, number in work.session.execute(opened)}
    query = select(UserTask).where(UserTask.case_id == case_id, UserTask.state == TaskState.OPEN)
    return sorted(work.session.scalars(query), key=lambda task: order[str(task.id)])
