"""Why a task was closed that nobody completed, as the history tells it."""

import uuid

from sqlalchemy import select

from engine.persistence.history import HistoryEvent
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import CLOSINGS, Happening

TIME_LIMIT = "its time limit passed, and the procedure went on to the next step"
BY_ADMINISTRATOR = "an administrator ended this part of the case"
MOVED_BY_ADMINISTRATOR = "an administrator put the case right, and it stands elsewhere now"
WENT_ON = "the procedure went on without it"


def why_cancelled(work: UnitOfWork, task_id: uuid.UUID, case_id: uuid.UUID) -> str:
    """Return a clause: the case was closed, it was ended, a limit passed, the procedure went on."""
    query = select(HistoryEvent.details).where(
        HistoryEvent.case_id == case_id, HistoryEvent.kind == Happening.TASK_CANCELLED
    )
    of_task = (one for one in work.session.scalars(query) if one.get("task") == str(task_id))
    details = next(of_task, {})
    if details.get("closed_as"):
        return f"the case was closed: {CLOSINGS[details['closed_as']]}"
    if details.get("ended_by"):
        return BY_ADMINISTRATOR
    if details.get("operation"):
        return MOVED_BY_ADMINISTRATOR
    return TIME_LIMIT if details.get("timer") else WENT_ON
